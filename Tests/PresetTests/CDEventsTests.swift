import Model
import Testing

@testable import Importing

enum CDEventsPayloads {
  static func plain(
    _ type: String, subject: String = "run-1", content: String, id: String = "271069a8",
    at: String = "2023-03-20T14:27:05.315384Z"
  ) -> String {
    let kind = type.split(separator: ".")[2]
    return #"""
      {"context": {"version": "0.5.0-draft", "id": "\#(id)", "chainId": "4c8cb7dd",
         "source": "/event/source/123", "type": "\#(type)", "timestamp": "\#(at)",
         "links": [{"linkType": "RELATION", "target": {"contextId": "5328c37f"}}]},
       "subject": {"id": "\#(subject)", "source": "/event/source/123", "type": "\#(kind)",
         "content": \#(content)}}
      """#
  }

  static let finished = plain(
    "dev.cdevents.pipelinerun.finished.0.3.0-draft",
    content: #"""
      {"pipelineName": "myPipeline", "url": "https://www.example.com/run-1", "outcome": "failure",
       "errors": "Something went wrong\nWith some more details"}
      """#)

  static let taskFinished = plain(
    "dev.cdevents.taskrun.finished.0.2.0", subject: "task-7",
    content: #"""
      {"taskName": "myTask", "url": "https://www.example.com/task-7", "pipelineRun": {"id": "run-1"},
       "outcome": "success"}
      """#)

  static let deployed = plain(
    "dev.cdevents.service.deployed.0.1.1", subject: "service/myapp",
    content: #"""
      {"environment": {"id": "production"},
       "artifactId": "pkg:oci/myapp@sha256%3A0b31b1c02ff458ad?repository_url=ghcr.io&tag=latest"}
      """#)

  static let rolledBack = plain(
    "dev.cdevents.service.rolledback.0.3.0", subject: "service/myapp",
    content: #"{"environment": {"id": "prod-eu"}, "artifactId": "pkg:oci/myapp@1.8.1"}"#)

  static let cloudEvent = #"""
    {"specversion": "1.0", "id": "env-1", "source": "/event/source/123",
     "type": "dev.cdevents.service.upgraded.0.2.0", "time": "2023-03-20T14:27:05.315384Z",
     "datacontenttype": "application/json", "traceparent": "00-abc",
     "data": \#(plain("dev.cdevents.service.upgraded.0.2.0", subject: "till",
       content: #"{"environment": {"id": "staging"}, "artifactId": "till:2.0"}"#, id: "up-1"))}
    """#

  static let all = [finished, taskFinished, deployed, rolledBack, cloudEvent]
}

@Suite struct CDEventsTests {
  @Test func makesDeploymentsOfWhatHappensToServices() throws {
    let items = try records(ofObject: CDEventsPayloads.deployed)
    let deployment = try #require(items.deployments.first)
    #expect(items.count == 1)
    #expect(deployment.id == "cdevents-271069a8")
    #expect(deployment.service == "service/myapp")
    #expect(deployment.version == "sha256:0b31b1c02ff458ad")
    #expect(deployment.status == .live)
    #expect(deployment.sourceStatus == "service.deployed")
    #expect(deployment.environment == "production")
    #expect(deployment.deployedToProduction == true)
    #expect(try deployment.productionDeployedAt == time("2023-03-20T14:27:05.315Z"))
    #expect(try deployment.createdAt == time("2023-03-20T14:27:05.315Z"))
    #expect(deployment.rolledBack == nil)
    #expect(deployment.metadata.text(of: "rollback_signal") == nil)
    #expect(deployment.metadata.member("context") != nil)
    #expect(deployment.metadata.member("subject") != nil)
  }

  @Test func takesWhatARolledBackServiceNamesAsWhatIsLiveNow() throws {
    let deployment = try #require(
      try records(ofObject: CDEventsPayloads.rolledBack).deployments.first)
    #expect(deployment.version == "1.8.1")
    #expect(deployment.status == .live)
    #expect(deployment.environment == "prod-eu")
    #expect(deployment.rolledBack == nil)
    #expect(deployment.metadata.text(of: "rollback_signal") == "service.rolledback")
  }

  @Test func looksInsideCloudEvents() throws {
    let items = try records(ofObject: CDEventsPayloads.cloudEvent)
    let deployment = try #require(items.deployments.first)
    #expect(deployment.id == "cdevents-up-1")
    #expect(deployment.service == "till")
    #expect(deployment.version == "till:2.0")
    #expect(deployment.status == .staged)
    #expect(deployment.sourceStatus == "service.upgraded")
    #expect(deployment.deployedToStaging == true)
    #expect(try deployment.stagingDeployedAt == time("2023-03-20T14:27:05.315Z"))
    #expect(deployment.metadata.text(of: "traceparent") == "00-abc")
    #expect(deployment.metadata.member("data") != nil)
  }

  @Test(arguments: ["deployed", "upgraded", "published", "rolledback"])
  func readsEachVersionOfATypeByItsBeginning(_ predicate: String) throws {
    for version in ["0.1.1", "0.2.0", "0.3.0-draft", "1.0.0"] {
      let json = CDEventsPayloads.plain(
        "dev.cdevents.service.\(predicate).\(version)",
        content: #"{"environment": {"id": "live"}, "artifactId": "app@7"}"#)
      let deployment = try #require(try records(ofObject: json).deployments.first)
      #expect(deployment.sourceStatus == Text("service.\(predicate)"))
      #expect(
        (deployment.metadata.text(of: "rollback_signal") != nil) == (predicate == "rolledback"))
    }
  }

  @Test(
    arguments: [
      ("dev.cdevents.service.removed.0.2.0", #"{"environment": {"id": "prod"}}"#),
      ("dev.cdevents.service.published.0.1.1", #"{"environment": {"id": "prod"}}"#),
      ("dev.cdevents.change.merged.0.2.0", "{}"), ("dev.cdevents.pipelinerun.paused.9.0.0", "{}"),
    ])
  func leavesOutWhatIsNoDeploymentAndNoJob(type: String, content: String) throws {
    let items = try records(ofObject: CDEventsPayloads.plain(type, content: content))
    #expect(items.ignoredCount == 1)
    #expect(items.count == 1)
  }

  @Test func saysThatAnEnvironmentIsUnknown() throws {
    let items = try records(
      ofObject: CDEventsPayloads.plain(
        "dev.cdevents.service.deployed.0.2.0",
        content: #"{"environment": {"id": "blue"}, "artifactId": "app@7"}"#))
    #expect(items.codes == ["unknown-environment"])
    #expect(items.deployments.first?.status == .staged)
    #expect(items.deployments.first?.productionDeployedAt == nil)
    #expect(
      items.defects.first?.message
        == "environment 'blue' is neither known as production nor as staging; not counted as "
        + "production; say what it is under environments:")
  }

  // MARK: - Runs

  @Test func makesEventsOfOneJobOfWhatHappensToARun() throws {
    let types = ["queued", "started", "finished"]
    let lines = types.enumerated().map { i, word in
      CDEventsPayloads.plain(
        "dev.cdevents.pipelinerun.\(word).0.2.0",
        content: #"{"pipelineName": "nightly", "uri": "https://ci/1", "outcome": "success"}"#,
        id: "e\(i)", at: "2023-03-20T14:00:0\(i)Z")
    }
    let items = try records(of: "[" + lines.joined(separator: ",") + "]")
    #expect(items.defects == [])
    let events = items.events
    #expect(
      events.map(\.type.word) == [
        "job.created", "job.created", "job.status", "job.created", "job.completed",
      ])
    #expect(events.allSatisfy { $0.id == "cdevents-run-1" })
    #expect(
      try events.map(\.at)
        == ["00", "01", "01", "02", "02"].map {
          try time("2023-03-20T14:00:\($0)Z")
        })
    let jobs = events.jobs
    #expect(jobs[0].status == .queued)
    #expect(jobs[0].type == "pipeline")
    #expect(jobs[0].queuedAt == events[0].at)
    #expect(jobs[0].logsURL == "https://ci/1")
    #expect(jobs[0].metadata.text(of: "workflow") == "nightly")
    #expect(jobs[0].metadata.text(of: "run_id") == "cdevents-run-1")
    #expect(jobs[0].metadata.member("context") != nil)
    #expect(!events[1].hasStatus)
    #expect(jobs[1].metadata.member("context") == nil)
    #expect(jobs[2].status == .running)
    #expect(jobs[2].startedAt == events[2].at)
    #expect(jobs[4].status == .success)
    #expect(jobs[4].sourceStatus == "success")
    #expect(jobs[4].completedAt == events[4].at)
    #expect(jobs[4].metadata.member("context") != nil)
  }

  /// Whatever of a run is told, and in whatever order, it is one job.
  @Test(arguments: [[0, 1, 2], [2, 0, 1], [2, 1, 0], [1, 2], [2, 1], [2]])
  func foldsIntoOneJob(_ order: [Int]) throws {
    let words = ["queued", "started", "finished"]
    let lines = order.map { i in
      CDEventsPayloads.plain(
        "dev.cdevents.taskrun.\(words[i]).0.2.0",
        content: #"{"taskName": "build", "outcome": "error", "errors": "lost"}"#,
        id: "e\(i)", at: "2023-03-20T14:00:0\(i)Z")
    }
    let events = try records(of: "[" + lines.joined(separator: ",") + "]").events
    let job = try #require(Folded<Job>(base: nil, events: events).value)
    #expect(job.id == "cdevents-run-1")
    #expect(job.type == "build")
    #expect(job.status == .error)
    #expect(job.sourceStatus == "error")
    #expect(job.errorMessage == "lost")
    #expect(try job.queuedAt == (order.contains(0) ? time("2023-03-20T14:00:00Z") : nil))
    #expect(try job.startedAt == (order.contains(1) ? time("2023-03-20T14:00:01Z") : nil))
    #expect(try job.completedAt == time("2023-03-20T14:00:02Z"))
  }

  @Test func readsTheEndOfATask() throws {
    let events = try records(ofObject: CDEventsPayloads.taskFinished).events
    let job = try #require(events.jobs.first)
    #expect(job.id == "cdevents-task-7")
    #expect(job.type == "myTask")
    #expect(job.metadata.text(of: "job_name") == "myTask")
    #expect(job.metadata.text(of: "run_id") == "cdevents-run-1")
    #expect(events.map(\.type) == [.jobCreated, .jobCompleted])
  }

  @Test func keepsWhatWentWrong() throws {
    let job = try #require(try records(ofObject: CDEventsPayloads.finished).events.jobs.last)
    #expect(job.status == .failed)
    #expect(job.errorMessage == "Something went wrong\nWith some more details")
  }

  @Test(
    arguments: [
      ("success", .success), ("failure", .failed), ("cancel", .cancelled), ("error", .error),
      ("Success", .success),
    ] as [(String, JobStatus)])
  func mapsEachOutcome(word: String, status: JobStatus) throws {
    let items = try records(
      ofObject: CDEventsPayloads.plain(
        "dev.cdevents.taskrun.finished.0.2.0", content: #"{"outcome": "\#(word)"}"#))
    #expect(items.events.last?.type == .jobCompleted)
    #expect(items.events.jobs.last?.status == status)
    #expect(items.defects == [])
  }

  /// An end without an outcome is no failure.
  @Test(arguments: [#"{"outcome": "shrug"}"#, "{}"])
  func knowsNotHowARunWithoutAKnownOutcomeEnded(_ content: String) throws {
    let items = try records(
      ofObject: CDEventsPayloads.plain("dev.cdevents.taskrun.finished.0.1.0", content: content))
    let event = try #require(items.events.last)
    #expect(event.type == .jobStatus)
    #expect(event.hasStatus)
    #expect(items.events.jobs.last?.status == .unknown)
    #expect(items.events.jobs.last?.completedAt == event.at)
    #expect(items.codes == (content == "{}" ? [] : ["unknown-status"]))
  }

  @Test(
    arguments: [
      ("pkg:npm/%40acme/till@1.2.3", "1.2.3"), ("pkg:golang/a/b@v1.0.0#sub/path", "v1.0.0"),
      ("pkg:oci/app@sha256%3Aab%zz?tag=1", "sha256:ab%zz"), ("pkg:oci/app", "pkg:oci/app"),
      ("pkg:oci/app@", "pkg:oci/app@"), ("app@7", "app@7"), ("pkg:a/b@1%2", "1%2"),
    ])
  func readsTheVersionOfAPackageURL(url: String, version: String) {
    #expect(url.packageVersion == version)
  }
}

extension [LifecycleEvent] {
  var jobs: [Job] {
    compactMap { if case .job(let job) = $0.record { job } else { nil } }
  }
}
