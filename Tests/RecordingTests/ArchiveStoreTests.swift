import Archiving
import Metrics
import Model
import Recording
import Testing

/// What a store over an archive has beside the answers of every store.
@Suite struct ArchiveStoreTests {
  private struct Opened {
    let folder: TestFolder
    let archive: Archive
    let store: ArchiveStore

    init() throws {
      folder = try TestFolder()
      archive = try Archive(path: folder.file("archive.sqlite"))
      store = ArchiveStore(archive, zone: .utc)
    }

    func events(_ kind: RecordKind, _ id: Text) throws -> [String] {
      var result: [String] = []
      try archive.read { reader in
        try reader.forEachEvent(kind, id) { event, effect in
          result.append("\(event.type.word) \(effect)")
        }
      }
      return result
    }
  }

  @Test func keepsTheHistoryOfAJob() async throws {
    let opened = try Opened()
    let store = opened.store
    _ = try await store.createJob(type: "build", id: "j", at: minute(0))
    _ = try await store.complete(job: "j", JobResult(exitCode: 0), at: minute(5))
    _ = try await store.updateStatus(ofJob: "j", to: .running, at: minute(2))
    _ = try await store.updateStatus(ofJob: "j", to: .running, at: minute(6))
    _ = try await store.updateStatus(ofJob: "j", to: .running, at: minute(6))
    #expect(
      try opened.events(.job, "j") == [
        "job.created created", "job.status changed", "job.completed changed", "job.status unusual",
      ])
    #expect(try opened.archive.read { try $0.unusualEvents().count } == 1)
    #expect(try opened.archive.read { try $0.waitingEvents().count } == 0)
    #expect(try opened.archive.imports().count == 4)
  }

  @Test func keepsTheVersionThatEventsBuildOn() async throws {
    let opened = try Opened()
    try opened.archive.importLines([
      #"{"job_id":"j","job_type":"t","status":"running","started_at":"2026-11-01T02:10:00Z"}"#
    ])
    let job = try await opened.store.complete(job: "j", JobResult(exitCode: 3), at: minute(5))
    #expect(job?.status == .failed)
    #expect(job?.startedAt == minute(-4))
    var versions: [Record] = []
    try opened.archive.read { try $0.forEachVersion(.job, "j") { versions.append($0) } }
    #expect(versions.count == 1)
    guard case .job(let version)? = versions.first else { throw Missing() }
    #expect(version.status == .running)
    #expect(version.exitCode == nil)
  }

  private struct Missing: Error {}

  @Test func obeysEventsThatWaitedForTheirRecord() async throws {
    let opened = try Opened()
    try opened.archive.importLines([
      #"{"type":"job.status","at":"2026-11-01T02:20:00Z","job_id":"j","status":"running"}"#
    ])
    #expect(try await opened.store.job("j") == nil)
    #expect(try await opened.store.complete(job: "j", JobResult(exitCode: 0), at: minute(9)) == nil)
    let job = try await opened.store.createJob(type: "t", id: "j", at: minute(0))
    #expect(job?.status == .running)
    #expect(job?.startedAt == minute(6))
  }

  @Test func listsRecordsWithoutATimeLast() async throws {
    let opened = try Opened()
    try opened.archive.importLines([
      #"{"job_id":"a","job_type":"t","status":"success"}"#,
      #"{"job_id":"b","job_type":"t","status":"success","created_at":"1990-01-01T00:00:00Z"}"#,
      #"{"job_id":"c","job_type":"t","status":"success","completed_at":"2026-11-01T00:00:00Z"}"#,
      #"{"deployment_id":"a","service_name":"s","version":"1","status":"live"}"#,
      #"{"deployment_id":"b","service_name":"s","version":"1","status":"live"}"#,
    ])
    _ = try await opened.store.createJob(type: "t", id: "d", at: minute(0))
    _ = try await opened.store.createDeployment(service: "s", version: "2", id: "0", at: minute(0))
    #expect(try await opened.store.jobs().map(\.id) == ["d", "c", "b", "a"])
    #expect(try await opened.store.jobs(status: .success).map(\.id) == ["c", "b", "a"])
    #expect(try await opened.store.deployments().map(\.id) == ["0", "b", "a"])
    #expect(try await opened.store.deployments(ofService: "s").map(\.id) == ["0", "b", "a"])
  }

  @Test func letsABuildDeriveWhatChanged() async throws {
    let opened = try Opened()
    func refresh() throws { try opened.archive.refresh(zone: .utc, derive: deriveService) }
    func live() throws -> [Text] {
      try opened.archive.read { reader in
        try reader.spans(of: "s").filter { $0.until == nil }.map(\.version)
      }
    }
    for (i, id) in (["d1", "d2"] as [Text]).enumerated() {
      let at = Int64(i) * 10
      _ = try await opened.store.createDeployment(
        service: "s", version: Text("v\(i)"), id: id, at: minute(at))
      _ = try await opened.store.recordProduction(ofDeployment: id, job: "p", at: minute(at + 1))
      try refresh()
      #expect(try live() == [Text("v\(i)")])
    }
    _ = try await opened.store.recordRollback(
      ofDeployment: "d2", to: "v0", reason: "r", at: minute(20))
    try refresh()
    #expect(try live() == ["v0"])
    #expect(try opened.archive.read { try $0.rollbacks(of: "s").map(\.at) } == [minute(20)])
  }
}
