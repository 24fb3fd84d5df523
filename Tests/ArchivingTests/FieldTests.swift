import Archiving
import Model
import Testing

/// A record that differs in one field from the one stored is another version, whatever the field.
@Suite struct FieldTests {
  private let time = Timestamp(seconds: 1_793_499_240)

  private func expectApart(_ stored: Model.Record, _ variants: [Model.Record]) throws {
    for (i, variant) in variants.enumerated() {
      let test = try TestArchive()
      try test.add([stored], as: "a")
      #expect(try test.add([stored], as: "b").duplicate == 1)
      #expect(try test.add([variant], as: "c").duplicate == 0, "variant \(i)")
      #expect(try test.add([stored, variant], as: "d").duplicate == 1, "variant \(i)")
    }
  }

  @Test func tellsJobsApart() throws {
    let job = Job(id: "j", type: "build", status: .success)
    let changes: [(inout Job) -> Void] = [
      { $0.type = "test" }, { $0.status = .failed }, { $0.sourceStatus = "" }, { $0.repo = "r" },
      { $0.ref = "r" }, { $0.commitSHA = "c" }, { $0.commitMessage = "m" },
      { $0.commitAuthor = "a" }, { $0.agentID = "a" }, { $0.createdAt = time },
      { $0.queuedAt = time }, { $0.startedAt = time }, { $0.completedAt = time },
      { $0.updatedAt = time }, { $0.exitCode = 0 }, { $0.durationSeconds = 0 },
      { $0.logsURL = "u" }, { $0.errorMessage = "" }, { $0.tags = [""] },
      { $0.metadata = Metadata(canonicalJSON: #"{"a":1}"#) },
    ]
    try expectApart(.job(job), changes.map { .job(changed(job, $0)) })
  }

  @Test func tellsDeploymentsApart() throws {
    let deployment = Deployment(id: "d", service: "s", version: "1", status: .live)
    let changes: [(inout Deployment) -> Void] = [
      { $0.service = "t" }, { $0.version = "2" }, { $0.status = .failed },
      { $0.sourceStatus = "w" }, { $0.environment = "" }, { $0.repo = "r" }, { $0.ref = "r" },
      { $0.commitSHA = "c" }, { $0.commitMessage = "m" }, { $0.commitAuthor = "a" },
      { $0.buildJobID = "b" }, { $0.testJobID = "t" }, { $0.deployJobID = "d" },
      { $0.stagingJobID = "s" }, { $0.productionJobID = "p" }, { $0.createdAt = time },
      { $0.updatedAt = time }, { $0.deployedToStaging = false },
      { $0.deployedToProduction = false }, { $0.stagingDeployedAt = time },
      { $0.productionDeployedAt = time }, { $0.rolledBack = false }, { $0.rolledBackAt = time },
      { $0.rolledBackTo = "0" }, { $0.rollbackReason = "r" }, { $0.errorRate = 0 },
      { $0.latencyMilliseconds = 0 }, { $0.requestsPerSecond = 0 }, { $0.tags = ["t"] },
      { $0.metadata = Metadata(canonicalJSON: #"{"a":1}"#) },
    ]
    try expectApart(
      .deployment(deployment), changes.map { .deployment(changed(deployment, $0)) })
  }

  @Test func tellsCommitsApart() throws {
    let commit = Commit(sha: "c")
    let changes: [(inout Commit) -> Void] = [
      { $0.repo = "r" }, { $0.parents = ["p"] }, { $0.authoredAt = time },
      { $0.committedAt = time }, { $0.author = "a" }, { $0.authorEmail = "e" },
      { $0.message = "" }, { $0.metadata = Metadata(canonicalJSON: #"{"a":1}"#) },
    ]
    try expectApart(.commit(commit), changes.map { .commit(changed(commit, $0)) })
  }

  @Test func tellsIncidentsApart() throws {
    let incident = Incident(id: "i")
    let changes: [(inout Incident) -> Void] = [
      { $0.service = "s" }, { $0.environment = "e" }, { $0.title = "t" }, { $0.severity = "s" },
      { $0.startedAt = time }, { $0.detectedAt = time }, { $0.resolvedAt = time },
      { $0.causedBy = "d" }, { $0.url = "u" }, { $0.tags = ["t"] },
      { $0.metadata = Metadata(canonicalJSON: #"{"a":1}"#) },
    ]
    try expectApart(.incident(incident), changes.map { .incident(changed(incident, $0)) })
  }

  private func changed<Value>(_ value: Value, _ change: (inout Value) -> Void) -> Value {
    var value = value
    change(&value)
    return value
  }
}
