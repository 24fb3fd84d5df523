import Archiving
import Model
package import Rendering

/// A job in a table or a list.
package struct JobRow: Viewable {
  let job: Job
  let service: Text?
  let hasPage: Bool
  let isCorrected: Bool
  /// The page of its type, if that has one.
  let typePath: String?

  init(_ stored: StoredJob, hasPage: Bool, typePath: String?) {
    self.typePath = typePath
    job = stored.job
    service = stored.service
    self.hasPage = hasPage
    isCorrected = stored.correction != nil
  }

  package static let shape = Shape<JobRow> {
    $0.id("job_id", "The job's id.") { $0.job.id }
    $0.text("job_type", "What kind of job.") { $0.job.type }
    $0.link("type_path", "The page of its type, if that has one.", inJSON: false) { $0.typePath }
    $0.word("status", "The recorded status.", rule: .jobStatus) { $0.job.status.word }
    $0.text("service_name", "The service it belongs to, if that is known.") { $0.service }
    $0.text("repo", "The repository.") { $0.job.repo }
    $0.id("commit_sha", "The commit, 12 characters of it.") {
      $0.job.commitSHA.map(\.shortHash)
    }
    $0.time("at", "Completed, else started, else created.") { $0.job.bucketTime }
    $0.duration("run_time", "Start to completion, else the recorded duration.") {
      $0.job.runMilliseconds
    }
    $0.id("agent_id", "The machine.") { $0.job.agentID }
    $0.flag("is_corrected", "Whether a correction leaves it out of figures.") { $0.isCorrected }
    $0.link("path", "The job's page, if it has one.") {
      $0.hasPage ? SitePaths.job($0.job.id) : nil
    }
  }
}
