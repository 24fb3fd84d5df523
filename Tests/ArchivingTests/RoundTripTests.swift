import Archiving
import Foundation
import Model
import Testing

@Suite struct RoundTripTests {
  private static let hostile: Text = "e\u{301} \u{0} ' \" \\ \n \u{202e} 😀 %s ; DROP TABLE job"

  private var fullJob: Job {
    var job = Job(id: RoundTripTests.hostile, type: "build", status: .cancelled)
    job.sourceStatus = "canceled"
    job.repo = "a/b"
    job.ref = ""
    job.commitSHA = "abc"
    job.commitMessage = RoundTripTests.hostile
    job.commitAuthor = "caf\u{e9}"
    job.agentID = "cafe\u{301}"
    job.createdAt = Timestamp(milliseconds: 1_793_499_240_001)
    job.queuedAt = Timestamp(milliseconds: 1_793_499_240_002)
    job.startedAt = Timestamp(milliseconds: 1_793_499_240_003)
    job.completedAt = Timestamp(milliseconds: 1_793_499_240_004)
    job.updatedAt = Timestamp(milliseconds: 1_793_499_240_005)
    job.exitCode = 0
    job.durationSeconds = 0
    job.logsURL = "https://ci.example/1"
    job.errorMessage = ""
    job.tags = ["b", "", "a\"\\\n"]
    job.metadata = Metadata(canonicalJSON: #"{"n":12345678901234567890.50,"service":"shop"}"#)
    return job
  }

  private var fullDeployment: Deployment {
    var d = Deployment(
      id: RoundTripTests.hostile, service: "shop", version: "1", status: .rolledBack)
    d.sourceStatus = "reverted"
    d.environment = ""
    d.repo = "a/b"
    d.ref = "main"
    d.commitSHA = "abc"
    d.commitMessage = RoundTripTests.hostile
    d.commitAuthor = "x"
    d.buildJobID = "b"
    d.testJobID = "t"
    d.deployJobID = "p"
    d.stagingJobID = "s"
    d.productionJobID = RoundTripTests.hostile
    d.createdAt = Timestamp(milliseconds: 1_793_499_240_001)
    d.updatedAt = Timestamp(milliseconds: 1_793_499_240_002)
    d.deployedToStaging = false
    d.deployedToProduction = true
    d.stagingDeployedAt = Timestamp(milliseconds: 1_793_499_240_003)
    d.productionDeployedAt = Timestamp(milliseconds: 1_793_499_240_004)
    d.rolledBack = false
    d.rolledBackAt = Timestamp(milliseconds: 1_793_499_240_005)
    d.rolledBackTo = "0"
    d.rollbackReason = "broke"
    d.errorRate = 0
    d.latencyMilliseconds = .leastNonzeroMagnitude
    d.requestsPerSecond = 1e21
    d.tags = ["hotfix"]
    d.metadata = Metadata(canonicalJSON: #"{"a":{"b":[1]}}"#)
    return d
  }

  private func stored(_ archive: Archive) throws -> ([Job], [Deployment]) {
    try archive.read { reader in
      var jobs: [Job] = []
      var deployments: [Deployment] = []
      for month in try reader.jobMonths() {
        try reader.forEachJob(in: month) { jobs.append($0.job) }
      }
      for month in try reader.deploymentMonths() {
        try reader.forEachDeployment(in: month) { deployments.append($0.deployment) }
      }
      return (jobs, deployments)
    }
  }

  @Test func keepsEveryField() throws {
    let test = try TestArchive()
    try test.add([.job(fullJob), .deployment(fullDeployment)])
    try test.refresh()
    let (jobs, deployments) = try stored(test.archive)
    #expect(jobs == [fullJob])
    #expect(deployments == [fullDeployment])
    #expect(jobs.first?.canonicalJSON.bytes == fullJob.canonicalJSON.bytes)
    #expect(deployments.first?.canonicalJSON.bytes == fullDeployment.canonicalJSON.bytes)
    try test.archive.read { reader in
      #expect(try reader.job(id: RoundTripTests.hostile) == fullJob)
      #expect(try reader.job(id: "other") == nil)
      let naming = try reader.deployments(naming: RoundTripTests.hostile)
      #expect(naming.map(\.role) == [.production])
    }
  }

  @Test func keepsWhatIsMissingMissing() throws {
    let job = Job(id: "j", type: "build", status: .unknown)
    let deployment = Deployment(id: "d", service: "s", version: "v", status: .pending)
    let test = try TestArchive()
    try test.add([.job(job), .deployment(deployment)])
    try test.refresh()
    let (jobs, deployments) = try stored(test.archive)
    #expect(jobs == [job])
    #expect(deployments == [deployment])
  }

  @Test func keepsIdsApartThatDifferInNormalisationOnly() throws {
    let test = try TestArchive()
    let ids: [Text] = ["caf\u{e9}", "cafe\u{301}", "CAF\u{e9}", "caf\u{e9} "]
    for (i, id) in ids.enumerated() {
      var deployment = Deployment(id: id, service: id, version: "v", status: .live)
      deployment.createdAt = Timestamp(seconds: 1_793_499_240 + Int64(i))
      try test.add([.job(Job(id: id, type: id, status: .success)), .deployment(deployment)])
    }
    try test.refresh()
    let counts = try test.archive.read { try [$0.jobCount(), $0.deploymentCount()] }
    #expect(counts == [4, 4])
    #expect(try test.archive.read { try $0.services() } == ids.sorted())
  }

  @Test func keepsRandomRecords() throws {
    var random = RandomRecords(seed: 21)
    let jobs = (0..<300).map { random.job(Text("j\($0)")) }
    let deployments = (0..<300).map { random.deployment(Text("d\($0)")) }
    let test = try TestArchive()
    try test.add(jobs.map { .job($0) } + deployments.map { .deployment($0) })
    try test.refresh()
    let (storedJobs, storedDeployments) = try stored(test.archive)
    #expect(storedJobs.sorted { $0.id < $1.id } == jobs.sorted { $0.id < $1.id })
    #expect(storedDeployments.sorted { $0.id < $1.id } == deployments.sorted { $0.id < $1.id })
  }
}
