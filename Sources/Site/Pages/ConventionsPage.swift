import Metrics
import Model
package import Rendering

/// The change failure rate by everybody's rules: why two tools disagree about the same records.
package struct ConventionsPage: Page {
  let conventions: [ConventionRow]
  let services: [ServiceConventionsRow]
  let hasIncidents: Bool

  package static var template: String { "conventions" }
  package var path: String { SitePaths.conventions }
  package var section: SiteSection { .failures }
  package var breadcrumbs: [Crumb] { [Crumb(.failures)] }
  package var tables: [TableFile] {
    [TableFile("Services as CSV", SitePaths.table(of: path), services)]
  }

  package static let shape = Shape<ConventionsPage> {
    $0.flag("has_incidents", "Whether any source has incidents.") { $0.hasIncidents }
    $0.list("conventions", "Each convention, its rules, and its rate over all services.") {
      $0.conventions
    }
    $0.list("services", "The rates of each service.") { $0.services }
  }
}

/// A convention, and what it makes of the records of all services.
package struct ConventionRow: Viewable {
  let convention: Convention
  let window: TimeWindow?
  let figure: ConventionFigure

  package static let shape = Shape<ConventionRow> {
    $0.word("name", "The convention.", rule: .convention) { $0.convention.rawValue }
    $0.word("change_failure_rate", "Numerator / denominator.") { $0.convention.changeFailureRate }
    $0.word("failures", "What it takes for a failure.") { $0.convention.failures }
    $0.word("window", "How it cuts time.") { $0.convention.window }
    $0.word("no_data", "What it shows where nothing was counted.") { $0.convention.noData }
    $0.day("first_day", "The first day counted.") { $0.window?.days.lowerBound }
    $0.day("last_day", "The last day counted.") { $0.window.map { $0.days.upperBound - 1 } }
    $0.object("figure", "Its rate over all services.") { $0.figure }
  }
}

/// A service's rate by each convention.
package struct ServiceConventionsRow: Viewable {
  let name: Text
  let figures: [Convention: ConventionFigure]

  package static let shape = Shape<ServiceConventionsRow> { s in
    s.text("service_name", "The service.") { $0.name }
    s.link("path", "The service's page.") { SitePaths.service($0.name) }
    for convention in Convention.allCases {
      s.object(convention.rawValue, "By the convention of that name.") { $0.figures[convention] }
    }
  }
}

/// k of n by a convention. Where failures are incidents it is a ratio, which may exceed 1.
package struct ConventionFigure: Viewable {
  let k: Int?
  let n: Int
  /// Why there is no value.
  let note: String?
  private let isShare: Bool

  init(_ count: ConventionCounts.Count, _ convention: Convention, hasIncidents: Bool) {
    isShare = !convention.needsIncidents
    let isComputable = isShare || hasIncidents
    k = isComputable ? count.k : nil
    n = count.n
    note = !isComputable ? convention.noData : count.n == 0 ? "nothing counted" : nil
  }

  private var proportion: Proportion? {
    guard isShare, let k else { return nil }
    return Proportion(k: k, n: n)
  }

  private var value: Double? { k.flatMap { n == 0 ? nil : Double($0) / Double(n) } }

  package static let shape = Shape<ConventionFigure> {
    $0.integer("k", "Failures; null if they cannot be counted.") { $0.k }
    $0.integer("n", "Deployments.") { $0.n }
    $0.add("value", .fixed, "k / n; null if n is 0.") { fixed($0.value) }
    $0.add("low", .fixed, "Lower end of the 95 % Wilson interval of a share.", rule: .share) {
      fixed($0.proportion?.interval?.lowerBound)
    }
    $0.add("high", .fixed, "Upper end of the 95 % Wilson interval of a share.", rule: .share) {
      fixed($0.proportion?.interval?.upperBound)
    }
    $0.word("note", "Why there is no value.") { $0.note }
    $0.word("percent", "The value in percent, from 6 deployments on.", inJSON: false) {
      $0.n < 6 ? nil : $0.value.map(FigureText.percent)
    }
    $0.word("share", "k of n.", inJSON: false) { figure in
      figure.n == 0 ? nil : figure.k.map { "\($0) of \(figure.n)" }
    }
    $0.word("range", "The interval in percent, from 6 deployments on.", inJSON: false) {
      guard $0.n >= 6, let interval = $0.proportion?.interval else { return nil }
      return FigureText.percentRange(interval)
    }
  }

  private static func fixed(_ value: Double?) -> Value {
    value.map { .fixed(scaled: FigureText.millionths($0), digits: 6) } ?? .none
  }
}

extension ConventionsPage {
  init(_ services: ServiceSummaries, hasIncidents: Bool, date: ReportDate) {
    func figure(_ counts: ConventionCounts, _ convention: Convention) -> ConventionFigure {
      ConventionFigure(
        counts.counts[convention] ?? ConventionCounts.Count(), convention,
        hasIncidents: hasIncidents)
    }
    self.init(
      conventions: Convention.allCases.map { convention in
        ConventionRow(
          convention: convention, window: ConventionCounts.window(of: convention, date),
          figure: figure(services.conventions, convention))
      },
      services: services.serviceConventions.map { name, counts in
        ServiceConventionsRow(
          name: name,
          figures: Dictionary(
            uniqueKeysWithValues: Convention.allCases.map { ($0, figure(counts, $0)) }))
      }, hasIncidents: hasIncidents)
  }
}
