import CSupport

/// A file of the repository that is part of the binary.
package struct EmbeddedFile: Sendable {
  /// From the top of the repository: `Templates/pages/home.md`.
  package let path: String
  package let bytes: [UInt8]

  /// All of `Templates/`, and what `rollbook init` writes of `Examples/`, sorted by path.
  package static var all: [EmbeddedFile] {
    UnsafeBufferPointer(start: rb_embedded_file_list(), count: rb_embedded_file_count).map {
      EmbeddedFile(
        path: String(cString: $0.path),
        bytes: Array(UnsafeBufferPointer(start: $0.bytes, count: $0.count)))
    }
  }
}
