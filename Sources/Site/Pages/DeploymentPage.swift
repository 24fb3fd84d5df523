import Archiving
import Model
package import Rendering

/// One deployment. The JSON twin has the record's own fields first, then what was derived of it.
package struct DeploymentPage: Page {
  let stored: StoredDeployment
  let outcome: Outcome
  let previous: DeploymentReference?
  let supersededBy: DeploymentReference?
  let spans: [SpanRow]
  /// The rollback that took this one out, if one did.
  let rolledBack: RollbackRow?
  /// The rollback that this one brought about, if it did.
  let rollsBack: RollbackRow?
  let jobs: [JobLink]
  let steps: StepWaterfall?
  /// How long the deployments before it took to production.
  let before: DurationFigure
  let siblings: [DeploymentRow]
  let isDeleted: Bool
  let corrections: [CorrectionRow]

  private var d: Deployment { stored.deployment }

  package static var template: String { "deployment" }
  package var path: String { SitePaths.deployment(d.id) }
  package var twinPath: String? { SitePaths.deploymentTwin(d.id) }
  package var feedPath: String { SitePaths.feed(.deployments, of: stored.service) }
  package var section: SiteSection { .deployments }
  package var searchKind: SearchKind? { nil }
  package var breadcrumbs: [Crumb] {
    [Crumb(.services), Crumb(stored.service, SitePaths.service(stored.service))]
  }

  package static let shape = Shape<DeploymentPage> {
    recordFields(&$0)
    derivedFields(&$0)
    deletionField(&$0)
  }

  private static func deletionField(_ s: inout Shape<DeploymentPage>) {
    s.flag("is_deleted_at_source", "Whether its source deleted it.") {
      $0.isDeleted
    }
  }

  private static func recordFields(_ s: inout Shape<DeploymentPage>) {
    s.id("deployment_id", "The deployment's id.") { $0.d.id }
    s.text("service_name", "The service.") { $0.d.service }
    s.id("version", "The version deployed.") { $0.d.version }
    s.word("status", "The recorded status.", rule: .deploymentStatus) { $0.d.status.word }
    s.text("source_status", "The word the source used.") { $0.d.sourceStatus }
    s.id("environment", "Where to; by the flags if not recorded.") { $0.d.effectiveEnvironment }
    s.text("repo", "The repository.") { $0.d.repo }
    s.id("ref", "Branch or tag.") { $0.d.ref }
    s.id("commit_sha", "The commit.") { $0.d.commitSHA }
    s.text("commit_message", "Its message.") { $0.d.commitMessage }
    s.text("commit_author", "Who wrote it.") { $0.d.commitAuthor }
    s.id("build_job_id", "The job that built it.") { $0.d.buildJobID }
    s.id("test_job_id", "The job that tested it.") { $0.d.testJobID }
    s.id("deploy_job_id", "The job that deployed it.") { $0.d.deployJobID }
    s.id("staging_job_id", "The job that deployed it to staging.") { $0.d.stagingJobID }
    s.id("production_job_id", "The job that deployed it to production.") {
      $0.d.productionJobID
    }
    s.time("created_at", "When the record was created.") { $0.d.createdAt }
    s.time("updated_at", "When the record was last changed.") { $0.d.updatedAt }
    s.flag("deployed_to_staging", "Reached staging.") { $0.d.deployedToStaging }
    s.flag("deployed_to_production", "Reached production.") { $0.d.deployedToProduction }
    s.time("staging_deployed_at", "When it reached staging.") { $0.d.stagingDeployedAt }
    s.time("production_deployed_at", "When it reached production.") {
      $0.d.productionDeployedAt
    }
    s.flag("rolled_back", "Recorded as rolled back.") { $0.d.rolledBack }
    s.time("rolled_back_at", "When it was rolled back, as recorded.") { $0.d.rolledBackAt }
    s.id("rolled_back_to", "The version it went back to, as recorded.") { $0.d.rolledBackTo }
    s.text("rollback_reason", "The recorded reason.") { $0.d.rollbackReason }
    s.number("error_rate", "Recorded error rate, 0 to 1.", rule: .share) { $0.d.errorRate }
    s.number("latency_ms", "Recorded latency in milliseconds.") { $0.d.latencyMilliseconds }
    s.number("requests_per_sec", "Recorded requests per second.") { $0.d.requestsPerSecond }
    s.texts("tags", "Tags.") { $0.d.tags }
    s.json("metadata", "Whatever else the record says.") {
      $0.d.metadata.isEmpty ? nil : $0.d.metadata.json
    }
  }

  private static func derivedFields(_ s: inout Shape<DeploymentPage>) {
    s.word("outcome", "What it turned out to be.", rule: .outcome) { $0.outcome.word }
    s.word("outcome_label", "The same, in words.", inJSON: false) { $0.outcome.label }
    s.word(
      "kind", "Forward, redeployed, rollback, failed attempt or not in production.",
      rule: .deploymentKind
    ) {
      $0.stored.fact.kind.label
    }
    s.word(
      "change_failure", "Why it counts as a failed change, if it does.", rule: .changeFailure
    ) {
      $0.stored.fact.failure?.word
    }
    s.flag("is_withdrawn", "Taken out together with a failed version, not blamed itself.") {
      $0.stored.fact.isWithdrawn
    }
    s.flag("is_rework", "Repairs something.") { $0.stored.fact.isRework }
    s.flag("is_drill", "Has part in a rollback that was an exercise.") { $0.stored.fact.isDrill }
    s.text("counted_service", "The service that counts it: mostly the recorded one.") {
      $0.stored.service
    }
    s.text("corrected_reason", "The reason by a correction, in place of the recorded one.") {
      $0.stored.correction?.reason
    }
    s.list("corrections", "The corrections that act on it.") { $0.corrections }
    s.object("previous", "What was live in its environment just before.") { $0.previous }
    s.object("superseded_by", "What took its place.") { $0.supersededBy }
    s.list("live", "When it was live, by environment.") { $0.spans }
    s.object("rolled_back_by", "The rollback that took it out.") { $0.rolledBack }
    s.object("rolls_back", "The rollback it brought about.") { $0.rollsBack }
    s.duration(
      "took", "From the record's creation to production; null without both times.",
      rule: .atLeast(0)
    ) { page in
      guard let from = page.d.createdAt, let until = page.d.productionDeployedAt, until >= from
      else { return nil }
      return until.milliseconds(since: from)
    }
    s.object("took_before", "The same of the 30 deployments before it, same environment.") {
      $0.before
    }
    s.list("jobs", "The jobs it names.") { $0.jobs }
    s.component("steps", "Its steps on one time axis.", inJSON: true) { $0.steps }
    s.list("same_version", "The same version of the service elsewhere.") { $0.siblings }
    s.link("service_path", "The service's page.", inJSON: false) {
      SitePaths.service($0.stored.service)
    }
    s.link("release_path", "The release notes of the version, if it was live.") { page in
      page.spans.isEmpty ? nil : SitePaths.release(page.stored.service, page.d.version)
    }
    s.flag("has_neighbours", "Whether something was live before or after.", inJSON: false) {
      $0.previous != nil || $0.supersededBy != nil
    }
    s.add("record", .json, "The record as imported.", inJSON: false) {
      .json(Text($0.d.canonicalJSON.string))
    }
  }
}

