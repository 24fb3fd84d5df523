import Foundation
import Testing

@testable import Importing

/// The inputs that fuzzing starts from, and those that once failed.
@Suite struct FuzzSeedTests {
  private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().appendingPathComponent("Fuzz/seeds")

  private static let names =
    (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []

  @Test func thereAreSeeds() {
    #expect(Self.names.count >= 20)
  }

  /// A failure stops the program: it is found as by the fuzz target.
  @Test(arguments: names.sorted()) func passes(name: String) throws {
    let seed = try Data(contentsOf: Self.folder.appendingPathComponent(name))
    replay(Array(seed))
    // Each reader gets each seed, in small and large pieces.
    for first in stride(from: UInt8(0), through: 255, by: 5) { replay([first] + seed.dropFirst()) }
  }
}
