import Model
package import Rendering

/// A job in a list of the dashboard: the fields its lists have, under the names of the record.
package struct JobSummary: Viewable {
  let id: Text
  let type: Text
  let status: JobStatus
  let createdAt: Timestamp?
  let queuedAt: Timestamp?
  let startedAt: Timestamp?
  let completedAt: Timestamp?
  let updatedAt: Timestamp?
  let commit: Text?
  let author: Text?
  let hasPage: Bool

  /// Keeps of the record only what lists show: a list may be long.
  init(_ job: Job, hasPage: Bool) {
    id = job.id
    type = job.type
    status = job.status
    createdAt = job.createdAt
    queuedAt = job.queuedAt
    startedAt = job.startedAt
    completedAt = job.completedAt
    updatedAt = job.updatedAt
    commit = job.commitSHA?.shortHash
    author = job.commitAuthor
    self.hasPage = hasPage
  }

  package static let shape = Shape<JobSummary> {
    $0.id("job_id", "The job's id.") { $0.id }
    $0.text("job_type", "What kind of job.") { $0.type }
    $0.word("status", "The recorded status.", rule: .jobStatus) { $0.status.word }
    $0.time("created_at", "When the job was created.") { $0.createdAt }
    $0.time("queued_at", "When it was queued.") { $0.queuedAt }
    $0.time("started_at", "When it started.") { $0.startedAt }
    $0.time("completed_at", "When it completed.") { $0.completedAt }
    $0.time("updated_at", "When the record was last changed.") { $0.updatedAt }
    $0.id("commit_sha", "The commit, 12 characters of it.") { $0.commit }
    $0.text("commit_author", "Who wrote it.") { $0.author }
    $0.link("path", "The job's page from the site's root, if it has one.") {
      $0.hasPage ? SitePaths.job($0.id) : nil
    }
  }
}
