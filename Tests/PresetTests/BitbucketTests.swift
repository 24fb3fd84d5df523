import Model
import Testing

@testable import Importing

enum BitbucketPayloads {
  static let pipeline = #"""
    {"type": "pipeline", "uuid": "{5decbbb2-f4e6}", "build_number": 186,
     "creator": {"type": "user", "display_name": "Jane Smith"},
     "repository": {"type": "repository", "full_name": "acme/till", "name": "till"},
     "target": {"type": "pipeline_ref_target", "ref_type": "branch", "ref_name": "main",
       "selector": {"type": "branches", "pattern": "main"},
       "commit": {"type": "commit", "hash": "ca4302e0e56c89332711e1b1051ab2f0110d4412",
         "message": "Add a till"}},
     "trigger": {"name": "PUSH", "type": "pipeline_trigger_push"},
     "state": {"name": "COMPLETED", "type": "pipeline_state_completed",
       "result": {"name": "SUCCESSFUL", "type": "pipeline_state_completed_successful"}},
     "created_on": "2023-02-20T09:38:17.522007Z", "completed_on": "2023-02-20T09:39:09.26702Z",
     "build_seconds_used": 33, "links": {"html": {"href": "https://bitbucket.org/acme/till/186"}}}
    """#

  static let step = #"""
    {"type": "pipeline_step", "pipeline": {"uuid": "{5decbbb2-f4e6}"}, "uuid": "{1218e6e3-f34e}",
     "name": "staging", "trigger": {"type": "pipeline_step_trigger_automatic"},
     "state": {"name": "COMPLETED", "result": {"name": "FAILED"}}, "maxTime": 120,
     "started_on": "2023-02-20T09:23:50.41506Z", "completed_on": "2023-02-20T09:23:55.18038Z",
     "duration_in_seconds": 5, "build_seconds_used": 4, "run_number": 2}
    """#

  static let deployment = #"""
    {"type": "deployment", "uuid": "{fcb46cbc-8733}", "step": {"uuid": "{009577b4-99a8}"},
     "environment": {"name": "Blue", "environment_type": {"name": "Production"}},
     "release": {"pipeline": {"uuid": "{5decbbb2-f4e6}", "type": "pipeline"},
       "key": "pipelines-{5decbbb2-f4e6}", "name": "#186",
       "url": "https://bitbucket.org/acme/till/addon/pipelines/home#!/results/186",
       "commit": {"hash": "ca4302e0e56c89332711e1b1051ab2f0110d4412",
         "links": {"html": {"href": "https://bitbucket.org/acme/till/commits/ca4302e0"}}},
       "created_on": "2023-02-20T09:38:17.522007Z"},
     "state": {"name": "COMPLETED", "url": "https://bitbucket.org/acme/till/addon/x",
       "started_on": "2023-02-20T09:38:47.20339Z", "completed_on": "2023-02-20T09:38:52.307323Z"},
     "last_update_time": "2023-02-20T09:38:52.307323Z"}
    """#

  /// As the API gives it without a selection of fields: the outcome stands in `status`.
  static let failedDeployment = #"""
    {"type": "deployment", "uuid": "{aa}", "key": "k", "version": 3,
     "environment": {"type": "deployment_environment", "uuid": "{env}", "name": "Test"},
     "release": {"type": "deployment_release", "name": "#12", "commit": {"hash": "83ed48081d1f"}},
     "state": {"type": "deployment_state_completed", "name": "COMPLETED",
       "status": {"type": "deployment_state_completed_status_failed", "name": "FAILED"}}}
    """#

  static let all = [pipeline, step, deployment, failedDeployment]
}

@Suite struct BitbucketTests {
  @Test func readsAPipeline() throws {
    let items = try records(of: #"{"page": 1, "values": [\#(BitbucketPayloads.pipeline)]}"#)
    let job = try #require(items.jobs.first)
    #expect(items.count == 1)
    #expect(job.id == "bitbucket-pipeline-5decbbb2-f4e6")
    #expect(job.type == "pipeline")
    #expect(job.status == .success)
    #expect(job.sourceStatus == "SUCCESSFUL")
    #expect(job.repo == "acme/till")
    #expect(job.ref == "main")
    #expect(job.commitSHA == "ca4302e0e56c89332711e1b1051ab2f0110d4412")
    #expect(job.commitMessage == "Add a till")
    #expect(job.commitAuthor == "Jane Smith")
    #expect(try job.createdAt == time("2023-02-20T09:38:17.522Z"))
    #expect(try job.completedAt == time("2023-02-20T09:39:09.267Z"))
    #expect(job.durationSeconds == nil)  // Seconds that are billed are no run time.
    #expect(job.logsURL == "https://bitbucket.org/acme/till/186")
    #expect(job.metadata.text(of: "run_id") == "bitbucket-pipeline-5decbbb2-f4e6")
    #expect(job.metadata.text(of: "workflow") == "main")
    #expect(job.metadata.member("trigger") == .string("PUSH"))
    #expect(job.metadata.text(of: "service") == "till")
    #expect(job.metadata.member("build_number") == .other("186"))
    #expect(job.metadata.member("state") != nil)
  }

  @Test func readsAStep() throws {
    let job = try #require(try records(ofObject: BitbucketPayloads.step).jobs.first)
    #expect(job.id == "bitbucket-step-1218e6e3-f34e")
    #expect(job.type == "staging")
    #expect(job.status == .failed)
    #expect(job.sourceStatus == "FAILED")
    #expect(try job.startedAt == time("2023-02-20T09:23:50.415Z"))
    #expect(try job.completedAt == time("2023-02-20T09:23:55.180Z"))
    #expect(job.durationSeconds == 5)
    #expect(job.metadata.text(of: "job_name") == "staging")
    #expect(job.metadata.text(of: "run_id") == "bitbucket-pipeline-5decbbb2-f4e6")
    #expect(job.metadata.member("attempt") == .other("2"))
    #expect(job.metadata.text(of: "trigger") == "pipeline_step_trigger_automatic")
  }

  @Test func readsADeployment() throws {
    let items = try records(ofObject: BitbucketPayloads.deployment)
    let deployment = try #require(items.deployments.first)
    #expect(items.count == 1)
    #expect(deployment.id == "bitbucket-deployment-fcb46cbc-8733")
    #expect(deployment.service == "till")
    #expect(deployment.version == "ca4302e0e56c89332711e1b1051ab2f0110d4412")
    #expect(deployment.commitSHA == "ca4302e0e56c89332711e1b1051ab2f0110d4412")
    #expect(deployment.repo == "acme/till")
    #expect(deployment.status == .live)
    #expect(deployment.sourceStatus == "COMPLETED")
    #expect(deployment.environment == "Blue")
    #expect(deployment.deployedToProduction == true)
    #expect(try deployment.productionDeployedAt == time("2023-02-20T09:38:52.307Z"))
    #expect(try deployment.createdAt == time("2023-02-20T09:38:17.522Z"))
    #expect(try deployment.updatedAt == time("2023-02-20T09:38:52.307Z"))
    #expect(deployment.deployJobID == "bitbucket-step-009577b4-99a8")
    #expect(deployment.metadata.text(of: "run_id") == "bitbucket-pipeline-5decbbb2-f4e6")
    #expect(deployment.metadata.member("release") != nil)
  }

  /// A name may look like anything; what the user says of it counts most.
  @Test func trustsTheTypeOfAnEnvironmentMoreThanItsName() throws {
    let json = BitbucketPayloads.deployment.replacing(
      #""Blue", "environment_type": {"name": "Production"}"#,
      with: #""prod-copy", "environment_type": {"name": "Staging"}"#)
    let deployment = try #require(try records(ofObject: json).deployments.first)
    #expect(deployment.status == .staged)
    #expect(deployment.deployedToStaging == true)
    let told = try records(
      ofObject: BitbucketPayloads.deployment, options: .with(other: ["Blue"]))
    #expect(told.deployments.first?.status == .staged)
    #expect(told.deployments.first?.deployedToProduction == nil)
    #expect(told.defects == [])
  }

  @Test func readsTheOutcomeOfADeploymentInFull() throws {
    let items = try records(
      ofObject: BitbucketPayloads.failedDeployment, options: .with(service: "till"))
    let deployment = try #require(items.deployments.first)
    #expect(deployment.status == .failed)
    #expect(deployment.sourceStatus == "FAILED")
    #expect(deployment.environment == "Test")
    #expect(deployment.version == "83ed48081d1f")
    #expect(deployment.service == "till")
    #expect(items.defects == [])
  }

  @Test(
    arguments: [
      (#"{"name": "PENDING"}"#, .pending), (#"{"name": "PAUSED"}"#, .pending),
      (#"{"name": "QUEUED"}"#, .queued), (#"{"name": "IN_PROGRESS"}"#, .running),
      (#"{"name": "BUILDING"}"#, .running),
      (#"{"name": "COMPLETED", "result": {"name": "SUCCESSFUL"}}"#, .success),
      (#"{"name": "COMPLETED", "result": {"name": "SUCCESS"}}"#, .success),
      (#"{"name": "COMPLETED", "result": {"name": "PASSED"}}"#, .success),
      (#"{"name": "COMPLETED"}"#, .success),
      (#"{"name": "COMPLETED", "result": {"name": "FAILED"}}"#, .failed),
      (#"{"name": "COMPLETED", "result": {"name": "STOPPED"}}"#, .cancelled),
      (#"{"name": "COMPLETED", "result": {"name": "CANCELLED"}}"#, .cancelled),
      (#"{"name": "COMPLETED", "result": {"name": "ERROR"}}"#, .error),
      (#"{"name": "COMPLETED", "result": {"name": "NOT_RUN"}}"#, .skipped),
      (#"{"name": "HALTED"}"#, .skipped), (#"{"name": "EXPIRED"}"#, .unknown),
    ] as [(String, JobStatus)])
  func mapsEachState(state: String, status: JobStatus) throws {
    let items = try records(
      ofObject: #"{"type":"pipeline_step","uuid":"{s}","name":"x","state":\#(state)}"#)
    #expect(items.jobs.first?.status == status)
    #expect(items.codes == (status == .unknown ? ["unknown-status"] : []))
  }

  @Test(
    arguments: [
      ("UNDEPLOYED", .pending), ("IN_PROGRESS", .staging), ("COMPLETED", .live),
      ("SUCCESS", .live), ("SUCCESSFUL", .live), ("FAILED", .failed), ("STOPPED", .failed),
      ("VANISHED", .pending),
    ] as [(String, DeploymentStatus)])
  func mapsEachStateOfADeployment(word: String, status: DeploymentStatus) throws {
    let items = try records(
      ofObject: BitbucketPayloads.deployment.replacing(
        #""name": "COMPLETED""#, with: #""name": "\#(word)""#))
    #expect(items.deployments.first?.status == status)
    #expect(items.codes == (word == "VANISHED" ? ["unknown-status"] : []))
  }
}
