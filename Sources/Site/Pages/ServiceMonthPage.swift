import Archiving
import Metrics
import Model
package import Rendering

/// The records behind one month of a service: every deployment, and what it is to each figure. Windows
/// of any length are made of such months.
package struct ServiceMonthPage: Page {
  let name: Text
  let figures: MonthFigureRow
  /// The oldest first.
  let deployments: [ServiceMonthRow]

  package static var template: String { "service-month" }
  package var path: String { SitePaths.evidence(name, figures.month) }
  package var section: SiteSection { .services }
  package var searchKind: SearchKind? { nil }
  package var breadcrumbs: [Crumb] { [Crumb(.services), Crumb(name, SitePaths.service(name))] }
  package var feedPath: String { SitePaths.feed(.deployments, of: name) }
  package var tables: [TableFile] {
    [TableFile("Deployments of the month as CSV", SitePaths.table(of: path), deployments)]
  }

  package static let shape = Shape<ServiceMonthPage> {
    $0.text("service_name", "The service.") { $0.name }
    $0.link("service_path", "The service's page.", inJSON: false) { SitePaths.service($0.name) }
    $0.word("month", "The month.", rule: .month) { $0.figures.month.iso }
    $0.object("figures", "The month's figures.") { $0.figures }
    $0.integer("total", "Deployments of the month.") { $0.deployments.count }
    $0.list("deployments", "Every deployment, the oldest first.") { $0.deployments }
  }
}

/// One deployment, and what it is to each figure of its month.
struct ServiceMonthRow: Viewable {
  let stored: StoredDeployment
  /// Nil for one that is no failure, or no first of failures in a row.
  let recovery: Recovery?

  private func role(_ metric: Metric) -> String {
    switch metric.membership(
      of: stored.fact, status: stored.status, by: .rollbook)
    {
    case .counted(isHit: true): "in numerator and denominator"
    case .counted(isHit: false): "in the denominator"
    case .leftOut(let reason): "left out: \(reason)"
    }
  }

  /// For a cell of a table: what it is to a rate, in as few words as may be.
  private func brief(_ metric: Metric, hit: String) -> String {
    switch metric.membership(
      of: stored.fact, status: stored.status, by: .rollbook)
    {
    case .counted(isHit: true): hit
    case .counted(isHit: false): "counted"
    case .leftOut: "left out"
    }
  }

  private var recoveryWords: String? {
    guard let recovery else { return nil }
    if let unknown = recovery.unknown { return "left out: \(unknown.word)" }
    guard let end = recovery.end else { return "open" }
    return DurationText.words(milliseconds: end.milliseconds(since: recovery.start))
  }

  private var leadWords: String {
    guard stored.fact.kind == .forward else { return "left out: \(stored.fact.kind.absence)" }
    guard let lead = stored.fact.lead, let basis = lead.basis else {
      return stored.fact.lead == nil
        ? "left out: no time of its commit is known"
        : "left out: its commit is younger than its production time"
    }
    let sorted = lead.milliseconds.sorted().map { DurationText.words(milliseconds: $0) }
    guard let first = sorted.first, let last = sorted.last else { return "none by \(basis.word)" }
    return sorted.count == 1
      ? "\(first) by \(basis.word)" : "\(sorted.count) changes, \(first) to \(last)"
  }

  static let shape = Shape<ServiceMonthRow> {
    $0.id("deployment_id", "The deployment's id.") { $0.stored.deployment.id }
    $0.link("path", "Its page.") { SitePaths.deployment($0.stored.deployment.id) }
    $0.id("version", "The version deployed.") { $0.stored.deployment.version }
    $0.id("environment", "Where to.") { $0.stored.deployment.effectiveEnvironment }
    $0.time("at", "Reached production, else staging, else was created.") {
      $0.stored.deployment.bucketTime
    }
    $0.word("kind", "What it turned out to be.", rule: .deploymentKind) {
      $0.stored.fact.kind.label
    }
    $0.word("change_failure", "Why it counts as a failed change.", rule: .changeFailure) {
      $0.stored.fact.failure?.word
    }
    $0.word("change_failure_rate", "What it is to the change failure rate.") {
      $0.role(.changeFailureRate)
    }
    $0.word("change_words", "The same in few words.", inJSON: false) { row in
      row.brief(
        .changeFailureRate, hit: "failed: " + (row.stored.fact.failure?.word ?? "not recorded"))
    }
    $0.word("rework_words", "What it is to the rework rate, in few words.", inJSON: false) {
      $0.brief(.reworkRate, hit: "rework")
    }
    $0.word("attempt_words", "What it is to the failed attempts, in few words.", inJSON: false) {
      $0.brief(.deployAttemptFailureRate, hit: "failed")
    }
    $0.word("lead_words", "The lead time in few words.", inJSON: false) {
      $0.stored.fact.kind == .forward ? $0.leadWords : "left out"
    }
    $0.word("rollback_rate", "What it is to the rollback rate.") { $0.role(.rollbackRate) }
    $0.word("rework_rate", "What it is to the rework rate.") { $0.role(.reworkRate) }
    $0.word("deploy_attempt_failure_rate", "What it is to the rate of failed attempts.") {
      $0.role(.deployAttemptFailureRate)
    }
    $0.word("lead_time", "Commit to production, or why it is left out.") { $0.leadWords }
    $0.word("recovery_time", "How long a failure lasted; null if it is none, or no first one.") {
      $0.recoveryWords
    }
  }
}
