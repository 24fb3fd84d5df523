import Archiving
import Model
import Testing

@Suite struct NearestIDTests {
  private func archive(_ ids: [String]) throws -> TestArchive {
    let archive = try TestArchive()
    try archive.add(ids.map { .job(Job(id: Text($0), type: "build", status: .success)) })
    return archive
  }

  @Test func findsAMistypedIDAmongMany() throws {
    let archive = try archive((0..<6000).map { "build-\($0 * 7919 % 1_000_003)" })
    let id = "build-\(17 * 7919 % 1_000_003)"
    // One letter too many at the end: a neighbour by bytes, though it came long ago.
    #expect(try archive.near(id + "x").first == Text(id))
    // A mistake at the beginning: among those that came last.
    let late = "build-\(5990 * 7919 % 1_000_003)"
    #expect(try archive.near("b" + late).first == Text(late))
  }

  @Test func namesNothingThatIsNotNear() throws {
    let archive = try archive(["build-1", "build-2", "deploy-1"])
    #expect(try archive.near("test-xyz-12").isEmpty)
    #expect(try archive.near("build-3") == ["build-1", "build-2"])
    #expect(try archive.near("build-1") == ["build-2"])
  }

  @Test func findsAnIDByTheTextItBeginsWith() throws {
    let archive = try archive(["a", "b%1", "b%2", "b2", "c"])
    let found = try archive.archive.read {
      try $0.firstID(.job, prefix: "b%") { $0 != "b%1" }
    }
    #expect(found == "b%2")
    let beyond = try archive.archive.read { try $0.firstID(.job, prefix: "b%") { $0 == "b2" } }
    #expect(beyond == nil)
  }
}

extension TestArchive {
  fileprivate func near(_ id: String) throws -> [Text] {
    try archive.read { try $0.nearestIDs(to: Text(id), kind: .job, limit: 3) }
  }
}
