import Metrics
import Model
package import Rendering

/// Job and change failure rates, with their definitions.
package struct FailuresPage: Page {
  let windows: [WindowRow]
  let changeRate: RateLine
  let jobRate: RateLine
  let services: [ServiceFailureRow]
  let spreads: [SpreadRow]
  let comparisons: [ComparisonRow]
  let doraEdition: DORABand.Edition?
  let types: [JobTypeRow]
  /// Every type with a finished or cancelled job in the last 90 days.
  let allTypes: [JobTypeRow]
  let shares: JobShares
  let kinds: FailureKinds

  package static var template: String { "failures" }
  package var path: String { SitePaths.failures }
  package var section: SiteSection { .failures }
  package var tables: [TableFile] {
    [
      TableFile("Services as CSV", SitePaths.table(of: path), services),
      TableFile("Job types as CSV", SitePaths.failedJobTypes, allTypes),
    ]
  }

  /// At most so many rows of each list stand on the page; JSON has all.
  private static let serviceLimit = 50
  private static let comparisonLimit = 30

  private var compared: [ComparisonRow] { comparisons.filter { $0.verdict != .notComparable } }

  package static let shape = Shape<FailuresPage> {
    $0.list("windows", "Both rates over several windows.") { $0.windows }
    $0.component("change_rate", "Change failure rate by week.", inJSON: true) { $0.changeRate }
    $0.component("job_rate", "Job failure rate by week.", inJSON: true) { $0.jobRate }
    $0.object("shares", "What cancelled jobs would change, last 30 days.") { $0.shares }
    $0.list("services", "By service, those that surely failed most first.") { $0.services }
    $0.excerpt(of: "services", limit: serviceLimit) { $0.services }
    $0.list("spreads", "Both rates pooled over the services, and how far apart these are.") {
      $0.spreads
    }
    $0.list("comparisons", "Both rates of each service against the window before.") {
      $0.comparisons
    }
    $0.excerpt(of: "compared", limit: comparisonLimit) { $0.compared }
    $0.word("not_compared", "How many have no two windows to compare.", inJSON: false) {
      let count = $0.comparisons.count { $0.verdict == .notComparable }
      return count == 0 ? nil : FigureText.count(count, "rate")
    }
    $0.integer(
      "dora_edition", "The year of DORA's report whose levels are named; null if none is.",
      rule: .atLeast(0)
    ) { $0.doraEdition?.rawValue }
    $0.word("dora_year", "The year as it is printed.", inJSON: false) {
      $0.doraEdition.map { "\($0.rawValue)" }
    }
    $0.flag("is_dora_2021", "Whether it is that of 2021.", inJSON: false) {
      $0.doraEdition == .of2021
    }
    $0.flag("is_dora_2023", "Whether it is that of 2023.", inJSON: false) {
      $0.doraEdition == .of2023
    }
    $0.object("reasons", "Why jobs failed.") { $0.kinds }
    $0.list("types", "Job types that surely failed most, last 90 days.") { $0.types }
  }
}

/// Both rates of one service.
package struct ServiceFailureRow: Viewable {
  let name: Text
  let change: RateFigure
  let job: RateFigure

  package static let shape = Shape<ServiceFailureRow> {
    $0.text("service_name", "The service.") { $0.name }
    $0.link("path", "The service's page.") { SitePaths.service($0.name) }
    $0.object("change_failure_rate", "Change failure rate, 90 days, matured.") { $0.change }
    $0.object("job_failure_rate", "Job failure rate, last 90 days.") { $0.job }
  }
}

/// The rates that stand beside the job failure rate.
package struct JobShares: Viewable {
  let void: RateFigure
  let notGreen: RateFigure
  let infra: RateFigure
  let uncounted: Int

  package static let shape = Shape<JobShares> {
    $0.object("void_share", "Cancelled / (succeeded + failed + cancelled).") { $0.void }
    $0.object("not_green_rate", "(Failed + cancelled) / the same.") { $0.notGreen }
    $0.object("infra_share", "Ended in error / failed.") { $0.infra }
    $0.integer("uncounted", "Skipped or of unknown status: in no rate.") { $0.uncounted }
  }
}
