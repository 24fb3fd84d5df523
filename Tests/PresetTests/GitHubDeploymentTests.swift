import Model
import Testing

@testable import Importing

@Suite struct GitHubDeploymentTests {
  private static let started = GitHubPayloads.status(
    "in_progress", at: "2024-07-20T01:20:00Z", id: 2)
  private static let success = GitHubPayloads.status(
    "success", at: "2024-07-20T01:25:00Z", id: 3,
    #""log_url": "https://github.com/octocat/example/actions/runs/77/job/88""#)
  private static let inactive = GitHubPayloads.status("inactive", at: "2024-08-02T09:00:00Z", id: 4)

  /// The record of a deployment with these statuses, newest first as the API lists them.
  private func deployment(
    _ statuses: [String], _ extra: String = "", options: ReadOptions = ReadOptions()
  ) throws -> Deployment {
    let list = #""statuses": [\#(statuses.reversed().joined(separator: ", "))]"#
    let text = GitHubPayloads.deployment(extra.isEmpty ? list : list + ", " + extra)
    return try #require(try records(ofObject: text, options: options).deployments.first)
  }

  @Test func readsEveryFieldOfADeploymentWithStatuses() throws {
    let value = try deployment([Self.started, Self.success])
    #expect(value.id == "github-deployment-145988746")
    #expect(value.service == "example")
    #expect(value.version == "a84d88e7554f")
    #expect(value.status == .live)
    #expect(value.sourceStatus == "success")
    #expect(value.environment == "production")
    #expect(value.repo == "octocat/example")
    #expect(value.ref == "topic-branch")
    #expect(value.commitSHA == "a84d88e7554fc1fa21bcbc4efae3c782a70d2b9d")
    #expect(try value.createdAt == time("2024-07-20T01:19:13Z"))
    #expect(try value.updatedAt == time("2024-07-20T01:30:00Z"))
    #expect(value.deployedToProduction == true)
    #expect(try value.productionDeployedAt == time("2024-07-20T01:25:00Z"))
    #expect(value.deployedToStaging == nil && value.stagingDeployedAt == nil)
    #expect(value.deployJobID == "github-job-88")
    #expect(value.rolledBack == nil)
    #expect(value.metadata.text(of: "rollback_signal") == nil)
    #expect(value.metadata.text(of: "original_environment") == "staging")
    #expect(value.metadata.member("statuses") != nil && value.metadata.member("creator") != nil)
  }

  @Test(arguments: [
    ("error", DeploymentStatus.failed), ("failure", .failed), ("in_progress", .staging),
    ("queued", .pending), ("pending", .pending), ("waiting", .pending), ("success", .live),
    ("SUCCESS", .live),
  ])
  func readsTheState(_ state: String, _ expected: DeploymentStatus) throws {
    let value = try deployment([GitHubPayloads.status(state, at: "2024-07-20T01:25:00Z")])
    #expect(value.status == expected)
    #expect(value.sourceStatus?.string == state)
    #expect((value.productionDeployedAt != nil) == (expected == .live))
    #expect((value.deployedToProduction == true) == (expected == .live))
  }

  @Test func takesInactiveForTheEndOfBeingLive() throws {
    let value = try deployment([Self.started, Self.success, Self.inactive])
    #expect(value.status == .live)
    #expect(value.sourceStatus == "inactive")
    #expect(try value.productionDeployedAt == time("2024-07-20T01:25:00Z"))
    #expect(try value.updatedAt == time("2024-08-02T09:00:00Z"))
    #expect(value.metadata.text(of: "inactive_at") == "2024-08-02T09:00:00Z")
  }

  @Test func doesNotInventATimeForWhatWasLiveAtSomeTime() throws {
    let text = GitHubPayloads.deployment(#""statuses": [\#(Self.inactive)]"#)
    let items = try records(ofObject: text)
    let value = try #require(items.deployments.first)
    #expect(value.status == .live)
    #expect(value.deployedToProduction == true)
    #expect(value.productionDeployedAt == nil)
    #expect(items.codes == ["unknown-live-time"])
  }

  @Test func failsAfterItWasLive() throws {
    let failure = GitHubPayloads.status("failure", at: "2024-07-20T02:00:00Z", id: 5)
    let value = try deployment([Self.success, failure])
    #expect(value.status == .failed)
    #expect(try value.productionDeployedAt == time("2024-07-20T01:25:00Z"))
  }

  @Test func staysFailedWhenItIsSuperseded() throws {
    let failure = GitHubPayloads.status("failure", at: "2024-07-20T01:25:00Z", id: 3)
    #expect(try deployment([failure]).deployedToProduction == nil)
    let superseded = try deployment([failure, Self.inactive])
    #expect(superseded.status == .failed)
    #expect(superseded.deployedToProduction == nil)
  }

  @Test func tellsStatusesOfOneSecondApartByTheirIDs() throws {
    let second = GitHubPayloads.status("in_progress", at: "2024-07-20T01:25:00Z", id: 2)
    #expect(try deployment([Self.success, second]).status == .live)
    #expect(try deployment([second, Self.success]).sourceStatus == "success")
    let failure = GitHubPayloads.status("failure", at: "2024-07-20T01:25:00Z", id: 2)
    #expect(try deployment([failure, Self.success]).status == .live)
  }

  @Test func keepsAnUnknownStateAsPendingAndSaysSo() throws {
    let odd = GitHubPayloads.status("levitating", at: "2024-07-20T01:25:00Z")
    let items = try records(
      ofObject: GitHubPayloads.deployment(#""statuses": [\#(odd)]"#))
    #expect(items.deployments.first?.status == .pending)
    #expect(items.deployments.first?.sourceStatus == "levitating")
    #expect(items.codes == ["unknown-status"])
  }

  @Test(arguments: [
    ("production", DeploymentStatus.live, true, false), ("prod-eu", .live, true, false),
    ("staging", .staged, false, true), ("qa", .staged, false, false),
    ("github-pages", .staged, false, false),
  ])
  func landsWhereTheEnvironmentIs(
    _ name: String, _ status: DeploymentStatus, _ isProduction: Bool, _ isStaging: Bool
  ) throws {
    let state = GitHubPayloads.status("success", at: "2024-07-20T01:25:00Z", environment: name)
    let value = try deployment([state])
    #expect(value.status == status)
    #expect(value.environment?.string == name)
    let other: Text? = name == "production" ? nil : "production"
    #expect(value.metadata.text(of: "environment") == other, "what the deployment says itself")
    #expect(value.deployedToProduction == (isProduction ? true : nil))
    #expect((value.productionDeployedAt != nil) == isProduction)
    #expect(value.deployedToStaging == (isStaging ? true : nil))
    #expect((value.stagingDeployedAt != nil) == isStaging)
  }

  @Test func asksWhatAnUnknownEnvironmentIs() throws {
    let state = GitHubPayloads.status(
      "success", at: "2024-07-20T01:25:00Z", environment: "github-pages")
    let text = GitHubPayloads.deployment(#""statuses": [\#(state)]"#)
    let items = try records(ofObject: text)
    #expect(items.codes == ["unknown-environment"])
    #expect(
      items.defects.first?.message
        == "environment 'github-pages' is neither known as production nor as staging; "
        + "not counted as production; say what it is under environments:")
    let known = try records(ofObject: text, options: .with(production: ["github-pages"]))
    #expect(known.codes.isEmpty)
    #expect(known.deployments.first?.status == .live)
  }

  @Test func believesGitHubThatAnEnvironmentIsProduction() throws {
    let state = GitHubPayloads.status("success", at: "2024-07-20T01:25:00Z", environment: "qa")
    #expect(try deployment([state], #""production_environment": true"#).status == .live)
    #expect(try deployment([state], #""production_environment": false"#).status == .staged)
  }

  @Test(arguments: [
    ("v1.4.0", "v1.4.0"), ("refs/tags/r7", "r7"), ("main", "a84d88e7554f"),
    ("refs/heads/1.2.3", "a84d88e7554f"), ("release/1.2.3", "a84d88e7554f"),
  ])
  func namesTheVersion(_ ref: String, _ version: String) throws {
    let text = GitHubPayloads.deployment(#""statuses": []"#).replacing("topic-branch", with: ref)
    let value = try #require(try records(ofObject: text).deployments.first)
    #expect(value.version.string == version)
    #expect(value.status == .pending)
  }

  @Test(arguments: [
    #"{"version": "2024.7", "service": "web"}"#,
    #""{\"version\": \"2024.7\", \"service\": \"web\"}""#,
  ])
  func readsServiceAndVersionOfThePayload(_ payload: String) throws {
    let text = GitHubPayloads.deployment(#""statuses": []"#)
      .replacing(#""payload": {}"#, with: #""payload": \#(payload)"#)
    let value = try #require(try records(ofObject: text).deployments.first)
    #expect(value.service == "web")
    #expect(value.version == "2024.7")
    let named = try records(ofObject: text, options: .with(service: "shop")).deployments.first
    #expect(named?.service == "shop")
  }

  @Test(arguments: [
    (#""task": "rollback""#, "task: rollback"),
    (#""task": "deploy:rollback""#, "task: deploy:rollback"),
    (#""payload": {"rollback": true}"#, "payload.rollback: true"),
    (#""payload": {"is_rollback": "yes"}"#, "payload.is_rollback: yes"),
    (#""payload": {"type": "rollback"}"#, "payload.type: rollback"),
    (#""payload": "{\"reason\": \"Rollback to v1.2\"}""#, "payload.reason: Rollback to v1.2"),
    (#""payload": {"rollback": false}"#, nil), (#""payload": {"notes": "a rollback button"}"#, nil),
    (#""payload": {"rollback_version": "v1"}"#, nil), (#""payload": "plain""#, nil),
  ])
  func seesTheSignsOfARollback(_ member: String, _ sign: String?) throws {
    let name = member.prefix { $0 != ":" }
    let old = name == #""task""# ? #""task": "deploy""# : #""payload": {}"#
    let text = GitHubPayloads.deployment(#""statuses": []"#).replacing(old, with: member)
    let value = try #require(try records(ofObject: text).deployments.first)
    #expect(value.metadata.text(of: "rollback_signal")?.string == sign)
  }

  @Test func beginsARecordIfItsStatusesAreNotTold() throws {
    let items = try records(ofObject: GitHubPayloads.deployment())
    let event = try #require(items.events.first)
    #expect(items.count == 1)
    #expect(event.type == .deploymentCreated)
    #expect(try event.at == time("2024-07-20T01:19:13Z"))
    #expect(!event.hasStatus)
    let value = try #require(items.deploymentEvents.first)
    #expect(value.id == "github-deployment-145988746")
    #expect(value.service == "example")
    #expect(value.version == "a84d88e7554f")
    #expect(value.updatedAt == nil, "would keep the statuses out")
    let failedJoin = GitHubPayloads.deployment(#""statuses": null"#)
    #expect(try records(ofObject: failedJoin).events.count == 1)
  }

  // MARK: - GraphQL

  @Test func readsEveryFieldOfGraphQL() throws {
    let text = GitHubPayloads.graphDeployment(
      #"""
      "state": "ACTIVE", "statuses": {"nodes": [
        {"state": "SUCCESS", "createdAt": "2024-07-20T01:25:00Z",
         "logUrl": "https://github.com/octocat/example/actions/runs/77/job/88"},
        {"state": "IN_PROGRESS", "createdAt": "2024-07-20T01:20:00Z"}]}
      """#)
    let value = try #require(try records(ofObject: text).deployments.first)
    #expect(value.id == "github-deployment-145988746")
    #expect(value.service == "web")
    #expect(value.version == "v1.4.0")
    #expect(value.status == .live)
    #expect(value.sourceStatus == "SUCCESS")
    #expect(value.environment == "production")
    #expect(value.repo == "octocat/example")
    #expect(value.ref == "v1.4.0")
    #expect(value.commitSHA == "a84d88e7554fc1fa21bcbc4efae3c782a70d2b9d")
    #expect(value.commitMessage == "Add feature")
    #expect(value.commitAuthor == "Mona")
    #expect(value.metadata.text(of: "commit_timestamp") == "2024-07-20T01:00:00Z")
    #expect(try value.createdAt == time("2024-07-20T01:19:13Z"))
    #expect(try value.updatedAt == time("2024-07-20T01:30:00Z"))
    #expect(try value.productionDeployedAt == time("2024-07-20T01:25:00Z"))
    #expect(value.deployJobID == "github-job-88")
  }

  @Test func readsTheAnswerToAQuery() throws {
    let node = GitHubPayloads.graphDeployment(#""state": "ACTIVE""#)
    let answer =
      #"{"data": {"repository": {"name": "example", "deployments": {"nodes": [\#(node)]}}}}"#
    #expect(try records(of: answer).deployments.map(\.id) == ["github-deployment-145988746"])
  }

  @Test(arguments: [
    ("ACTIVE", DeploymentStatus.live), ("SUCCESS", .live), ("INACTIVE", .live),
    ("DESTROYED", .live), ("ABANDONED", .pending), ("PENDING", .pending), ("QUEUED", .pending),
    ("WAITING", .pending), ("IN_PROGRESS", .staging), ("FAILURE", .failed), ("ERROR", .failed),
  ])
  func readsTheStateOfGraphQL(_ state: String, _ expected: DeploymentStatus) throws {
    let latest = GitHubPayloads.graphDeployment(
      #""latestStatus": {"state": "\#(state)", "createdAt": "2024-07-20T01:25:00Z"}"#)
    let value = try #require(try records(ofObject: latest).deployments.first)
    #expect(value.status == expected)
    let isDated = expected == .live && state != "INACTIVE" && state != "DESTROYED"
    #expect((value.productionDeployedAt != nil) == isDated)
    let alone = GitHubPayloads.graphDeployment(#""state": "\#(state)""#)
    #expect(try records(ofObject: alone).deployments.first?.status == expected)
    #expect(try records(ofObject: alone).deployments.first?.productionDeployedAt == nil)
  }
}
