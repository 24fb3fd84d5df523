import Site

/// The files `rollbook init` writes: those of `Templates/` and `Examples/`, as they are embedded.
enum Scaffold {
  /// Sorted by path.
  static var files: [(path: String, bytes: [UInt8])] {
    EmbeddedFile.all.map { file in
      // The configuration is for use, the rest of the examples for looking at.
      let path = file.path == "Examples/rollbook.yml" ? "rollbook.yml" : file.path
      return (path.replacing("Examples/", with: "examples/", maxReplacements: 1), file.bytes)
    }
  }
}
