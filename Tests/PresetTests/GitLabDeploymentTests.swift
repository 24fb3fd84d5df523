import Model
import Testing

@testable import Importing

@Suite struct GitLabDeploymentTests {
  private func deployment(
    _ text: String = GitLabPayloads.deployment, options: ReadOptions = ReadOptions()
  ) throws -> Deployment {
    try #require(try records(ofObject: text, options: options).deployments.first)
  }

  @Test func readsEveryField() throws {
    let items = try records(of: "[\(GitLabPayloads.deployment)]")
    let value = try #require(items.deployments.first)
    #expect(items.count == 1)
    #expect(value.id == "gitlab-deployment-41")
    #expect(value.service == "project")
    #expect(value.version == "99d03678b90d")
    #expect(value.status == .live)
    #expect(value.sourceStatus == "success")
    #expect(value.environment == "production")
    #expect(value.repo == "root/project")
    #expect(value.ref == "main")
    #expect(value.commitSHA == "99d03678b90d914dbb1b109132516d71a4a03ea8")
    #expect(value.commitMessage == "Merge branch 'new-title'")
    #expect(value.commitAuthor == "Mona")
    #expect(value.deployJobID == "gitlab-job-657")
    #expect(try value.createdAt == time("2016-08-11T07:36:40.222Z"))
    #expect(try value.updatedAt == time("2016-08-11T07:38:12.414Z"))
    #expect(value.deployedToProduction == true)
    #expect(try value.productionDeployedAt == time("2016-08-11T07:36:39.851Z"))
    #expect(value.metadata.text(of: "run_id") == "36")
    #expect(value.metadata.text(of: "commit_timestamp") == "2016-08-11T07:36:01Z")
    #expect(value.metadata.text(of: "job_name") == "deploy")
    #expect(value.metadata.text(of: "rollback_signal") == nil)
    #expect(value.metadata.member("deployable") != nil)
    #expect(value.metadata.member("environment") != nil, "has more than the name")
  }

