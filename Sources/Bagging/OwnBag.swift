import Model

/// Which folder may be replaced by a new bag.
enum OwnBag {
  /// Throws unless the folder is a bag that Rollbook wrote and its manifests list all in it.
  /// Signatures of the tag manifest beside it are no obstacle: they are of the bag before.
  static func checkReplaceable(_ folder: String) throws(BagError) {
    let report = try BagVerifier.inventory(folder)
    guard report.version == "1.0", report.info.isRollbooks else {
      throw BagError(.notOurs, at: folder)
    }
    let foreign =
      report.extra.map(\.string) + report.unsafe.map(\.path.string)
      + report.unreadable.map(\.path.string)
      + report.unlisted.map(\.string).filter { !isSignature($0) }
    if let file = foreign.first { throw BagError(.foreignFile(file), at: folder) }
  }

  private static func isSignature(_ path: String) -> Bool {
    path.utf8.starts(with: "tagmanifest-".utf8) && !path.utf8.contains(ASCII.slash)
      && [".sig", ".minisig", ".asc"].contains { path.hasSuffix($0) }
  }
}
