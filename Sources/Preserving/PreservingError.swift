/// Why the records of a bag could not be written or read.
package struct PreservingError: Error, CustomStringConvertible {
  package enum Kind: Sendable {
    /// The file system says no.
    case system
    /// The content is not what it should be.
    case content
  }

  package let kind: Kind
  package let description: String
}