  @Test(arguments: [
    ("created", DeploymentStatus.pending, [String]()), ("blocked", .pending, []),
    ("running", .staging, []), ("success", .live, []), ("failed", .failed, []),
    ("canceled", .failed, ["cancelled-deployment"]), ("undeployed", .pending, ["unknown-status"]),
    ("completed", .pending, ["unknown-status"]),
  ])
  func readsTheStatus(_ word: String, _ status: DeploymentStatus, _ codes: [String]) throws {
    let text = GitLabPayloads.deployment.replacing(
      #""status": "success",\#n "deployable""#, with: #""status": "\#(word)", "deployable""#)
    let items = try records(ofObject: text)
    let value = try #require(items.deployments.first)
    #expect(value.status == status, "whatever the job's own status says")
    #expect(value.sourceStatus?.string == word)
    #expect(items.codes == codes)
    #expect((value.productionDeployedAt != nil) == (status == .live))
  }

  @Test func readsADeploymentWithoutAJob() throws {
    let text = #"""
      {"id": 42, "iid": 2, "ref": "v1.2.0", "sha": "a91957a858320c0e17f3a0eca7cfacbff50ea29a",
       "created_at": "2016-08-11T11:32:35.444Z", "status": "success",
       "environment": {"id": 9, "name": "production"}, "deployable": null}
      """#
    #expect(try records(ofObject: text).codes == ["missing-field"], "nobody says which service")
    let value = try deployment(text, options: .with(service: "shop"))
    #expect(value.service == "shop")
    #expect(value.version == "v1.2.0")
    #expect(value.deployJobID == nil)
    #expect(try value.productionDeployedAt == time("2016-08-11T11:32:35.444Z"))
  }

  @Test func believesTheJobWhetherTheRefIsATag() throws {
    let named = GitLabPayloads.deployment.replacing(#""ref": "main""#, with: #""ref": "v1.2.0""#)
    #expect(try deployment(named).version == "99d03678b90d")
    let tag = named.replacing(#""tag": false"#, with: #""tag": true"#)
    #expect(try deployment(tag).version == "v1.2.0")
  }

  @Test(arguments: [
    ("gprd", "production", DeploymentStatus.live, [String]()), ("gprd", "staging", .staged, []),
    ("gprd", "testing", .staged, []), ("gprd", "development", .staged, []),
    ("gprd", "moon", .staged, ["unknown-environment"]), ("review/x", "production", .staged, []),
  ])
  func asksTheTierIfTheNameSaysNothing(
    _ name: String, _ tier: String, _ status: DeploymentStatus, _ codes: [String]
  ) throws {
    let text = GitLabPayloads.deployment.replacing(
      #""name": "production""#, with: #""name": "\#(name)", "tier": "\#(tier)""#)
    let items = try records(ofObject: text)
    #expect(items.deployments.first?.status == status)
    #expect(items.codes == codes)
  }

  @Test(arguments: [
    (#""name": "rollback:production""#, "job: rollback:production"),
    (#""name": "Roll-back""#, "job: Roll-back"),
    (#""environment": {"action": "rollback"}, "name": "deploy""#, "environment action: rollback"),
    (#""name": "deploy""#, nil),
  ])
  func seesTheSignsOfARollback(_ member: String, _ sign: String?) throws {
    let text = GitLabPayloads.deployment.replacing(#""name": "deploy""#, with: member)
    #expect(try deployment(text).metadata.text(of: "rollback_signal")?.string == sign)
  }

  // MARK: - Webhooks

  @Test func readsEveryFieldOfAWebhook() throws {
    let items = try records(
      ofObject: GitLabPayloads.deploymentHook("success", at: "2021-04-28 21:50:00 +0200"))
    #expect(items.events.map(\.type) == [.deploymentCreated, .deploymentStaging])
    #expect(try items.events[1].at == time("2021-04-28T19:50:00Z"))
    let value = try #require(items.deploymentEvents.first)
    #expect(value.id == "gitlab-deployment-15")
    #expect(value.service == "gitlab-test")
    #expect(value.version == "279484c09fbe")
    #expect(value.environment == "staging")
    #expect(value.repo == "gitlab-org/gitlab-test")
    #expect(value.commitSHA == "279484c09fbe69ededfced8c1bb6e6d24616b468")
    #expect(value.commitMessage == "Add new file")
    #expect(value.deployJobID == "gitlab-job-796")
    #expect(value.metadata.text(of: "short_sha") == "279484c0")
    let step = items.deploymentEvents[1]
    #expect(step.id == value.id && step.status == .staged && step.sourceStatus == "success")
  }

  @Test(arguments: [
    ("running", EventType.deploymentStatus, DeploymentStatus.staging, [String]()),
    ("success", .deploymentProduction, .live, []), ("failed", .deploymentStatus, .failed, []),
    ("canceled", .deploymentStatus, .failed, ["cancelled-deployment"]),
    ("flying", .deploymentStatus, .pending, ["unknown-status"]),
  ])
  func readsTheStatusOfAWebhook(
    _ word: String, _ type: EventType, _ status: DeploymentStatus, _ codes: [String]
  ) throws {
    let items = try records(
      ofObject: GitLabPayloads.deploymentHook(
        word, at: "2021-04-28 21:50:00 +0200", environment: "production", tier: "production"))
    #expect(items.events.last?.type == type)
    #expect(items.deploymentEvents.last?.status == status)
    #expect(items.codes == codes)
  }

  @Test func foldsWebhooksInAnyOrder() throws {
    let hooks = [("running", "21:50:00"), ("success", "21:55:00")].map {
      GitLabPayloads.deploymentHook(
        $0.0, at: "2021-04-28 \($0.1) +0200", environment: "production", tier: "production")
    }
    let events = try records(of: "[\(hooks.joined(separator: ","))]").events
    var random = Shuffle(state: 3)
    for _ in 0..<10 {
      let value = try #require(
        Folded<Deployment>(base: nil, events: events.shuffled(using: &random)).value)
      #expect(value.status == .live)
      #expect(value.service == "gitlab-test" && value.version == "279484c09fbe")
      #expect(try value.createdAt == time("2021-04-28T19:50:00Z"))
      #expect(try value.productionDeployedAt == time("2021-04-28T19:55:00Z"))
    }
  }
}
