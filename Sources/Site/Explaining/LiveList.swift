import Archiving
import Metrics
package import Model
package import Rendering

/// What was live at one moment, by service and environment.
package struct LiveList: Viewable {
  let at: Timestamp
  let rows: [Row]

  /// What was live in one environment of one service.
  package struct Row: Viewable {
    let service: Text
    let span: LiveSpan
    let deployment: Deployment?

    package static let shape = Shape<Row> {
      $0.text("service_name", "The service.") { $0.service }
      $0.id("environment", "Where.") { $0.span.environment }
      $0.id("version", "The version live.") { $0.span.version }
      $0.time("since", "Since when.") { $0.span.from }
      $0.time("until", "Until when; null while it is live.") { $0.span.until }
      $0.flag("is_production", "Whether the environment is a production one.") {
        $0.span.isProduction
      }
      $0.flag("is_restored", "Live again by a rollback in place.") { $0.span.isRestored }
      $0.id("deployment_id", "The deployment that brought it; null if no record tells.") {
        $0.deployment?.id
      }
      $0.link("path", "That deployment's page.") {
        $0.deployment.map { SitePaths.deployment($0.id) }
      }
    }
  }

  package static let shape = Shape<LiveList> {
    $0.time("at", "The moment.") { $0.at }
    $0.integer("count", "How many.") { $0.rows.count }
    $0.list("live", "By service and environment.") { $0.rows }
  }
}

extension SiteQuery {
  /// What was live at a moment; without one, at the end of the report's day. Nil if there is no service
  /// of the name asked for. Goes through the spans of the services asked for.
  ///
  /// - Parameters:
  ///   - service: nil for all.
  ///   - environment: nil for all.
  package func live(
    at time: Timestamp?, service asked: Text?, environment: Text?
  ) throws -> LiveList? {
    let zone = options.zone
    let at = time ?? zone.start(of: options.date.today + 1).adding(milliseconds: -1)
    var services = try reader.services()
    if let asked {
      guard let shown = try reader.shownService(asked: asked) else { return nil }
      services = [shown]
    }
    var rows: [LiveList.Row] = []
    for service in services {
      for span in Metrics.live(at: at, try reader.spans(of: service))
      where environment.map({ $0 == span.environment }) ?? true {
        let stored = try span.deployment.flatMap { try reader.deployment(key: $0) }
        rows.append(LiveList.Row(service: service, span: span, deployment: stored?.deployment))
      }
    }
    return LiveList(at: at, rows: rows)
  }
}
