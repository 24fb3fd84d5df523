import Foundation
import Sampling

/// The sample that most tests build from: small, but with every situation in it.
enum SmallSample {
  static let options = SampleOptions(jobs: 400, deployments: 120)
  /// The day it ends with.
  static let asOf = "2026-11-01"

  /// Its records, one a line.
  static let lines: [Substring] = {
    do {
      let folder = try TestFolder()
      try writeSample(options, to: "\(folder.path)/sample.ndjson")
      return try folder.read("sample.ndjson").split(separator: "\n")
    } catch {
      return []
    }
  }()

  /// What `rollbook build` makes of it.
  static let site = Result { () throws -> FileTree in
    let folder = try TestFolder()
    try folder.writeSample("sample.ndjson")
    let outcome = try folder.build("sample.ndjson")
    guard outcome.code == 0 else { throw Problem(outcome.description) }
    return try FileTree("\(folder.path)/site")
  }
}

extension TestFolder {
  /// Writes the small sample in the format that the name's ending says.
  func writeSample(_ name: String) throws {
    try Sampling.writeSample(SmallSample.options, to: "\(path)/\(name)")
  }

  func writeLines(_ name: String, _ lines: some Sequence<Substring>) throws {
    try write(name, lines.joined(separator: "\n") + "\n")
  }

  /// Builds `site` from the sources, as of the day the sample ends with, without waiting for the
  /// disk.
  @discardableResult
  func build(
    _ arguments: String..., environment: [String: String] = [:], umask: String? = nil
  ) throws -> Outcome {
    try start(
      ["build"] + arguments + ["-o", "site", "--as-of", SmallSample.asOf, "--sync", "none"],
      environment: environment, umask: umask
    ).finish()
  }
}

/// A stream of random numbers that is the same for the same seed. Source: Vigna, splitmix64.
struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) {
    state = seed
  }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
