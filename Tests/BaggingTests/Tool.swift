import Foundation

/// What a program gave back.
struct Outcome: CustomStringConvertible {
  let code: Int32
  /// Standard output and standard error.
  let output: String

  var description: String { "exit \(code): \(output)" }
}

/// Programs of the system that read what is written here.
enum Tool {
  /// Runs a program, found by its name, to its end.
  static func run(_ name: String, _ arguments: [String], in folder: String) throws -> Outcome {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = [name] + arguments
    process.currentDirectoryURL = URL(fileURLWithPath: folder)
    process.environment = ProcessInfo.processInfo.environment.merging(["LC_ALL": "C"]) { $1 }
    process.standardInput = FileHandle.nullDevice
    let file = "\(NSTemporaryDirectory())/rollbook-bagging-\(UUID().uuidString)"
    try Data().write(to: URL(fileURLWithPath: file))
    defer { try? FileManager.default.removeItem(atPath: file) }
    let sink = try FileHandle(forWritingTo: URL(fileURLWithPath: file))
    process.standardOutput = sink
    process.standardError = sink
    try process.run()
    process.waitUntilExit()
    let output = try Data(contentsOf: URL(fileURLWithPath: file))
    return Outcome(
      code: process.terminationStatus, output: String(decoding: output, as: UTF8.self))
  }
}
