import Site

/// The files `rollbook init` writes: those of `Templates/` and `Examples/`, as they are embedded.
enum Scaffold {
  /// Sorted by path.
  static var files: [(path: String, bytes: [UInt8])] {
    EmbeddedFile.all.map { file in
      // These are for use, the rest of the examples for looking at.
      let isForUse = ["Examples/rollbook.yml", "Examples/overrides.yml"].contains(file.path)
      let path = isForUse ? String(file.path.dropFirst("Examples/".count)) : file.path
      return (path.replacing("Examples/", with: "examples/", maxReplacements: 1), file.bytes)
    }
  }
}
