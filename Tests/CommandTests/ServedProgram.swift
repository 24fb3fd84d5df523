import Foundation
import Glibc
import TestWeb

/// `rollbook serve` at work in a folder.
final class ServedProgram {
  let program: Program
  let wire: Wire

  /// Returns when it has printed its URL. Without `--port` among the arguments it gets a free one.
  init(
    _ folder: TestFolder, _ arguments: String..., more: [String] = [], choosesPort: Bool = true
  ) async throws {
    let port = try Wire.freePort()
    let program = try folder.start(
      ["serve"] + arguments + more + (choosesPort ? ["--port", "\(port)"] : []))
    self.program = program
    let line = try await eventually {
      guard program.isRunning else { throw Problem("\(try program.finish())") }
      let output = try program.soFar.output
      return output.hasSuffix("\n") ? output : nil
    }
    guard let url = line.wholeMatch(of: /http:\/\/localhost:(\d+)\/\n/), let said = UInt16(url.1)
    else { throw Problem("no URL: \(line)") }
    wire = Wire(port: said)
  }

  /// Ends it as Ctrl-C or `kill` do.
  @discardableResult
  func stop(_ signal: Int32 = SIGINT) throws -> Outcome {
    program.send(signal)
    return try program.finish()
  }

  /// The answer, once it is one that fits; for what `--watch` brings about in its own time.
  func answer(
    to target: String, _ fits: (Wire.Reply) -> Bool
  ) async throws -> Wire.Reply {
    try await eventually {
      guard program.isRunning else { throw Problem("\(try program.finish())") }
      let reply = try await wire.get(target)
      return fits(reply) ? reply : nil
    }
  }
}

/// The value, as soon as there is one.
func eventually<Value>(_ value: () async throws -> Value?) async throws -> Value {
  for _ in 0..<3000 {
    if let value = try await value() { return value }
    try await Task.sleep(for: .milliseconds(20))
  }
  throw Problem("it never came to pass")
}
