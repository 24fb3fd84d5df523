import Model
package import Rendering

/// Where search happens; without JavaScript, the ways to everything.
package struct SearchPage: Page {
  /// By name.
  let services: [Text]
  /// With deployments, oldest first; nil stands for those without a time.
  let deploymentMonths: [Month?]
  let jobMonths: [Month?]

  /// At most so many services are listed.
  private static let serviceLimit = 500

  package static var template: String { "search" }
  package var path: String { SitePaths.search }
  package var section: SiteSection { .other }
  package var searchKind: SearchKind? { nil }
  package var hasSearch: Bool { true }

  private func months(_ months: [Month?], _ section: String) -> [Crumb] {
    months.reversed().map {
      Crumb(Text($0?.title ?? "without a date"), SitePaths.month(section, $0))
    }
  }

  package static let shape = Shape<SearchPage> {
    $0.list("services", "The services, by name; at most 500.") {
      $0.services.prefix(serviceLimit).map { Crumb($0, SitePaths.service($0)) }
    }
    $0.integer("services_hidden", "How many more there are.", inJSON: false) {
      $0.services.count > serviceLimit ? $0.services.count - serviceLimit : nil
    }
    $0.list("deployment_months", "The months with deployments, newest first.") {
      $0.months($0.deploymentMonths, "deployments")
    }
    $0.list("job_months", "The months with jobs, newest first.") {
      $0.months($0.jobMonths, "jobs")
    }
  }
}
