import Foundation
import Glibc

@testable import publish_probe

/// Runs programs, `publish-probe` above all, which publishes small numbered trees.
enum Probe {
  /// What a program gave back: its exit code, or minus the signal that ended it.
  struct Outcome {
    let code: Int32
    let output: String
  }

  /// The program beside the tests.
  static var path: String {
    get throws {
      let me = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
      return URL(fileURLWithPath: me).deletingLastPathComponent().path + "/publish-probe"
    }
  }

  /// The tree that `seed` stands for.
  static func tree(_ seed: Int) -> [String: String] {
    let files = ProbeTree.files(seed: seed).map {
      ($0.path, String(decoding: $0.bytes, as: UTF8.self))
    }
    return PublishingTests.tree(of: Dictionary(uniqueKeysWithValues: files))
  }

  /// Where a program is, in the places where they are.
  static func program(_ name: String) -> String? {
    ["/usr/bin", "/bin", "/usr/sbin", "/sbin", "/usr/local/bin"].map { "\($0)/\(name)" }
      .first { access($0, X_OK) == 0 }
  }

  @discardableResult
  static func run(_ program: String, _ arguments: [String]) throws -> Outcome {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: program)
    process.arguments = arguments
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = pipe
    process.standardInput = FileHandle.nullDevice
    try process.run()
    let data = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    let code = process.terminationStatus
    return Outcome(
      code: process.terminationReason == .exit ? code : -code,
      output: String(decoding: data, as: UTF8.self))
  }

  /// Publishes the tree of `seed` in a process of its own.
  @discardableResult
  static func publish(_ seed: Int, into folder: TestFolder, mode: String) throws -> Outcome {
    try run(path, [folder.site, "\(seed)", mode])
  }

  /// Runs a shell script with the folder's path as `$1` and the probe's as `$2`.
  static func shell(_ script: String, _ folder: TestFolder) throws -> Outcome {
    try run("/bin/sh", ["-euc", script, "sh", folder.path, path])
  }

  /// Whether `strace` is here and may change the calls of a program.
  static let canInject: Bool = {
    guard let strace = program("strace") else { return false }
    let arguments = ["-qq", "-e", "trace=unlink", "-e", "inject=unlink:error=EIO", "/bin/true"]
    return (try? run(strace, arguments).code) == 0
  }()

  /// Whether a second mount namespace can be made.
  static let canMount: Bool = {
    guard let unshare = program("unshare") else { return false }
    return (try? run(unshare, ["-m", "mount", "--bind", "/tmp", "/tmp"]).code) == 0
  }()

  /// Whether this is root and can become somebody else.
  static let canBecomeNobody: Bool = {
    guard let setpriv = program("setpriv") else { return false }
    let arguments = ["--reuid=65534", "--regid=65534", "--clear-groups", "/bin/true"]
    return (try? run(setpriv, arguments).code) == 0
  }()
}
