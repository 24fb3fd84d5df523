import Archiving
import Model
import Recording
import Testing

/// Both stores and an import of the same events say the same.
@Suite struct StoreAgreementTests {
  /// Everything a store can be asked.
  private func answers(_ store: any JobStore & DeploymentStore) async throws -> [String] {
    var lists: [[Record]] = []
    func note(_ jobs: [Job]) { lists.append(jobs.map { .job($0) }) }
    func note(_ deployments: [Deployment]) { lists.append(deployments.map { .deployment($0) }) }
    note(try await store.jobs(status: nil, limit: nil))
    for status in JobStatus.allCases { note(try await store.jobs(status: status)) }
    note(try await store.runningJobs())
    for agent in ["x0", "x1", "x2"] as [Text] { note(try await store.jobs(ofAgent: agent)) }
    note(try await store.deployments(ofService: nil, limit: nil))
    for service in ["s0", "s1", "s2"] as [Text] {
      note(try await store.deployments(ofService: service))
    }
    for record in lists.flatMap({ $0 }) {
      switch record {
      case .job(let job): #expect(try await store.job(job.id) == job)
      case .deployment(let one): #expect(try await store.deployment(one.id) == one)
      case .commit, .incident: break
      }
    }
    return lists.map { list in list.map(\.canonicalJSON.string).joined(separator: "\n") }
  }

  /// The first answers that differ, so that a failure can be read.
  private func difference(of found: [String], _ expected: [String]) -> String? {
    zip(found, expected).first { $0 != $1 }.map { "\($0) instead of \($1)" }
  }

  @Test(arguments: 1...12 as ClosedRange<UInt64>)
  func answersTheSameAfterTheSameOperations(seed: UInt64) async throws {
    var dice = SplitMix64(seed: seed)
    var operations = (0..<60).map { _ in RandomOperation.random(&dice) }
    let beginnings = RandomOperation.beginnings()
    let (memory, archive) = (try StoreKind.memory.make(), try StoreKind.archive.make())
    for operation in beginnings + operations {
      try await operation.run(memory.store)
      try await operation.run(archive.store)
    }
    let expected = try await answers(memory.store)
    let found = try await answers(archive.store)
    #expect(difference(of: found, expected) == nil, "seed \(seed)")
    for _ in 0..<3 {
      operations.shuffle(using: &dice)
      let folder = try TestFolder()
      let imported = try Archive(temporaryIn: folder.path)
      // Before what begins them, after it, repeated, in two sources.
      let lines = (operations + beginnings + operations.prefix(20)).map(\.line)
      let cut = Int.random(in: 0...lines.count, using: &dice)
      try imported.importLines(Array(lines[..<cut]), named: "a")
      try imported.importLines(Array(lines[cut...]), named: "b")
      let found = try await answers(ArchiveStore(imported, zone: .utc))
      #expect(difference(of: found, expected) == nil, "seed \(seed)")
    }
  }

  @Test func answersTheSameToOperationsOnUnknownIDs() async throws {
    for seed in 20...29 as ClosedRange<UInt64> {
      var dice = SplitMix64(seed: seed)
      let (memory, archive) = (try StoreKind.memory.make(), try StoreKind.archive.make())
      for _ in 0..<40 {
        let operation = RandomOperation.random(&dice)
        try await operation.run(memory.store)
        try await operation.run(archive.store)
      }
      let (found, expected) = (
        try await answers(archive.store), try await answers(memory.store)
      )
      #expect(difference(of: found, expected) == nil, "seed \(seed)")
    }
  }
}
