import Foundation
import Glibc

/// A program at work beside a test.
final class Program {
  private let process = Process()
  private let folder = try? TestFolder()
  private let ended = DispatchSemaphore(value: 0)

  init(_ program: String, _ arguments: [String], in directory: String) throws {
    guard let folder else { throw Problem("no folder for the output") }
    process.executableURL = URL(fileURLWithPath: program)
    process.arguments = arguments
    process.currentDirectoryURL = URL(fileURLWithPath: directory)
    process.environment = [
      "PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "HOME": directory, "LC_ALL": "C.UTF-8",
    ]
    process.standardInput = FileHandle.nullDevice
    try folder.write("stdout", [])
    try folder.write("stderr", [])
    func sink(_ name: String) throws -> FileHandle {
      try FileHandle(forWritingTo: URL(fileURLWithPath: "\(folder.path)/\(name)"))
    }
    process.standardOutput = try sink("stdout")
    process.standardError = try sink("stderr")
    let ended = ended
    process.terminationHandler = { _ in ended.signal() }
    try process.run()
  }

  deinit {
    stop()
  }

  var isRunning: Bool { process.isRunning }

  func stop() {
    if process.isRunning { kill(process.processIdentifier, SIGKILL) }
  }

  /// Waits for the end of it.
  func finish(within seconds: Double) throws -> (code: Int32, output: String, errors: String) {
    guard ended.wait(timeout: .now() + seconds) == .success else {
      stop()
      throw Problem("\(process.arguments ?? []) did not end in time: \(text("stderr"))")
    }
    return (process.terminationStatus, text("stdout"), text("stderr"))
  }

  func text(_ name: String) -> String {
    guard let folder,
      let data = FileManager.default.contents(atPath: "\(folder.path)/\(name)")
    else { return "" }
    return String(decoding: data, as: UTF8.self)
  }

  /// Where a program is, in the places where they are.
  static func path(of name: String) -> String? {
    ["/usr/bin", "/bin", "/usr/sbin", "/sbin", "/usr/local/bin"].map { "\($0)/\(name)" }
      .first { access($0, X_OK) == 0 }
  }
}
