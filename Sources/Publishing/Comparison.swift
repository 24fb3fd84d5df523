import Glibc

/// What is in the place of a file that is put, when its bytes are other ones or there is none.
struct OldFile {
  /// Its row in the manifest, if Rollbook wrote it.
  let entry: ManifestEntry?
  let isThere: Bool
  /// Modification time in nanoseconds, of the file or of its row, whichever is later.
  let modified: Int64?
  /// The bytes put are those published, but the file has others now, or is gone.
  let isDamaged: Bool
}

/// Compares a file that is put with the live one.
struct Comparison {
  enum Outcome {
    /// The live file has these bytes and is as it was published.
    case same(ManifestEntry)
    /// It has these bytes, but the manifest does not know it so.
    case noted(ManifestEntry)
    case different(OldFile)
  }

  /// Stands for the number of a file that has none yet.
  static let newID = -1

  let manifest: Manifest
  let live: Tree?
  /// Whether a file with the stamp it was published with is taken for unchanged unread.
  let believes: Bool

  func compare(
    _ path: SitePath, _ size: Int, _ digest: Digest, force: Bool
  ) throws(PublishError) -> Outcome {
    let found = try live?.look(at: path) ?? .absent
    if let entry = try manifest.entry(at: path) {
      return try compareOurs(path, digest, entry, found)
    }
    return try compareForeign(path, size, digest, found, force: force)
  }

  private func compareOurs(
    _ path: SitePath, _ digest: Digest, _ entry: ManifestEntry, _ found: Tree.Found
  ) throws(PublishError) -> Outcome {
    guard case .entry(let status) = found else {
      return .different(
        OldFile(
          entry: entry, isThere: false, modified: entry.stamp.modified,
          isDamaged: entry.digest == digest))
    }
    let stamp = FileStamp(status)
    let isAsPublished = status.isPublic && stamp == entry.stamp
    if isAsPublished, believes, entry.digest == digest { return .same(entry) }
    if status.isPublic, !isAsPublished || !believes, try self.digest(of: path) == digest {
      let isKnown = isAsPublished && entry.digest == digest
      let now = ManifestEntry(id: entry.id, stamp: stamp, digest: digest)
      return isKnown ? .same(entry) : .noted(now)
    }
    return .different(
      OldFile(
        entry: entry, isThere: true, modified: max(entry.stamp.modified, stamp.modified),
        isDamaged: entry.digest == digest))
  }

  private func compareForeign(
    _ path: SitePath, _ size: Int, _ digest: Digest, _ found: Tree.Found, force: Bool
  ) throws(PublishError) -> Outcome {
    let nothing = OldFile(entry: nil, isThere: false, modified: nil, isDamaged: false)
    switch found {
    case .absent: return .different(nothing)
    case .blocked(let obstacle):
      // A file of ours may become a folder; anybody else's may not.
      if try manifest.entry(at: SitePath(trusting: obstacle.utf8)) != nil {
        return .different(nothing)
      }
      throw PublishError(.blocked, at: place(obstacle))
    case .entry(let status):
      if status.isFolder {
        if try manifest.hasFiles(under: path) { return .different(nothing) }
        throw PublishError(.blocked, at: place(path.text))
      }
      var isEqual = status.isFile && status.st_size == size
      if isEqual { isEqual = try self.digest(of: path) == digest }
      if isEqual, status.isPublic {
        let entry = ManifestEntry(
          id: Comparison.newID, stamp: FileStamp(status), digest: digest)
        return .noted(entry)
      }
      guard isEqual || force else { throw PublishError(.foreignFile, at: place(path.text)) }
      return .different(
        OldFile(
          entry: nil, isThere: true, modified: FileStamp(status).modified, isDamaged: false))
    }
  }

  private func place(_ path: String) -> String { live.map { "\($0.place)/\(path)" } ?? path }

  /// The digest of the live file as it is now.
  private func digest(of path: SitePath) throws(PublishError) -> Digest? {
    guard let live else { return nil }
    let file = try live.open(path)
    return try Digest(of: file, place: live.place(of: path))
  }
}
