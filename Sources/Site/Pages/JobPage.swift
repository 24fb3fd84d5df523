import Archiving
import Model
package import Rendering

/// One run of one job. The JSON twin has the record's own fields first.
package struct JobPage: Page {
  let stored: StoredJob
  let deployments: [NamedIn]
  let isDeleted: Bool
  let corrections: [CorrectionRow]
  /// The page of its type, if that has one.
  let typePath: String?

  private var job: Job { stored.job }

  package static var template: String { "job" }
  package var path: String { SitePaths.job(job.id) }
  package var twinPath: String? { SitePaths.jobTwin(job.id) }
  package var section: SiteSection { .jobs }
  package var searchKind: SearchKind? { nil }
  package var breadcrumbs: [Crumb] { [Crumb(.jobs)] }

  /// The record with the address of its logs as the page shows it: without names, passwords and
  /// tokens in it.
  private var shownRecord: Job {
    var shown = job
    if let safe = job.logsURL.flatMap({ SafeURL.bytes(of: $0) }) {
      shown.logsURL = Text(String(decoding: safe, as: UTF8.self))
    }
    return shown
  }

  package static let shape = Shape<JobPage> { s in
    s.id("job_id", "The job's id.") { $0.job.id }
    s.text("job_type", "What kind of job.") { $0.job.type }
    s.word("status", "The recorded status.", rule: .jobStatus) { $0.job.status.word }
    s.text("source_status", "The word the source used.") { $0.job.sourceStatus }
    s.text("repo", "The repository.") { $0.job.repo }
    s.id("ref", "Branch or tag.") { $0.job.ref }
    s.id("commit_sha", "The commit.") { $0.job.commitSHA }
    s.text("commit_message", "Its message.") { $0.job.commitMessage }
    s.text("commit_author", "Who wrote it.") { $0.job.commitAuthor }
    s.id("agent_id", "The machine.") { $0.job.agentID }
    s.time("created_at", "When the job was created.") { $0.job.createdAt }
    s.time("queued_at", "When it was queued.") { $0.job.queuedAt }
    s.time("started_at", "When it started.") { $0.job.startedAt }
    s.time("completed_at", "When it completed.") { $0.job.completedAt }
    s.time("updated_at", "When the record was last changed.") { $0.job.updatedAt }
    s.integer("exit_code", "The exit code; 0 is a value.", rule: .any) {
      $0.job.exitCode.map(Int.init)
    }
    s.number("duration_seconds", "The recorded duration.") { $0.job.durationSeconds }
    s.url("logs_url", "Where the logs are.") { $0.job.logsURL }
    s.text("error_message", "The recorded error.") { $0.job.errorMessage }
    s.texts("tags", "Tags.") { $0.job.tags }
    s.json("metadata", "Whatever else the record says.") {
      $0.job.metadata.isEmpty ? nil : $0.job.metadata.json
    }
    s.text(
      "service_name",
      "The service that counts it: the recorded one, else of a deployment that names the job."
    ) {
      $0.stored.service
    }
    s.word(
      "day_basis", "Which time puts it into a day: completed, started or created.",
      rule: .jobTimeBasis
    ) {
      $0.job.bucketBasis.rawValue
    }
    s.duration("queue_time", "Queued, else created, to started.") { $0.job.queueMilliseconds }
    s.duration("run_time", "Start to completion, else the recorded duration.") {
      $0.job.runMilliseconds
    }
    s.flag("is_deleted_at_source", "Whether its source deleted it.", inJSON: true) {
      $0.isDeleted
    }
    s.flag("is_excluded", "Whether a correction leaves it out of every figure.") {
      $0.stored.isExcluded
    }
    s.list("corrections", "The corrections that act on it.") { $0.corrections }
    s.list("deployments", "The deployments that name it.") { $0.deployments }
    s.link("type_path", "The page of its type, if that has one.", inJSON: false) { $0.typePath }
    s.link("service_path", "The service's page, if it has one.", inJSON: false) { page in
      // A job's own word for its service gets a page with the first job that has a time.
      page.deployments.first.map { SitePaths.service($0.deployment.service) }
        ?? page.stored.service.flatMap { name in
          page.job.bucketTime == nil ? nil : SitePaths.service(name)
        }
    }
    s.add("record", .json, "The record as imported, its address as shown.", inJSON: false) {
      .json(Text($0.shownRecord.canonicalJSON.string))
    }
  }
}

/// A deployment that names a job.
package struct NamedIn: Viewable {
  let role: JobRole
  let deployment: DeploymentReference

  package static let shape = Shape<NamedIn> {
    $0.word("role", "What the job did for it.", rule: .jobRole) { $0.role.word }
    $0.text("service_name", "The service.") { $0.deployment.deployment.service }
    $0.id("deployment_id", "The deployment's id.") { $0.deployment.deployment.id }
    $0.id("version", "The version deployed.") { $0.deployment.deployment.version }
    $0.id("environment", "Where to.") { $0.deployment.deployment.effectiveEnvironment }
    $0.link("path", "The deployment's page.") {
      SitePaths.deployment($0.deployment.deployment.id)
    }
  }
}
