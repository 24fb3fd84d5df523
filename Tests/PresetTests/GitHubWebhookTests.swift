import Model
import Testing

@testable import Importing

/// Webhooks, and statuses listed without their deployment.
@Suite struct GitHubWebhookTests {
  private static let statuses = [
    GitHubPayloads.status("pending", at: "2024-07-20T01:19:20Z", id: 1),
    GitHubPayloads.status("in_progress", at: "2024-07-20T01:20:00Z", id: 2),
    GitHubPayloads.status(
      "success", at: "2024-07-20T01:25:00Z", id: 3,
      #""log_url": "https://github.com/octocat/example/actions/runs/77/job/88""#),
    GitHubPayloads.status("inactive", at: "2024-08-02T09:00:00Z", id: 4),
  ]

  private static func hook(_ status: String) -> String {
    GitHubPayloads.webhook(
      "created",
      #""deployment_status": \#(status), "deployment": \#(GitHubPayloads.deployment())"#)
  }

  @Test func readsAStatusByItself() throws {
    let items = try records(of: "[\(Self.statuses[2])]")
    let event = try #require(items.events.first)
    let value = try #require(items.deploymentEvents.first)
    #expect(items.count == 1)
    #expect(event.type == .deploymentProduction)
    #expect(try event.at == time("2024-07-20T01:25:00Z"))
    #expect(event.hasStatus)
    #expect(value.id == "github-deployment-145988746")
    #expect(value.status == .live)
    #expect(value.sourceStatus == "success")
    #expect(value.environment == "production")
    #expect(value.repo == "octocat/example")
    #expect(value.deployJobID == "github-job-88")
    #expect(value.metadata.member("deployment_status") != nil)
    #expect(value.metadata.member("creator") == nil, "it is the status's")
  }

  @Test(arguments: [
    ("error", EventType.deploymentStatus, DeploymentStatus.failed),
    ("failure", .deploymentStatus, .failed), ("inactive", .deploymentStatus, .live),
    ("in_progress", .deploymentStatus, .staging), ("queued", .deploymentStatus, .pending),
    ("pending", .deploymentStatus, .pending), ("waiting", .deploymentStatus, .pending),
    ("success", .deploymentProduction, .live),
  ])
  func readsTheState(_ state: String, _ type: EventType, _ status: DeploymentStatus) throws {
    let items = try records(ofObject: GitHubPayloads.status(state, at: "2024-07-20T01:25:00Z"))
    #expect(items.events.first?.type == type)
    #expect(items.deploymentEvents.first?.status == status)
    #expect(items.codes.isEmpty)
  }

  @Test func keepsAnUnknownStateAsPendingAndSaysSo() throws {
    let items = try records(ofObject: GitHubPayloads.status("odd", at: "2024-07-20T01:25:00Z"))
    #expect(items.deploymentEvents.first?.status == .pending)
    #expect(items.codes == ["unknown-status"])
  }

  @Test(arguments: [
    ("staging", EventType.deploymentStaging, [String]()), ("qa", .deploymentStatus, []),
    ("mars", .deploymentStatus, ["unknown-environment"]),
  ])
  func landsWhereTheEnvironmentIs(
    _ name: String, _ type: EventType, _ codes: [String]
  ) throws {
    let items = try records(
      ofObject: GitHubPayloads.status("success", at: "2024-07-20T01:25:00Z", environment: name))
    #expect(items.events.first?.type == type)
    #expect(items.deploymentEvents.first?.status == .staged)
    #expect(items.codes == codes)
  }

  @Test func foldsToTheSameDeploymentInAnyOrderAndAnyForm() throws {
    let alone = try records(
      of: "[\(([GitHubPayloads.deployment()] + Self.statuses).joined(separator: ","))]")
    let hooks = try records(ofLines: Self.hooks.joined(separator: "\n"))
    var random = Shuffle(state: 7)
    for events in [alone.events, hooks.events] {
      for _ in 0..<20 {
        let value = try #require(
          Folded<Deployment>(base: nil, events: events.shuffled(using: &random)).value)
        #expect(value.status == .live)
        #expect(value.sourceStatus == "success")
        #expect(value.service == "example" && value.version == "a84d88e7554f")
        #expect(value.deployedToProduction == true)
        #expect(try value.productionDeployedAt == time("2024-07-20T01:25:00Z"))
        #expect(try value.createdAt == time("2024-07-20T01:19:13Z"))
        #expect(try value.updatedAt == time("2024-08-02T09:00:00Z"))
        #expect(value.deployJobID == "github-job-88")
      }
    }
  }

  private static let hooks =
    [GitHubPayloads.webhook("created", #""deployment": \#(GitHubPayloads.deployment())"#)]
    .map { $0.replacing("\n", with: "") } + statuses.map { hook($0).replacing("\n", with: "") }

  @Test func knowsTheJobOfACheckRun() throws {
    let text =
      Self.hook(Self.statuses[1]).dropLast()
      + #", "check_run": {"id": 88, "html_url": "https://github.com/octocat/example/actions/runs/77/job/88"}}"#
    let items = try records(ofObject: String(text))
    #expect(items.events.map(\.type) == [.deploymentCreated, .deploymentStatus])
    #expect(items.deploymentEvents[1].deployJobID == "github-job-88")
    #expect(items.deploymentEvents[1].metadata.member("webhook.check_run") != nil)
    #expect(items.deploymentEvents[1].metadata.member("webhook.sender") != nil)
  }

  @Test func believesTheDeploymentThatItsEnvironmentIsProduction() throws {
    let status = GitHubPayloads.status("success", at: "2024-07-20T01:25:00Z", environment: "mars")
    let text = Self.hook(status).replacing(
      #""transient_environment": false"#, with: #""production_environment": true"#)
    #expect(try records(ofObject: text).events.last?.type == .deploymentProduction)
  }

  @Test func asksTheDeploymentForTheEnvironmentOfAStatusWithout() throws {
    let status = Self.statuses[2].replacing(#""environment": "production","#, with: "")
    #expect(try records(ofObject: Self.hook(status)).events.last?.type == .deploymentProduction)
    #expect(try records(ofObject: status).codes == ["unknown-environment"])
  }

  @Test func readsARunAndItsMessage() throws {
    let text = GitHubPayloads.webhook("completed", #""workflow_run": \#(GitHubPayloads.run)"#)
    let job = try #require(try records(ofObject: text).jobs.first)
    let plain = try #require(try records(ofObject: GitHubPayloads.run).jobs.first)
    #expect(job.id == plain.id && job.status == .failed)
    #expect(job.completedAt == plain.completedAt && job.repo == plain.repo)
    #expect(job.metadata.text(of: "webhook.action") == "completed")
    #expect(job.metadata.member("webhook.sender") != nil)
  }

  @Test func readsAJobAndTheDeploymentItDoes() throws {
    let text = GitHubPayloads.webhook(
      "in_progress",
      #""workflow_job": \#(GitHubPayloads.job), "deployment": \#(GitHubPayloads.deployment())"#)
    let items = try records(ofObject: text)
    #expect(items.jobs.map(\.id) == ["github-job-399444496"])
    #expect(items.events.map(\.type) == [.deploymentCreated])
    #expect(items.deploymentEvents.first?.deployJobID == "github-job-399444496")
  }

  @Test func readsTheDeliveriesOfTheAPI() throws {
    let text = #"""
      {"id": 12345678, "guid": "0b989ba4-242f-11e5-81e1-c7b6966d2516",
       "delivered_at": "2024-06-03T00:57:16Z", "redelivery": false, "duration": 0.27,
       "status": "OK", "status_code": 200, "event": "deployment_status", "action": "created",
       "request": {"headers": {"X-GitHub-Event": "deployment_status"},
         "payload": \#(Self.hook(Self.statuses[2]))}, "response": {"headers": {}, "payload": "ok"}}
      """#
    let items = try records(ofObject: text)
    #expect(items.events.map(\.type) == [.deploymentCreated, .deploymentProduction])
    #expect(try recognisers(of: text) == ["GitHub webhook (deployment_status)"])
  }

  @Test func passesOverMessagesAboutOtherThings() throws {
    let text = GitHubPayloads.webhook("opened", #""issue": {"id": 1, "number": 1}"#)
    let items = try records(ofObject: text)
    #expect(items.ignoredCount == 1 && items.count == 1)
  }
}
