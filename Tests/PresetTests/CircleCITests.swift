import Model
import Testing

@testable import Importing

enum CircleCIPayloads {
  static let workflow = #"""
    {"pipeline_id": "23622ee4-e150", "id": "6731159f-5275", "name": "build-and-test",
     "project_slug": "gh/acme/api", "status": "failed", "started_by": "1c762fc2",
     "pipeline_number": 5, "created_at": "2023-03-25T17:52:15Z",
     "stopped_at": "2023-03-25T17:52:23Z"}
    """#

  static let job = #"""
    {"dependencies": [], "job_number": 5, "id": "ab8c3282-0e74", "started_at": "2023-03-25T17:52:20Z",
     "created_at": "2023-03-25T17:52:19Z", "name": "build", "project_slug": "gh/acme/api",
     "status": "success", "type": "build", "stopped_at": "2023-03-25T17:52:23Z"}
    """#

  /// Waits for somebody; it has no number and no times.
  static let approval = #"""
    {"dependencies": ["ab8c3282-0e74"], "id": "cd-1", "started_at": null, "name": "hold",
     "project_slug": "circleci/9YytKzouJxzu4TjCRFqAoD/44n9wujWcTnVZ2b5S8Fnat", "status": "on_hold",
     "type": "approval", "approval_request_id": "x"}
    """#

  static let fullJob = #"""
    {"web_url": "https://circleci.com/gh/acme/api/12", "project": {"external_url":
       "https://github.com/acme/api", "slug": "gh/acme/api", "name": "api", "id": "p"},
     "parallel_runs": [{"index": 0, "status": "success"}], "started_at": "2023-03-25T17:52:20Z",
     "latest_workflow": {"name": "build-and-test", "id": "6731159f-5275"}, "name": "test",
     "executor": {"resource_class": "medium"}, "parallelism": 1, "status": "timedout", "number": 12,
     "pipeline": {"id": "23622ee4-e150"}, "duration": 62000, "created_at": "2023-03-25T17:52:16Z",
     "messages": [], "contexts": [], "organization": {"name": "acme"},
     "queued_at": "2023-03-25T17:52:17Z", "stopped_at": "2023-03-25T17:53:22Z"}
    """#

  static let pipeline = #"""
    {"id": "7fcc1623-edcc", "errors": [], "project_slug": "gh/acme/api",
     "updated_at": "2023-03-25T18:13:21.590Z", "number": 9, "state": "created",
     "created_at": "2023-03-25T18:13:21.590Z",
     "trigger": {"received_at": "1970-01-01T00:00:00.000Z", "type": "webhook",
       "actor": {"login": "jane", "avatar_url": null}},
     "vcs": {"origin_repository_url": "https://github.com/acme/api",
       "target_repository_url": "https://github.com/acme/api",
       "revision": "49874a6ac988e2b3434501d4a4554c54583e6820", "provider_name": "GitHub",
       "commit": {"body": "", "subject": "add circle"}, "branch": "main"}}
    """#

  static let erroredPipeline = #"""
    {"id": "d323f088", "errors": [{"type": "config-fetch", "message": "Failed to fetch config.yml"}],
     "project_slug": "gh/acme/api", "updated_at": "2023-03-25T18:13:43.446Z", "number": 10,
     "state": "errored", "created_at": "2023-03-25T18:13:43.446Z",
     "trigger": {"received_at": "1970-01-01T00:00:00.000Z", "type": "Decoupled Ingestion System"}}
    """#

  static let webhook = #"""
    {"id": "3888f21b", "type": "job-completed", "happened_at": "2021-09-01T22:49:34.317Z",
     "webhook": {"id": "cf8c4fdd", "name": "Sample"},
     "project": {"id": "84996744", "name": "webhook-service", "slug": "github/circleci/webhook-service"},
     "organization": {"id": "f22b6566", "name": "circleci"},
     "workflow": {"id": "fda08377", "name": "welcome", "created_at": "2021-09-01T22:49:03.616Z",
       "url": "https://app.circleci.com/x"},
     "pipeline": {"id": "1285fe1d", "number": 130, "created_at": "2021-09-01T22:49:03.544Z",
       "trigger": {"type": "webhook"},
       "vcs": {"provider_name": "github", "origin_repository_url": "https://github.com/circleci/hook.git",
         "target_repository_url": "https://github.com/circleci/hook.git",
         "revision": "1dc6aa69429bff4806ad6afe58d3d8f57e25973e",
         "commit": {"subject": "Description of change", "body": "More details",
           "author": {"name": "Author Name", "email": "author.email@example.com"}},
         "branch": "main"}},
     "job": {"id": "8bd71c28", "name": "say-hello", "started_at": "2021-09-01T22:49:20.317Z",
       "stopped_at": "2021-09-01T22:49:34.317Z", "status": "success", "number": 136}}
    """#

  static let workflowWebhook = #"""
    {"id": "3888f21c", "type": "workflow-completed", "happened_at": "2021-09-01T22:49:34.317Z",
     "webhook": {"id": "cf8c4fdd"}, "project": {"slug": "github/circleci/webhook-service"},
     "workflow": {"id": "fda08377", "name": "welcome", "created_at": "2021-09-01T22:49:03.616Z",
       "stopped_at": "2021-09-01T22:49:34.170Z", "url": "https://app.circleci.com/x",
       "status": "canceled"},
     "pipeline": {"id": "1285fe1d", "number": 130, "trigger": {"type": "webhook"}}}
    """#

  /// A pipeline to which somebody joined its workflows, and to these their jobs.
  static var joined: String {
    let jobs = #""jobs": [\#(job)], "name""#
    return pipeline.replacing(
      #""errors": []"#,
      with: #""errors": [], "workflows": [\#(workflow.replacing(#""name""#, with: jobs))]"#)
  }

  static let all = [
    workflow, job, approval, fullJob, pipeline, erroredPipeline, webhook, workflowWebhook, joined,
  ]
}

@Suite struct CircleCITests {
  @Test func readsAWorkflow() throws {
    let items = try records(
      of: #"{"next_page_token": null, "items": [\#(CircleCIPayloads.workflow)]}"#)
    let job = try #require(items.jobs.first)
    #expect(items.count == 1)
    #expect(job.id == "circleci-workflow-6731159f-5275")
    #expect(job.type == "build-and-test")
    #expect(job.status == .failed)
    #expect(job.sourceStatus == "failed")
    #expect(job.repo == "acme/api")
    #expect(try job.createdAt == time("2023-03-25T17:52:15Z"))
    #expect(job.startedAt == nil)
    #expect(try job.completedAt == time("2023-03-25T17:52:23Z"))
    #expect(job.metadata.text(of: "workflow") == "build-and-test")
    #expect(job.metadata.text(of: "run_id") == "circleci-pipeline-23622ee4-e150")
    #expect(job.metadata.text(of: "service") == "api")
    #expect(job.metadata.member("pipeline_number") == .other("5"))
    #expect(job.metadata.text(of: "started_by") == "1c762fc2")
  }

  @Test func readsAJobOfAWorkflow() throws {
    let job = try #require(try records(ofObject: CircleCIPayloads.job).jobs.first)
    #expect(job.id == "circleci-job-ab8c3282-0e74")
    #expect(job.type == "build")
    #expect(job.status == .success)
    #expect(job.repo == "acme/api")
    #expect(try job.createdAt == time("2023-03-25T17:52:19Z"))
    #expect(try job.startedAt == time("2023-03-25T17:52:20Z"))
    #expect(try job.completedAt == time("2023-03-25T17:52:23Z"))
    #expect(job.metadata.text(of: "job_name") == "build")
    #expect(job.metadata.text(of: "service") == "api")
    #expect(job.metadata.member("job_number") == .other("5"))
  }

  @Test func takesIDsInASlugForNoRepository() throws {
    let items = try records(ofObject: CircleCIPayloads.approval)
    let job = try #require(items.jobs.first)
    #expect(job.status == .pending)
    #expect(job.repo == nil)
    #expect(job.metadata.text(of: "service") == nil)
    #expect(job.startedAt == nil)
    let told = try records(ofObject: CircleCIPayloads.approval, options: .with(service: "till"))
    #expect(told.jobs.first?.metadata.text(of: "service") == "till")
  }

  @Test func readsAJobInFull() throws {
    let job = try #require(try records(ofObject: CircleCIPayloads.fullJob).jobs.first)
    #expect(job.id == "circleci-job-gh/acme/api/12")
    #expect(job.type == "test")
    #expect(job.status == .timeout)
    #expect(try job.queuedAt == time("2023-03-25T17:52:17Z"))
    #expect(try job.startedAt == time("2023-03-25T17:52:20Z"))
    #expect(try job.completedAt == time("2023-03-25T17:53:22Z"))
    #expect(job.logsURL == "https://circleci.com/gh/acme/api/12")
    #expect(job.durationSeconds == nil)  // `duration` is in milliseconds, and says the same.
    #expect(job.metadata.text(of: "workflow") == "build-and-test")
    #expect(job.metadata.text(of: "workflow_id") == "circleci-workflow-6731159f-5275")
    #expect(job.metadata.text(of: "run_id") == "circleci-pipeline-23622ee4-e150")
    #expect(job.metadata.text(of: "service") == "api")
  }

  @Test func makesNoRecordOfAPipelineThatOnlyBegan() throws {
    let items = try records(ofObject: CircleCIPayloads.pipeline)
    #expect(items.ignoredCount == 1)
    #expect(items.count == 1)
  }

  @Test func keepsAPipelineWhoseConfigurationWasWrong() throws {
    let items = try records(ofObject: CircleCIPayloads.erroredPipeline)
    let job = try #require(items.jobs.first)
    #expect(items.defects == [])
    #expect(job.id == "circleci-pipeline-d323f088")
    #expect(job.type == "pipeline")
    #expect(job.status == .error)
    #expect(job.sourceStatus == "errored")
    #expect(job.errorMessage == "Failed to fetch config.yml")
    #expect(try job.createdAt == time("2023-03-25T18:13:43.446Z"))
    #expect(job.repo == "acme/api")
    #expect(job.metadata.text(of: "trigger") == "Decoupled Ingestion System")
  }

  @Test func handsThePipelinesCommitDownToWorkflowsAndJobs() throws {
    let jobs = try records(ofObject: CircleCIPayloads.joined).jobs
    #expect(jobs.map(\.id) == ["circleci-workflow-6731159f-5275", "circleci-job-ab8c3282-0e74"])
    for job in jobs {
      #expect(job.commitSHA == "49874a6ac988e2b3434501d4a4554c54583e6820")
      #expect(job.commitMessage == "add circle")
      #expect(job.ref == "main")
      #expect(job.repo == "acme/api")
      #expect(job.metadata.text(of: "run_id") == "circleci-pipeline-7fcc1623-edcc")
      #expect(job.metadata.text(of: "trigger") == "webhook")
      #expect(job.metadata.text(of: "workflow") == "build-and-test")
      #expect(job.metadata.member("jobs") == nil)
    }
  }

  @Test func readsWebhooks() throws {
    let items = try records(
      of: "[\(CircleCIPayloads.webhook),\(CircleCIPayloads.workflowWebhook)]")
    try #require(items.jobs.count == 2)
    #expect(items.defects == [])
    let (job, workflow) = (items.jobs[0], items.jobs[1])
    #expect(job.id == "circleci-job-8bd71c28")
    #expect(job.type == "say-hello")
    #expect(job.status == .success)
    #expect(job.commitSHA == "1dc6aa69429bff4806ad6afe58d3d8f57e25973e")
    #expect(job.commitMessage == "Description of change")
    #expect(job.commitAuthor == "Author Name")
    #expect(job.ref == "main")
    #expect(job.repo == "circleci/hook")
    #expect(try job.startedAt == time("2021-09-01T22:49:20.317Z"))
    #expect(job.metadata.text(of: "workflow_id") == "circleci-workflow-fda08377")
    #expect(job.metadata.text(of: "run_id") == "circleci-pipeline-1285fe1d")
    #expect(job.metadata.text(of: "service") == "hook")
    #expect(job.metadata.member("webhook.project") != nil)
    #expect(workflow.id == "circleci-workflow-fda08377")
    #expect(workflow.status == .cancelled)
    #expect(workflow.logsURL == "https://app.circleci.com/x")
    #expect(workflow.repo == "circleci/webhook-service")
    #expect(try workflow.completedAt == time("2021-09-01T22:49:34.170Z"))
  }

  @Test(
    arguments: [
      ("on_hold", .pending), ("blocked", .pending), ("queued", .queued), ("not_running", .queued),
      ("running", .running), ("failing", .running), ("success", .success), ("failed", .failed),
      ("canceled", .cancelled), ("timedout", .timeout), ("error", .error),
      ("infrastructure_fail", .error), ("unauthorized", .error), ("terminated-unknown", .error),
      ("not_run", .skipped),
    ] as [(String, JobStatus)])
  func mapsEachStatus(word: String, status: JobStatus) throws {
    for json in [CircleCIPayloads.workflow, CircleCIPayloads.job] {
      let items = try records(
        ofObject: json.replacing(#""status": "failed""#, with: #""status": "\#(word)""#)
          .replacing(#""status": "success""#, with: #""status": "\#(word)""#))
      #expect(items.jobs.first?.status == status)
      #expect(items.jobs.first?.sourceStatus == Text(word))
      #expect(items.defects == [])
    }
  }

  @Test func keepsAnUnknownStatusAsUnknown() throws {
    let items = try records(
      ofObject: CircleCIPayloads.job.replacing(#""success""#, with: #""retried""#))
    #expect(items.jobs.first?.status == .unknown)
    #expect(items.codes == ["unknown-status"])
  }
}