extension LiveSpan {
  /// How it ended, in words.
  var ending: String {
    switch end {
    case .stillLive: "still live"
    case .superseded: "superseded"
    case .rolledBack: "rolled back"
    }
  }
}

/// A stretch of time in which a deployment was live.
package struct SpanRow: Viewable {
  let span: LiveSpan

  package static let shape = Shape<SpanRow> {
    $0.id("environment", "Where.") { $0.span.environment }
    $0.time("from", "Since when.") { $0.span.from }
    $0.time("until", "Until when; null while it is live.") { $0.span.until }
    $0.duration("live_for", "How long; null while it is live.", rule: .atLeast(0)) { row in
      row.span.until.map { $0.milliseconds(since: row.span.from) }
    }
    $0.word(
      "ending", "Superseded, rolled back or still live.",
      rule: .words(["still live", "superseded", "rolled back"])
    ) { $0.span.ending }
    $0.flag("is_restored", "Live again by a rollback in place.") { $0.span.isRestored }
  }
}

/// A job that a deployment names; it may be in no source.
package struct JobLink: Viewable {
  let role: JobRole
  let id: Text
  let job: Job?

  package static let shape = Shape<JobLink> {
    $0.word("role", "What the job did for the deployment.", rule: .jobRole) { $0.role.word }
    $0.id("job_id", "The job's id.") { $0.id }
    $0.word("status", "Its status; null if no source has the job.", rule: .jobStatus) {
      $0.job?.status.word
    }
    $0.time("started_at", "When it started.") { $0.job?.startedAt }
    $0.duration("queue_time", "Queued, else created, to started.") { $0.job?.queueMilliseconds }
    $0.duration("run_time", "Start to completion, else the recorded duration.") {
      $0.job?.runMilliseconds
    }
    $0.link("path", "The job's page, if a source has the job.") {
      $0.job == nil ? nil : SitePaths.job($0.id)
    }
  }
}
