import Foundation

/// Python with the packages that tests need; see Tests/Python.
enum Python {
  /// Runs the interpreter with the arguments: a script, or `-m` or `-c` and what follows them.
  static func run(_ arguments: [String], in folder: String) throws -> Outcome {
    let tests = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent()
    let build = tests.deletingLastPathComponent().appendingPathComponent(".build/python")
    return try Tool.run(
      "python3", ["\(tests.path)/Python/run", build.path] + arguments, in: folder)
  }
}
