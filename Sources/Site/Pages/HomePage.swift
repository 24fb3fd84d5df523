import Model
package import Rendering

/// The first page: how things are now.
package struct HomePage: Page {
  let asOf: LocalDay
  let stoppedFeeds: [StoppedFeedRow]
  let attention: [AttentionRow]
  /// What began to be live on one day, the latest with such a thing in the last complete week.
  let changed: [ArrivalRow]
  let services: [ServiceRow]
  let headline: Headline
  let levels: DORAFigures?
  let weeks: WeekBars
  let jobRate: RateLine
  let latest: [DeploymentRow]
  /// What the archive holds, in a sentence.
  let records: String

  package static var template: String { "home" }
  package var path: String { SitePaths.home }
  package var section: SiteSection { .home }
  package var tables: [TableFile] {
    [
      TableFile("Services as CSV", SitePaths.table(of: SitePaths.services)),
      TableFile("Newest deployments as CSV", SitePaths.table(of: SitePaths.deployments)),
    ]
  }

  /// At most so many lines of each list stand on the page; JSON has all.
  private static let attentionLimit = 20
  private static let changedLimit = 30
  private static let serviceLimit = 30

  /// Those that stand on the page, by name: all of them, or those that need attention and those
  /// deployed last.
  private var shownServices: [ServiceRow] {
    guard services.count > HomePage.serviceLimit else { return services }
    let needy = Set(attention.map(\.subject))
    let ranked = services.enumerated().sorted { a, b in
      func rank(_ row: ServiceRow) -> (Int, Int64) {
        let time = row.lastDeployment?.deployment.bucketTime?.milliseconds ?? .min
        return (needy.contains(row.name) ? 1 : 0, time)
      }
      let (left, right) = (rank(a.element), rank(b.element))
      return left != right ? left > right : a.offset < b.offset
    }
    return ranked.prefix(HomePage.serviceLimit).map(\.offset).sorted().map { services[$0] }
  }

  package static let shape = Shape<HomePage> {
    $0.word("lead", "How things are, in a sentence with counts.") {
      AttentionRow.sentence($0.attention)
    }
    $0.day("as_of", "The local date of the report.") { $0.asOf }
    $0.word("records_words", "What the archive holds, in a sentence.") { $0.records }
    $0.list("stopped_feeds", "Sources with nothing new for longer than they may.") {
      $0.stoppedFeeds
    }
    $0.list("attention", "What wants to be looked at.") { $0.attention }
    $0.excerpt(of: "attention", limit: attentionLimit) { $0.attention }
    $0.day(
      "changed_day", "The latest day of the last complete week on which something went live."
    ) { $0.changed.first?.day }
    $0.list("changed", "What began to be live in production on that day, the newest first.") {
      $0.changed
    }
    $0.flag("has_changed", "Whether something did.", inJSON: false) { !$0.changed.isEmpty }
    $0.excerpt(of: "changed", limit: changedLimit) { $0.changed }
    $0.object("headline", "The key figures over all services.") { $0.headline }
    $0.object("dora", "Levels of DORA's report; null unless they were asked for.") { $0.levels }
    $0.list("services", "All services.") { $0.services }
    $0.list("shown_services", "Those on the page.", inJSON: false) { $0.shownServices }
    $0.word("services_words", "Which of them stand on the page, if not all.", inJSON: false) {
      $0.services.count > serviceLimit
        ? "\(serviceLimit) of \(FigureText.count($0.services.count, "service")): those that need "
          + "attention, and those deployed last." : nil
    }
    $0.link("services_path", "All services.", inJSON: false) { _ in SitePaths.services }
    $0.link("deployments_path", "All deployments.", inJSON: false) { _ in SitePaths.deployments }
    $0.component("weeks", "Deployments by week.", inJSON: true) { $0.weeks }
    $0.component("job_rate", "Job failure rate by week.", inJSON: true) { $0.jobRate }
    $0.list("deployments", "The newest deployments, newest first.") { $0.latest }
  }
}

/// Something on the home page that wants to be looked at.
package struct AttentionRow: Viewable {
  let status: String
  let label: String
  let subject: Text
  let path: String
  let words: String
  let at: Timestamp?
  /// Where the rule stands by which it is listed; nil if the words say it all.
  var rule: String?
  /// What it counts in the sentence about all of them.
  let kind: Kind
  /// How many of that, where one row stands for several.
  var count = 1

  /// What can want attention, the most pressing first.
  enum Kind: CaseIterable, Sendable {
    case openFailure, worse, rolledBack, stoppedFeed, noData, silent, stale

    /// So many of them, in words.
    func words(_ n: Int) -> String {
      switch self {
      case .openFailure:
        n == 1 ? "1 service has an open failure" : "\(n) services have an open failure"
      case .worse: n == 1 ? "1 rate is worse than before" : "\(n) rates are worse than before"
      case .rolledBack:
        FigureText.count(n, "service") + " went back to an older version in the last 7 days"
      case .stoppedFeed: FigureText.count(n, "feed") + (n == 1 ? " has" : " have") + " stopped"
      case .noData: "the records have ended"
      case .silent: FigureText.count(n, "service") + (n == 1 ? " is" : " are") + " silent"
      case .stale: FigureText.count(n, "job") + (n == 1 ? " is" : " are") + " stale"
      }
    }
  }

  /// The most pressing first, otherwise in the order given.
  static func sorted(_ rows: [AttentionRow]) -> [AttentionRow] {
    Kind.allCases.flatMap { kind in rows.filter { $0.kind == kind } }
  }

  /// All of them in a sentence with counts.
  static func sentence(_ rows: [AttentionRow]) -> String {
    let parts = Kind.allCases.compactMap { kind in
      let n = rows.filter { $0.kind == kind }.reduce(0) { $0 + $1.count }
      return n > 0 ? kind.words(n) : nil
    }
    guard let first = parts.first else {
      return "No open failure, no rollback in the last 7 days, nothing silent or stale."
    }
    let capital = first.prefix(1).uppercased() + first.dropFirst()
    return ([capital] + parts.dropFirst()).joined(separator: "; ") + "."
  }

  package static let shape = Shape<AttentionRow> {
    $0.word(
      "status", "The class of the mark.",
      rule: .words(["running", "failed", "rolled_back", "nodata"])
    ) { $0.status }
    $0.word("label", "The mark in words.") { $0.label }
    $0.text("subject", "What it is about.") { $0.subject }
    $0.link("path", "Where to look.") { $0.path }
    $0.word("words", "What is the matter, with counts.") { $0.words }
    $0.time("at", "Since when, if that is one moment.") { $0.at }
    $0.link("rule", "By which rule it is listed; null if the words say it all.") { $0.rule }
  }
}
