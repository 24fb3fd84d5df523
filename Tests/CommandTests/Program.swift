import Foundation
import Glibc

/// What a program gave back.
struct Outcome: CustomStringConvertible {
  /// The exit code, or minus the signal that ended it.
  let code: Int32
  let output: String
  let errors: String

  var description: String { "exit \(code)\nstdout: \(output)\nstderr: \(errors)" }

  /// The lines on standard error.
  var errorLines: [Substring] { errors.split(separator: "\n") }
}

/// A program at work: its output goes to files, so that no pipe can fill up.
final class Program {
  private static let home = ["HOME": "/nonexistent"]
  /// Far beyond what any of them needs.
  private static let timeLimitSeconds = 120.0

  private let process = Process()
  private let folder: String
  private let ended = DispatchSemaphore(value: 0)

  /// - Parameters:
  ///   - environment: added to a path and a locale; nothing else comes from outside.
  ///   - umask: in octal, as the shell takes it.
  init(
    _ program: String, _ arguments: [String], in folder: String,
    environment: [String: String] = [:], umask: String? = nil, input: Any? = nil
  ) throws {
    self.folder = "\(NSTemporaryDirectory())/rollbook-output-\(UUID().uuidString)"
    try FileManager.default.createDirectory(
      atPath: self.folder, withIntermediateDirectories: true)
    var command = [program] + arguments
    if let umask {
      command = ["/bin/sh", "-c", "umask \"$1\"; shift; exec \"$@\"", "sh", umask] + command
    }
    process.executableURL = URL(fileURLWithPath: command.removeFirst())
    process.arguments = command
    process.currentDirectoryURL = URL(fileURLWithPath: folder)
    process.environment = ["PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL": "C.UTF-8"]
      .merging(Program.home) { $1 }.merging(environment) { $1 }
    process.standardInput = input ?? FileHandle.nullDevice
    process.standardOutput = try sink("stdout")
    process.standardError = try sink("stderr")
    let ended = ended
    process.terminationHandler = { _ in ended.signal() }
    try process.run()
  }

  deinit {
    if process.isRunning { kill(process.processIdentifier, SIGKILL) }
    try? FileManager.default.removeItem(atPath: folder)
  }

  private func sink(_ name: String) throws -> FileHandle {
    let url = URL(fileURLWithPath: "\(folder)/\(name)")
    try Data().write(to: url)
    return try FileHandle(forWritingTo: url)
  }

  var isRunning: Bool { process.isRunning }

  /// What it has written to standard output and standard error so far.
  var soFar: (output: String, errors: String) {
    get throws { (try text("stdout"), try text("stderr")) }
  }

  func send(_ signal: Int32) {
    if process.isRunning { kill(process.processIdentifier, signal) }
  }

  /// Waits for the end of it.
  func finish() throws -> Outcome {
    guard ended.wait(timeout: .now() + Program.timeLimitSeconds) == .success else {
      kill(process.processIdentifier, SIGKILL)
      throw Problem("\(process.arguments ?? []) did not end in time")
    }
    let code = process.terminationStatus
    return Outcome(
      code: process.terminationReason == .exit ? code : -code, output: try text("stdout"),
      errors: try text("stderr"))
  }

  private func text(_ name: String) throws -> String {
    let data = try Data(contentsOf: URL(fileURLWithPath: "\(folder)/\(name)"))
    return String(decoding: data, as: UTF8.self)
  }

  // MARK: - Which programs there are

  /// Where a program is, in the places where they are.
  static func path(of name: String) -> String? {
    ["/usr/bin", "/bin", "/usr/sbin", "/sbin", "/usr/local/bin"].map { "\($0)/\(name)" }
      .first { access($0, X_OK) == 0 }
  }

  /// The program under test: beside the one that runs the tests, else in the build folder.
  static let rollbook: String = {
    let me = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""
    var candidates = [URL(fileURLWithPath: me).deletingLastPathComponent().path]
    candidates.append("\(repository)/.build/debug")
    return candidates.map { "\($0)/rollbook" }.first { access($0, X_OK) == 0 } ?? "rollbook"
  }()

  /// The root of the repository.
  static let repository: String = {
    var url = URL(fileURLWithPath: #filePath)
    for _ in 0..<3 { url.deleteLastPathComponent() }
    return url.path
  }()

  /// Whether this is root and can become another user.
  static let canBecomeSomebodyElse: Bool = {
    guard let runuser = path(of: "runuser") else { return false }
    let arguments = ["-u", "www-data", "--", "/bin/true"]
    return (try? Program(runuser, arguments, in: "/").finish().code) == 0
  }()

  /// Whether a second mount namespace can be made.
  static let canMount: Bool = {
    guard let unshare = path(of: "unshare") else { return false }
    let arguments = ["-m", "mount", "--bind", "/tmp", "/tmp"]
    return (try? Program(unshare, arguments, in: "/").finish().code) == 0
  }()
}

extension TestFolder {
  /// Starts the program under test with this folder as its working folder.
  func start(
    _ arguments: [String], environment: [String: String] = [:], umask: String? = nil,
    input: Any? = nil
  ) throws -> Program {
    try Program(
      Program.rollbook, arguments, in: path, environment: environment, umask: umask, input: input)
  }

  /// Runs the program under test with this folder as its working folder.
  @discardableResult
  func rollbook(
    _ arguments: String..., environment: [String: String] = [:], umask: String? = nil,
    input: String? = nil
  ) throws -> Outcome {
    var file: FileHandle?
    if let input { file = try FileHandle(forReadingFrom: URL(fileURLWithPath: "\(path)/\(input)")) }
    return try start(arguments, environment: environment, umask: umask, input: file).finish()
  }

  /// Runs a shell script in this folder; `$ROLLBOOK` is the program under test.
  func shell(_ script: String) throws -> Outcome {
    try Program(
      "/bin/sh", ["-euc", script], in: path, environment: ["ROLLBOOK": Program.rollbook]
    ).finish()
  }
}
