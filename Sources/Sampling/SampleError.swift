/// Why a sample could not be written.
package enum SampleError: Error, Equatable {
  /// The name ends in none of `.ndjson`, `.jsonl`, `.json`, `.sqlite`.
  case unknownFormat(path: String)
  /// The file, or the temporary one beside it, could not be created, written or renamed.
  case cannotWrite(path: String, errno: Int32)
  /// SQLite refused; its own words.
  case database(path: String, message: String)
}

extension SampleError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .unknownFormat(let path):
      "cannot tell the format of '\(path)'; end the name in .ndjson, .json or .sqlite"
    case .cannotWrite(let path, let number):
      "cannot write '\(path)': \(describe(errno: number))"
    case .database(let path, let message):
      "cannot write '\(path)': \(message)"
    }
  }
}
