import Foundation
import Testing

extension CommandTests {
  /// What is recorded event by event is what an import of the same events brings.
  @Suite struct RecordSameTests {
    @Test(arguments: [1, 2])
    func makesTheSameSiteAsAnImportInAnyOrder(seed: UInt64) throws {
      let life = RecordLife(seed: seed, jobs: 5, deployments: 4)
      let recorded = try TestFolder()
      for step in life.steps {
        let outcome = try recorded.start(step.arguments + ["--archive", "a.sqlite"]).finish()
        #expect(outcome.code == 0, "seed \(seed): \(step.arguments): \(outcome)")
      }
      #expect(try recorded.build("--archive", "a.sqlite").code == 0)
      let one = try FileTree("\(recorded.path)/site")

      let imported = try TestFolder()
      var random = SplitMix64(seed: seed)
      let lines = (life.steps + life.steps).map(\.line).shuffled(using: &random)
      let half = lines.count / 2
      for (name, part) in [("1", lines[..<half]), ("2", lines[half...])] {
        try imported.write("\(name).ndjson", part.joined(separator: "\n") + "\n")
      }
      #expect(try imported.build("1.ndjson", "2.ndjson", "--archive", "a.sqlite").code == 0)
      let other = try FileTree("\(imported.path)/site")
      #expect(one.files.count > 20)
      #expect(one.differences(from: other) == [], "seed \(seed)")
    }

    /// A build after a recording takes in what changed, and makes what a full build makes.
    @Test func isPartOfTheNextBuild() throws {
      let life = RecordLife(seed: 3, jobs: 2, deployments: 2)
      let folder = try TestFolder()
      for step in life.steps {
        #expect(try folder.start(step.arguments + ["--archive", "a.sqlite"]).finish().code == 0)
        #expect(try folder.build("--archive", "a.sqlite").code == 0)
      }
      let byAndBy = try FileTree("\(folder.path)/site")
      try FileManager.default.removeItem(atPath: "\(folder.path)/site")
      #expect(try folder.build("--archive", "a.sqlite").code == 0)
      #expect(byAndBy.differences(from: try FileTree("\(folder.path)/site")) == [])
    }
  }
}
