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
