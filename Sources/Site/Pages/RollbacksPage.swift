import Model
package import Rendering

/// All rollbacks, as a timeline.
package struct RollbacksPage: Page {
  let lead: String
  let total: Int
  let explicit: Int
  let vendor: Int
  let inferred: Int
  let overridden: Int
  let drills: Int
  let timeLive: DurationFigure
  let lanes: SpanLanes?
  let rollbacks: [RollbackRow]
  let offenders: [OffenderRow]
  /// Nil if the list was asked for with a filter.
  let rate: RateFigure?
  /// Newest first; empty if the list was asked for with a filter.
  let months: [MonthListRow]

  package static var template: String { "rollbacks" }
  package var path: String { SitePaths.rollbacks }
  package var section: SiteSection { .rollbacks }
  package var feedPath: String { SitePaths.feed(.rollbacks, of: nil) }
  package var tables: [TableFile] {
    [TableFile("Rollbacks as CSV", SitePaths.table(of: path))]
  }

  package static let shape = Shape<RollbacksPage> {
    $0.word("lead", "How many, in a sentence.") { $0.lead }
    $0.integer("total", "Rollbacks in the archive.") { $0.total }
    $0.integer("explicit", "Of these, explicit in the records.") { $0.explicit }
    $0.integer("vendor", "Of these, signalled by the vendor's tool.") { $0.vendor }
    $0.flag("has_vendor", "Whether there are such.", inJSON: false) { $0.vendor > 0 }
    $0.integer("inferred", "Of these, inferred from the order of versions.") { $0.inferred }
    $0.integer("overridden", "Of these, by corrections.") { $0.overridden }
    $0.flag("has_overridden", "Whether there are such.", inJSON: false) { $0.overridden > 0 }
    $0.integer("drills", "Exercises, listed beside them and in no count.") { $0.drills }
    $0.flag("has_drills", "Whether there were exercises.", inJSON: false) { $0.drills > 0 }
    $0.object("time_live", "How long the versions taken out were live.") { $0.timeLive }
    $0.object("rollback_rate", "Changes of the last 90 matured days that were rolled back.") {
      $0.rate
    }
    $0.component("lanes", "The services with a rollback, on one time axis.", inJSON: true) {
      $0.lanes
    }
    $0.list("rollbacks", "The newest rollbacks, newest first.") { $0.rollbacks }
    $0.list("services", "Services by number of rollbacks.") { $0.offenders }
    $0.excerpt(of: "services", limit: offenderLimit) { $0.offenders }
    $0.list("months", "The months with rollbacks, newest first.") { $0.months }
    $0.integer("shown", "How many of the rollbacks are listed, if not all.", inJSON: false) {
      $0.rollbacks.count < $0.total + $0.drills ? $0.rollbacks.count : nil
    }
  }

  /// At most so many services are listed on the page.
  private static let offenderLimit = 30
}

/// How many rollbacks a service has had.
package struct OffenderRow: Viewable {
  let name: Text
  let rollbacks: Int
  let forward: Int

  package static let shape = Shape<OffenderRow> {
    $0.text("service_name", "The service.") { $0.name }
    $0.link("path", "The service's page.") { SitePaths.service($0.name) }
    $0.integer("rollbacks", "Its rollbacks, all time.") { $0.rollbacks }
    $0.integer("forward", "Its forward deployments, all time.") { $0.forward }
  }
}
