import Foundation
import Glibc
import Testing

/// A script that needs packages of the Python package index; see Tests/Python.
enum PythonScript {
  /// Long enough for the packages to be fetched at the first run.
  private static let limit = Duration.seconds(900)

  /// Runs a script, named from `Tests`, to its end.
  static func run(_ script: String, _ arguments: [String], in folder: TestFolder) throws -> Outcome
  {
    let python = try #require(Program.path(of: "python3"), "the test needs python3")
    let tests = "\(Program.repository)/Tests"
    let program = try Program(
      python,
      ["\(tests)/Python/run", "\(Program.repository)/.build/python", "\(tests)/\(script)"]
        + arguments,
      in: folder.path, environment: environment)
    let clock = ContinuousClock()
    let start = clock.now
    while program.isRunning, clock.now - start < limit { usleep(50_000) }
    return try program.finish()
  }

  /// How this machine reaches the package index: proxies, certificates and pip's own settings.
  private static var environment: [String: String] {
    ProcessInfo.processInfo.environment.filter { name, _ in
      let name = name.lowercased()
      return name.hasPrefix("pip_") || name.hasSuffix("_proxy") || name.hasPrefix("ssl_cert_")
        || name == "requests_ca_bundle"
    }
  }
}
