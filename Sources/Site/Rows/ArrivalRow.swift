import Model
import Rendering

/// A version that began to be live in a production environment.
struct ArrivalRow: Viewable {
  let service: Text
  let span: LiveSpan
  /// The local day it began.
  let day: LocalDay
  /// What was live there before.
  let previous: Text?
  let path: String?

  static let shape = Shape<ArrivalRow> {
    $0.time("at", "Live since.") { $0.span.from }
    $0.text("service_name", "The service.") { $0.service }
    $0.link("service_path", "The service's page.") { SitePaths.service($0.service) }
    $0.id("environment", "Where.") { $0.span.environment }
    $0.id("version", "The version.") { $0.span.version }
    $0.id("previous", "The version live there before; null if none is known.") { $0.previous }
    $0.link("path", "The deployment's page, if a record tells of it.") { $0.path }
    $0.flag("is_restored", "Live again by a rollback in place.") { $0.span.isRestored }
    $0.word(
      "ending", "Superseded, rolled back or still live.",
      rule: .words(["still live", "superseded", "rolled back"])
    ) { $0.span.ending }
    $0.flag("was_rolled_back", "Whether a rollback ended it.", inJSON: false) {
      $0.span.end == .rolledBack
    }
    $0.duration("live_for", "How long; null while it is live.", rule: .atLeast(0)) { row in
      row.span.until.map { $0.milliseconds(since: row.span.from) }
    }
  }
}
