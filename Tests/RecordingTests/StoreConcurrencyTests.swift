import Archiving
import Dispatch
import Model
import Recording
import Testing

/// Many tasks at once, on one store and on several over one file.
@Suite struct StoreConcurrencyTests {
  /// Each task creates a job of its own, and all tell of one that they share.
  private func work(_ task: Int, on store: any JobStore & DeploymentStore) async throws {
    let id = Text("j\(task)")
    _ = try await store.createJob(type: "build", id: id, at: minute(0))
    _ = try await store.createDeployment(
      service: "s", version: Text("\(task)"), id: id, at: minute(Int64(task)))
    var said = Job(id: "shared", type: "", status: .running)
    said.agentID = Text("a\(task)")
    let applied = try await store.apply(
      jobEvent: LifecycleEvent(
        type: .jobStatus, at: minute(Int64(task)), record: .job(said), hasStatus: true))
    #expect(applied?.record.status == .running)
    let done = try await store.complete(
      job: id, JobResult(exitCode: Int64(task)), at: minute(Int64(task)))
    #expect(done?.exitCode == Int64(task))
  }

  private func check(_ store: any JobStore & DeploymentStore, tasks: Int) async throws {
    let jobs = try await store.jobs(status: nil, limit: nil)
    #expect(jobs.count == tasks + 1)
    for task in 0..<tasks {
      #expect(try await store.job(Text("j\(task)"))?.exitCode == Int64(task))
    }
    let shared = try await store.job("shared")
    #expect(shared?.startedAt == minute(0))
    #expect(shared?.updatedAt == minute(Int64(tasks - 1)))
    #expect(shared?.agentID == "a0")
    #expect(try await store.deployments(ofService: "s", limit: nil).count == tasks)
  }

  @Test(arguments: StoreKind.allCases)
  func keepsEverythingOfTwoHundredTasks(kind: StoreKind) async throws {
    let test = try kind.make()
    _ = try await test.store.createJob(type: "build", id: "shared", at: minute(-1))
    try await withThrowingTaskGroup { group in
      for task in 0..<200 { group.addTask { try await work(task, on: test.store) } }
      try await group.waitForAll()
    }
    try await check(test.store, tasks: 200)
  }

  @Test func keepsEverythingOfTwoStoresOnOneFile() async throws {
    let folder = try TestFolder()
    let path = folder.file("archive.sqlite")
    let stores = [
      ArchiveStore(try Archive(path: path), zone: .utc),
      ArchiveStore(try Archive(path: path), zone: .utc),
    ]
    _ = try await stores[0].createJob(type: "build", id: "shared", at: minute(-1))
    try await withThrowingTaskGroup { group in
      for task in 0..<40 { group.addTask { try await work(task, on: stores[task % 2]) } }
      try await group.waitForAll()
    }
    for store in stores { try await check(store, tasks: 40) }
    #expect(try Archive(path: path).checkIntegrity() == nil)
  }

  @Test func readsOnAndSaysSoWhileAnotherHoldsTheArchive() async throws {
    let folder = try TestFolder()
    let path = folder.file("archive.sqlite")
    let store = ArchiveStore(try Archive(path: path, patience: .milliseconds(10)), zone: .utc)
    _ = try await store.createJob(type: "build", id: "j", at: minute(0))
    let holder = try Archive(path: path)
    let kinds = Kinds()
    _ = try holder.importSource(named: "long", zone: .utc) { _ in
      let done = DispatchSemaphore(value: 0)
      Task.detached {
        await kinds.note { _ = try await store.createJob(type: "build", at: minute(1)) }
        await kinds.note { _ = try await store.jobs() }
        done.signal()
      }
      done.wait()
      return SourceDescription(
        format: "ndjson", sha256: "00", byteCount: 0, lines: 0, blank: 0, ignored: 0,
        quarantined: 0, incomplete: 0)
    }
    #expect(await kinds.all == [.busy, nil])
    #expect(try await store.createJob(type: "build", at: minute(1)) != nil)
  }

  /// How operations ended: nil for well.
  private actor Kinds {
    private(set) var all: [ArchiveError.Kind?] = []

    func note(_ operation: @Sendable () async throws -> Void) async {
      do {
        try await operation()
        all.append(nil)
      } catch {
        all.append((error as? ArchiveError)?.kind ?? .failed)
      }
    }
  }
}
