/// Why an archive could not be used.
package struct ArchiveError: Error, Sendable, CustomStringConvertible {
  package enum Kind: Sendable {
    /// The file cannot be opened, or is not ours.
    case unusable
    /// Reading or writing failed.
    case failed
    /// There is no import of that number.
    case noSuchImport
  }

  package let kind: Kind
  package let path: String
  package let message: String

  package var description: String { "\(path): \(message)" }
}
