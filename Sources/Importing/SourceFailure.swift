/// Why a source as a whole could not be read. Records given out before it do not count.
package struct SourceFailure: Error, Sendable, Equatable {
  /// What kind of failure it is; the command line maps it to an exit code.
  package enum Kind: Sendable, Equatable {
    /// No such file, nothing found, or not allowed to open it (66).
    case noInput
    /// Not in a format Rollbook reads, or damaged as a whole (65).
    case unreadable
    /// Reading failed, or the file changed under the reader (74).
    case inputOutput
  }

  package let kind: Kind
  /// A short, stable word such as `not-found`, `unstable`, `unknown-format`.
  package let code: String
  /// What is wrong and what to do, in a sentence.
  package let message: String
  package let path: String

  init(_ kind: Kind, code: String, path: String, _ message: String) {
    self.kind = kind
    self.code = code
    self.message = message
    self.path = path
  }
}

extension SourceFailure: CustomStringConvertible {
  /// `runs.json: not JSON, ...`, the path as it is.
  package var description: String {
    "\(path == "-" ? "(stdin)" : path): \(message)"
  }
}
