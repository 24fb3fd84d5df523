import ArgumentParser
import Foundation
import Sampling

struct InitCommand: ParsableCommand, ConsoleCommand {
  static let configuration = CommandConfiguration(
    commandName: "init",
    abstract: "Make a working folder: configuration, templates, sample records, examples.",
    discussion: """
      Corrections that are there already, in overrides.yml, stay as they are.

      Examples:
        rollbook init reports
        cd reports && rollbook build
        rollbook init --force      (writes the files of this version over those that are there)
      """)

  @Argument(help: ArgumentHelp("The folder to fill; it is made if need be.", valueName: "dir"))
  var folder = "."

  @Flag(help: "Write over files that are there.")
  var force = false

  @OptionGroup var consoleOptions: ConsoleOptions

  func run() throws {
    // What people wrote into it is theirs.
    let hasCorrections = FileManager.default.fileExists(
      atPath: "\(folder)/\(CorrectionsInForce.fileName)")
    let files = Scaffold.files.filter {
      $0.path != CorrectionsInForce.fileName || !hasCorrections
    }
    if !force { try refuseOverwriting(files.map(\.path) + ["sample.ndjson"]) }
    for (path, bytes) in files { try write(path, bytes) }
    try writeSample(SampleOptions(), to: "\(folder)/sample.ndjson")
    print(
      """
      \(Console.oneLine(folder)) is ready. Next:
        cd \(Console.oneLine(folder))
        rollbook build --as-of 2026-11-01      (the sample records end there)
        open public/index.html
      """)
  }

  private func refuseOverwriting(_ paths: [String]) throws {
    let there = paths.filter { FileManager.default.fileExists(atPath: "\(folder)/\($0)") }
    guard !there.isEmpty else { return }
    let more = there.count > 3 ? " and \(there.count - 3) more" : ""
    throw Failure(
      .cannotCreate,
      "\(folder) has \(there.prefix(3).joined(separator: ", "))\(more) already; nothing was written. "
        + "--force writes over them")
  }

  private func write(_ path: String, _ bytes: [UInt8]) throws {
    let full = "\(folder)/\(path)"
    try Files.makeFolder(Files.folder(of: full))
    try Files.write(bytes, to: full)
  }
}
