import Model
import Testing

@testable import Importing

enum AzurePayloads {
  static let build = #"""
    {"_links": {"self": {"href": "https://dev.azure.com/x"},
       "web": {"href": "https://dev.azure.com/acme/shop/_build/results?buildId=7"}},
     "properties": {}, "tags": ["nightly"], "validationResults": [], "plans": [{"planId": "c6d0"}],
     "triggerInfo": {"ci.sourceBranch": "refs/heads/main", "ci.message": "Add a till"},
     "id": 7, "buildNumber": "20230223.1", "status": "completed", "result": "succeeded",
     "queueTime": "2023-02-23T06:23:25.9167395Z", "startTime": "2023-02-23T06:23:29.2237625Z",
     "finishTime": "2023-02-23T06:24:01.6527384Z", "url": "https://dev.azure.com/acme",
     "definition": {"drafts": [], "id": 3, "name": "api-ci", "path": "\\", "type": "build",
       "project": {"id": "eb6cb4cb", "name": "shop"}},
     "project": {"id": "eb6cb4cb", "name": "shop"}, "uri": "vstfs:///Build/Build/7",
     "sourceBranch": "refs/heads/main", "sourceVersion": "40c59264e73fc5e1a6cab192f1622d26b7bd5c2a",
     "queue": {"id": 9, "name": "Azure Pipelines", "pool": {"id": 9}}, "priority": "normal",
     "reason": "individualCI", "requestedFor": {"displayName": "Jane Doe", "uniqueName": "j@e.com"},
     "lastChangedDate": "2023-02-23T06:24:01.94Z",
     "repository": {"id": "acme/api", "type": "GitHub", "clean": null}}
    """#

  static let deployment = #"""
    {"id": 58, "release": {"id": 45, "name": "Release-45", "artifacts": [
       {"sourceId": "x", "type": "Git", "alias": "config", "isPrimary": false,
        "definitionReference": {"version": {"id": "abc", "name": "abc"}}},
       {"sourceId": "eb6cb4cb:3", "type": "Build", "alias": "api", "isPrimary": true,
        "definitionReference": {"version": {"id": "7", "name": "20230223.1"},
          "branch": {"id": "refs/heads/main", "name": "refs/heads/main"},
          "repository": {"id": "r", "name": "acme/api"},
          "sourceVersion": {"id": "40c59264e73fc5e1a6cab192f1622d26b7bd5c2a", "name": ""}}}]},
     "releaseDefinition": {"id": 1, "name": "api-release", "path": "\\"},
     "releaseEnvironment": {"id": 130, "name": "Production", "url": "https://vsrm"},
     "projectReference": null, "definitionEnvironmentId": 3, "attempt": 2, "reason": "automated",
     "deploymentStatus": "succeeded", "operationStatus": "Approved",
     "requestedBy": {"displayName": "Jane Doe"}, "queuedOn": "2023-02-23T06:30:00.55Z",
     "startedOn": "2023-02-23T06:30:10.1Z", "completedOn": "2023-02-23T06:31:00.1234567Z",
     "lastModifiedOn": "2023-02-23T06:31:01Z", "conditions": [], "preDeployApprovals": [],
     "postDeployApprovals": []}
    """#

  static let all = [build, deployment]
}

@Suite struct AzureTests {
  @Test func readsABuild() throws {
    let items = try records(of: #"{"count": 1, "value": [\#(AzurePayloads.build)]}"#)
    let job = try #require(items.jobs.first)
    #expect(items.count == 1)
    #expect(job.id == "azure-build-7")
    #expect(job.type == "api-ci")
    #expect(job.status == .success)
    #expect(job.sourceStatus == "succeeded")
    #expect(try job.queuedAt == time("2023-02-23T06:23:25.916Z"))
    #expect(try job.createdAt == time("2023-02-23T06:23:25.916Z"))
    #expect(try job.startedAt == time("2023-02-23T06:23:29.223Z"))
    #expect(try job.completedAt == time("2023-02-23T06:24:01.652Z"))
    #expect(try job.updatedAt == time("2023-02-23T06:24:01.940Z"))
    #expect(job.repo == "acme/api")
    #expect(job.ref == "main")
    #expect(job.commitSHA == "40c59264e73fc5e1a6cab192f1622d26b7bd5c2a")
    #expect(job.commitMessage == "Add a till")
    #expect(job.commitAuthor == "Jane Doe")
    #expect(job.agentID == "Azure Pipelines")
    #expect(job.logsURL == "https://dev.azure.com/acme/shop/_build/results?buildId=7")
    #expect(job.metadata.text(of: "run_id") == "azure-build-7")
    #expect(job.metadata.text(of: "workflow") == "api-ci")
    #expect(job.metadata.text(of: "trigger") == "individualCI")
    #expect(job.metadata.text(of: "service") == "api")
    #expect(job.metadata.text(of: "buildNumber") == "20230223.1")
    #expect(job.metadata.member("status") == nil)
    #expect(job.metadata.member("tags") == .other(#"["nightly"]"#))
  }

  @Test func readsARepositoryByItsName() throws {
    let json = AzurePayloads.build.replacing(
      #"{"id": "acme/api", "type": "GitHub""#,
      with: #"{"id": "0f8a", "name": "till", "type": "TfsGit""#)
    #expect(try records(ofObject: json).jobs.first?.repo == "till")
    let nameless = AzurePayloads.build.replacing(
      #"{"id": "acme/api", "type": "GitHub""#, with: #"{"id": "0f8a", "type": "TfsGit""#)
    let job = try #require(try records(ofObject: nameless).jobs.first)
    #expect(job.repo == nil)
    #expect(job.metadata.text(of: "service") == "api-ci")
  }

  @Test(
    arguments: [
      ("postponed", nil, .pending), ("notStarted", nil, .queued), ("inProgress", nil, .running),
      ("cancelling", nil, .running), ("completed", "succeeded", .success),
      ("completed", "partiallySucceeded", .success), ("completed", "failed", .failed),
      ("completed", "canceled", .cancelled), ("completed", "none", .error),
      ("completed", "abandoned", .unknown), ("completed", nil, .unknown),
    ] as [(String, String?, JobStatus)])
  func mapsEachStatusAndResult(status: String, result: String?, expected: JobStatus) throws {
    let items = try records(
      ofObject: AzurePayloads.build.replacing(
        #""status": "completed", "result": "succeeded""#,
        with: #""status": "\#(status)", "result": \#(result.map { "\"\($0)\"" } ?? "null")"#))
    #expect(items.jobs.first?.status == expected)
    #expect(items.jobs.first?.sourceStatus == Text(result ?? status))
    let codes =
      expected == .unknown
      ? ["unknown-status"] : result == "partiallySucceeded" ? ["partially-succeeded"] : []
    #expect(items.codes == codes)
  }

  @Test func readsADeploymentOfARelease() throws {
    let items = try records(of: #"{"count": 1, "value": [\#(AzurePayloads.deployment)]}"#)
    let deployment = try #require(items.deployments.first)
    #expect(items.count == 1)
    #expect(deployment.id == "azure-deployment-58")
    #expect(deployment.service == "api-release")
    #expect(deployment.version == "20230223.1")
    #expect(deployment.status == .live)
    #expect(deployment.sourceStatus == "succeeded")
    #expect(deployment.environment == "Production")
    #expect(deployment.deployedToProduction == true)
    #expect(try deployment.productionDeployedAt == time("2023-02-23T06:31:00.123Z"))
    #expect(try deployment.createdAt == time("2023-02-23T06:30:00.55Z"))
    #expect(try deployment.updatedAt == time("2023-02-23T06:31:01Z"))
    #expect(deployment.repo == "acme/api")
    #expect(deployment.ref == "main")
    #expect(deployment.commitSHA == "40c59264e73fc5e1a6cab192f1622d26b7bd5c2a")
    #expect(deployment.buildJobID == "azure-build-7")
    #expect(deployment.metadata.member("attempt") == .other("2"))
    #expect(deployment.metadata.text(of: "trigger") == "automated")
    #expect(deployment.metadata.text(of: "rollback_signal") == nil)
    #expect(deployment.metadata.text(of: "operationStatus") == "Approved")
    #expect(deployment.metadata.member("release") != nil)
  }

  @Test func readsAReleaseWithoutArtifacts() throws {
    let json = #"""
      {"id": 1, "release": {"name": "Release-1"}, "releaseDefinition": {"name": "web"},
       "releaseEnvironment": {"name": "Stage 1"}, "deploymentStatus": "succeeded"}
      """#
    let items = try records(ofObject: json)
    #expect(items.deployments.first?.version == "Release-1")
    #expect(items.deployments.first?.buildJobID == nil)
    #expect(items.deployments.first?.status == .staged)
    #expect(items.codes == ["unknown-environment"])
    let told = try records(ofObject: json, options: .with(staging: ["stage 1"]))
    #expect(told.deployments.first?.deployedToStaging == true)
    #expect(told.defects == [])
  }

  @Test func takesTheRedeployTriggerForASign() throws {
    let json = AzurePayloads.deployment.replacing(#""automated""#, with: #""redeployTrigger""#)
    let deployment = try #require(try records(ofObject: json).deployments.first)
    #expect(deployment.metadata.text(of: "rollback_signal") == "reason=redeployTrigger")
  }

  @Test(
    arguments: [
      ("notDeployed", .pending), ("inProgress", .staging), ("succeeded", .live),
      ("partiallySucceeded", .live), ("failed", .failed),
    ] as [(String, DeploymentStatus)])
  func mapsEachDeploymentStatus(word: String, status: DeploymentStatus) throws {
    let items = try records(ofObject: Self.deployment(status: word))
    #expect(items.deployments.first?.status == status)
    #expect((items.deployments.first?.productionDeployedAt != nil) == (status == .live))
    #expect(items.defects == [])
  }

  @Test func keepsAnUnknownDeploymentStatusAsPending() throws {
    let items = try records(ofObject: Self.deployment(status: "undefined"))
    #expect(items.deployments.first?.status == .pending)
    #expect(items.codes == ["unknown-status"])
  }

  private static func deployment(status: String) -> String {
    AzurePayloads.deployment.replacing(
      #""deploymentStatus": "succeeded""#, with: #""deploymentStatus": "\#(status)""#)
  }
}
