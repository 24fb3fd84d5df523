import Model
import Testing

@testable import Importing

enum CodeDeployPayloads {
  /// As version 1 of the command line prints it: times are seconds with a fraction.
  static let succeeded = #"""
    {"deploymentInfo": {
      "applicationName": "WordPress_App", "status": "Succeeded",
      "deploymentOverview": {"Failed": 0, "InProgress": 0, "Skipped": 0, "Succeeded": 1, "Pending": 0},
      "deploymentConfigName": "CodeDeployDefault.OneAtATime", "creator": "user",
      "description": "My WordPress app deployment",
      "revision": {"revisionType": "S3", "s3Location": {"bundleType": "zip",
        "eTag": "\"dd56cfd59d434b8e768f9d77fEXAMPLE\"", "bucket": "CodeDeployDemoBucket",
        "key": "WordPressApp.zip"}},
      "deploymentId": "d-USUAELQEX", "deploymentGroupName": "production",
      "createTime": 1409764576.589, "startTime": 1409764580.1, "completeTime": 1409764596.101,
      "ignoreApplicationStopFailures": false}}
    """#

  /// As version 2 prints it; this one failed and was rolled back.
  static let rolledBack = #"""
    {"applicationName": "api", "deploymentGroupName": "api-prod", "deploymentId": "d-BAD",
     "previousRevision": {"revisionType": "GitHub", "gitHubLocation": {"repository": "acme/api",
       "commitId": "1111111111111111111111111111111111111111"}},
     "revision": {"revisionType": "GitHub", "gitHubLocation": {"repository": "acme/api",
       "commitId": "2222222222222222222222222222222222222222"}},
     "status": "Failed", "errorInformation": {"code": "HEALTH_CONSTRAINTS", "message": "too many failed"},
     "createTime": "2026-08-16T11:56:15.830000-05:00", "startTime": "2026-08-16T11:56:20-05:00",
     "completeTime": "2026-08-16T11:58:00-05:00", "creator": "user",
     "rollbackInfo": {"rollbackDeploymentId": "d-BACK", "rollbackTriggeringDeploymentId": "d-BAD",
       "rollbackMessage": "Deployment d-BAD failed; rolling back."}}
    """#

  /// The deployment that went back.
  static let wayBack = #"""
    {"applicationName": "api", "deploymentGroupName": "api-prod", "deploymentId": "d-BACK",
     "revision": {"revisionType": "GitHub", "gitHubLocation": {"repository": "acme/api",
       "commitId": "1111111111111111111111111111111111111111"}},
     "status": "Succeeded", "createTime": "2026-08-16T11:58:01-05:00",
     "completeTime": "2026-08-16T12:00:00-05:00", "creator": "codeDeployRollback",
     "rollbackInfo": {"rollbackTriggeringDeploymentId": "d-BAD", "rollbackDeploymentId": "d-BACK"}}
    """#

  static let execution = #"""
    {"pipelineExecution": {"pipelineName": "api-pipeline", "pipelineVersion": 6,
      "pipelineExecutionId": "c53dbd42-aaaa", "status": "Succeeded",
      "artifactRevisions": [{"name": "SourceArtifact",
        "revisionId": "33333333333333333333333333333333333333aa", "revisionSummary": "Add a till",
        "revisionUrl": "https://example.com"}],
      "trigger": {"triggerType": "Webhook", "triggerDetail": "arn"}, "executionMode": "SUPERSEDED",
      "executionType": "STANDARD"}}
    """#

  static let executionSummary = #"""
    {"pipelineExecutionId": "c53dbd42-bbbb", "status": "Failed", "startTime": "2026-08-16T10:00:00Z",
     "lastUpdateTime": "2026-08-16T10:05:00Z", "statusSummary": "the stage failed",
     "sourceRevisions": [{"actionName": "Source", "revisionId": "v-17", "revisionSummary": "x"}],
     "executionType": "ROLLBACK",
     "rollbackMetadata": {"rollbackTargetPipelineExecutionId": "c53dbd42-aaaa"}}
    """#

  static let all = [succeeded, rolledBack, wayBack, execution, executionSummary]
}

@Suite struct CodeDeployTests {
  @Test func readsADeploymentAsVersionOneOfTheCommandLinePrintsIt() throws {
    let items = try records(ofObject: CodeDeployPayloads.succeeded)
    let deployment = try #require(items.deployments.first)
    #expect(items.count == 1)
    #expect(deployment.id == "codedeploy-d-USUAELQEX")
    #expect(deployment.service == "WordPress_App")
    #expect(deployment.version == "dd56cfd59d434b8e768f9d77fEXAMPLE")
    #expect(deployment.status == .live)
    #expect(deployment.sourceStatus == "Succeeded")
    #expect(deployment.environment == "production")
    #expect(deployment.deployedToProduction == true)
    #expect(try deployment.createdAt == time("2014-09-03T17:16:16.589Z"))
    #expect(try deployment.productionDeployedAt == time("2014-09-03T17:16:36.101Z"))
    #expect(try deployment.updatedAt == time("2014-09-03T17:16:36.101Z"))
    #expect(deployment.commitMessage == "My WordPress app deployment")
    #expect(deployment.commitSHA == nil)
    #expect(deployment.rolledBack == nil)
    #expect(deployment.metadata.text(of: "trigger") == "user")
    #expect(deployment.metadata.text(of: "rollback_signal") == nil)
    #expect(deployment.metadata.member("startTime") == .other("1409764580.1"))
    #expect(deployment.metadata.member("revision") != nil)
    #expect(deployment.metadata.member("deploymentOverview") != nil)
    #expect(deployment.metadata.member("deploymentId") == nil)
  }

  @Test func readsBothSidesOfARollback() throws {
    let items = try records(
      of: "[\(CodeDeployPayloads.rolledBack),\(CodeDeployPayloads.wayBack)]")
    let deployments = items.deployments
    try #require(deployments.count == 2)
    #expect(items.defects == [])
    let (bad, back) = (deployments[0], deployments[1])
    #expect(bad.status == .failed)
    #expect(bad.sourceStatus == "Failed")
    #expect(bad.rolledBack == true)
    #expect(bad.rolledBackAt == nil)
    #expect(bad.rolledBackTo == "1111111111111111111111111111111111111111")
    #expect(bad.rollbackReason == "Deployment d-BAD failed; rolling back.")
    #expect(bad.metadata.text(of: "rollback_signal") == "rollbackInfo.rollbackDeploymentId=d-BACK")
    #expect(bad.deployedToProduction == true)
    #expect(try bad.productionDeployedAt == time("2026-08-16T16:56:20Z"))
    #expect(try bad.createdAt == time("2026-08-16T16:56:15.830Z"))
    #expect(bad.repo == "acme/api")
    #expect(bad.version == "2222222222222222222222222222222222222222")
    #expect(bad.commitSHA == "2222222222222222222222222222222222222222")
    #expect(bad.metadata.member("errorInformation") != nil)
    #expect(back.id == "codedeploy-d-BACK")
    #expect(back.status == .live)
    #expect(back.rolledBack == nil)
    #expect(
      back.metadata.text(of: "rollback_signal")
        == "creator=codeDeployRollback rollbackInfo.rollbackTriggeringDeploymentId=d-BAD")
    #expect(back.metadata.text(of: "trigger") == "codeDeployRollback")
  }

  @Test func takesAMessageAloneForNoRollback() throws {
    let json = #"""
      {"applicationName": "api", "deploymentGroupName": "prod", "deploymentId": "d-1",
       "status": "Failed", "revision": {"s3Location": {"key": "api-1.zip"}},
       "rollbackInfo": {"rollbackMessage": "cannot be rolled back: no last successful revision"}}
      """#
    let deployment = try #require(try records(ofObject: json).deployments.first)
    #expect(deployment.rolledBack == nil)
    #expect(deployment.productionDeployedAt == nil)
    #expect(deployment.deployedToProduction == nil)
    #expect(deployment.metadata.text(of: "rollback_signal") == nil)
  }

  @Test func knowsARollbackOfAStackByItsCreator() throws {
    let json = #"""
      {"applicationName": "api", "deploymentGroupName": "prod", "deploymentId": "d-1",
       "status": "Succeeded", "completeTime": 1409764596, "creator": "CloudFormationRollback",
       "revision": {"revisionType": "String", "string": {"sha256": "abcd"}}}
      """#
    let deployment = try #require(try records(ofObject: json).deployments.first)
    #expect(deployment.metadata.text(of: "rollback_signal") == "creator=CloudFormationRollback")
    #expect(deployment.version == "abcd")
    #expect(try deployment.productionDeployedAt == time("2014-09-03T17:16:36Z"))
  }

  @Test(
    arguments: [
      ("Created", .pending), ("Queued", .pending), ("Ready", .pending), ("InProgress", .staging),
      ("Baking", .staging), ("Succeeded", .live), ("Failed", .failed), ("Stopped", .failed),
      ("succeeded", .live),
    ] as [(String, DeploymentStatus)])
  func mapsEachStatus(word: String, status: DeploymentStatus) throws {
    let items = try records(ofObject: Self.minimal(status: word))
    #expect(items.deployments.first?.status == status)
    #expect(items.deployments.first?.sourceStatus == Text(word))
    #expect(items.defects == [])
  }

  @Test func keepsAnUnknownStatusAsPending() throws {
    let items = try records(ofObject: Self.minimal(status: "Simmering"))
    #expect(items.deployments.first?.status == .pending)
    #expect(items.deployments.first?.sourceStatus == "Simmering")
    #expect(items.codes == ["unknown-status"])
  }

  @Test(
    arguments: [
      (#"{"gitHubLocation": {"repository": "a/b", "commitId": "c0ffee"}}"#, "c0ffee"),
      (#"{"s3Location": {"version": "v7", "eTag": "e", "key": "k.zip"}}"#, "v7"),
      (#"{"s3Location": {"eTag": "e", "key": "k.zip"}}"#, "e"),
      (#"{"s3Location": {"key": "k.zip"}}"#, "k.zip"),
      (#"{"appSpecContent": {"sha256": "aa", "content": null}}"#, "aa"),
      (#"{"string": {"sha256": "bb"}}"#, "bb"),
    ])
  func takesTheVersionFromEachKindOfRevision(revision: String, version: Text) throws {
    let items = try records(ofObject: Self.minimal(revision: revision))
    #expect(items.deployments.first?.version == version)
    #expect(items.defects == [])
  }

  @Test func saysThatADeploymentNamesNoRevision() throws {
    let items = try records(ofObject: Self.minimal(revision: "null"))
    #expect(items.deployments.first?.version == "d-1")
    #expect(items.codes == ["unknown-version"])
  }

  @Test func takesAnUnknownGroupForNoProduction() throws {
    let json = Self.minimal(group: "WordPress_DG")
    let items = try records(ofObject: json)
    let deployment = try #require(items.deployments.first)
    #expect(deployment.status == .staged)
    #expect(deployment.environment == "WordPress_DG")
    #expect(deployment.deployedToProduction == nil)
    #expect(deployment.deployedToStaging == nil)
    #expect(items.codes == ["unknown-environment"])
    let told = try records(
      ofObject: json, options: .with(service: "shop", production: ["wordpress_dg"]))
    #expect(told.deployments.first?.status == .live)
    #expect(told.deployments.first?.service == "shop")
    #expect(told.deployments.first?.metadata.text(of: "applicationName") == "app")
    #expect(told.defects == [])
  }

  @Test func stagesWhatGoesToStaging() throws {
    let deployment = try #require(
      try records(ofObject: Self.minimal(group: "api-staging")).deployments.first)
    #expect(deployment.status == .staged)
    #expect(deployment.deployedToStaging == true)
    #expect(try deployment.stagingDeployedAt == time("2014-09-03T17:16:36Z"))
    #expect(deployment.productionDeployedAt == nil)
  }

  @Test func readsExecutionsOfPipelinesAsJobs() throws {
    let items = try records(
      of: "[\(CodeDeployPayloads.execution),\(CodeDeployPayloads.executionSummary)]")
    try #require(items.jobs.count == 2)
    #expect(items.defects == [])
    let (execution, summary) = (items.jobs[0], items.jobs[1])
    #expect(execution.id == "codepipeline-c53dbd42-aaaa")
    #expect(execution.type == "pipeline")
    #expect(execution.status == .success)
    #expect(execution.commitSHA == "33333333333333333333333333333333333333aa")
    #expect(execution.commitMessage == "Add a till")
    #expect(execution.metadata.text(of: "workflow") == "api-pipeline")
    #expect(execution.metadata.text(of: "trigger") == "Webhook")
    #expect(execution.metadata.text(of: "run_id") == "codepipeline-c53dbd42-aaaa")
    #expect(summary.status == .failed)
    #expect(try summary.startedAt == time("2026-08-16T10:00:00Z"))
    #expect(try summary.completedAt == time("2026-08-16T10:05:00Z"))
    #expect(summary.errorMessage == "the stage failed")
    #expect(summary.commitSHA == nil)
    #expect(summary.metadata.text(of: "rollback_signal") == "executionType=ROLLBACK")
  }

  @Test(
    arguments: [
      ("InProgress", .running), ("Stopping", .running), ("Succeeded", .success),
      ("Failed", .failed), ("Stopped", .cancelled), ("Cancelled", .cancelled),
      ("Superseded", .skipped), ("Melting", .unknown),
    ] as [(String, JobStatus)])
  func mapsEachStatusOfAnExecution(word: String, status: JobStatus) throws {
    let items = try records(
      ofObject: #"{"pipelineExecutionId":"e","status":"\#(word)","lastUpdateTime":1409764596}"#)
    let job = try #require(items.jobs.first)
    #expect(job.status == status)
    #expect((job.completedAt != nil) == status.isTerminal)
    #expect((job.updatedAt != nil) == !status.isTerminal)
  }

  private static func minimal(
    status: String = "Succeeded", group: String = "prod",
    revision: String = #"{"gitHubLocation": {"commitId": "c"}}"#
  ) -> String {
    #"""
    {"applicationName": "app", "deploymentGroupName": "\#(group)", "deploymentId": "d-1",
     "status": "\#(status)", "revision": \#(revision), "completeTime": 1409764596}
    """#
  }
}
