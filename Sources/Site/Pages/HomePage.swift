import Model
package import Rendering

/// The first page: how things are now.
package struct HomePage: Page {
  let lead: String
  let asOf: LocalDay
  let stoppedFeeds: [StoppedFeedRow]
  let attention: [AttentionRow]
  let services: [ServiceRow]
  let headline: Headline
  let levels: DORAFigures?
  let weeks: WeekBars
  let jobRate: RateLine
  let latest: [DeploymentRow]

  package static var template: String { "home" }
  package var path: String { SitePaths.home }
  package var section: SiteSection { .home }
  package var tables: [TableFile] {
    [
      TableFile("Services as CSV", SitePaths.table(of: SitePaths.services)),
      TableFile("Newest deployments as CSV", SitePaths.table(of: SitePaths.deployments)),
    ]
  }

  package static let shape = Shape<HomePage> {
    $0.word("lead", "How things are, in a sentence with counts.") { $0.lead }
    $0.day("as_of", "The local date of the report.") { $0.asOf }
    $0.list("stopped_feeds", "Sources with nothing new for longer than they may.") {
      $0.stoppedFeeds
    }
    $0.list("attention", "What wants to be looked at.") { $0.attention }
    $0.object("headline", "The key figures over all services.") { $0.headline }
    $0.object("dora", "Levels of DORA's report; null unless they were asked for.") { $0.levels }
    $0.list("services", "All services.") { $0.services }
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
