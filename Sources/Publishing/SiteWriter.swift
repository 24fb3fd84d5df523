/// Where the changed files of a publication go until it is finished, and how it is.
protocol SiteWriter: AnyObject {
  var mode: PublishMode { get }

  /// Writes a changed file; readers do not see it yet.
  func write(
    _ bytes: UnsafeRawBufferPointer, at path: SitePath, modified: ModificationTime
  ) throws(PublishError) -> WrittenFile

  /// Brings everything to its place. `stay`: the numbers of the files that stay as they are. Gives
  /// warnings; an error means that readers still have the site before.
  func publish(stay: IDSet, next: ManifestFacts) throws(PublishError) -> [String]
}

/// A changed file, written but not yet published.
struct WrittenFile {
  let stamp: FileStamp
  /// Its number in the staging folder; 0 where there is none.
  let staged: Int
}

/// The modification time a changed file gets.
///
/// Servers make their ETags of time and size, so changed bytes never keep the time they had: the
/// newest record's, but at least a second after the one before.
struct ModificationTime {
  /// Nil: the clock's.
  let recordSeconds: Int64?
  /// Of the file before, whoever wrote it; nanoseconds.
  let before: Int64?

  /// Whole seconds; nil to leave the clock's time as it is.
  func seconds(clock: Int64) -> Int64? {
    let next = before.map { $0.flooredDivision(by: 1_000_000_000) + 1 }
    guard let recordSeconds else {
      return next.flatMap { $0 > clock ? $0 : nil }
    }
    return max(recordSeconds, next ?? recordSeconds)
  }
}

extension Int64 {
  fileprivate func flooredDivision(by divisor: Int64) -> Int64 {
    let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
    return remainder < 0 ? quotient - 1 : quotient
  }
}

/// Reads back every file that was written, and compares it with what it should be.
///
/// `location`: where in `tree` the file is until it is published.
func verifyWritten(
  _ manifest: Manifest, in tree: Tree, location: (PendingFile) -> SitePath
) throws(PublishError) {
  try manifest.eachPending(.written) { file in
    let path = location(file)
    let here = { tree.place(of: path) }
    let opened = try tree.open(path)
    let stamp = FileStamp(try opened.status(place: here()))
    let digest = try Digest(of: opened, place: here())
    guard let entry = file.entry, digest == entry.digest, stamp == entry.stamp else {
      throw PublishError(.readsBackWrong, at: here())
    }
  }
}

/// Syncs every folder of a tree, leaves first.
func syncFolders(in folder: Descriptor, place: String) throws(PublishError) {
  try FolderReader.each(of: folder, place: place) { entry throws(PublishError) in
    guard entry.isFolder != false, let inner = openFolder(entry.name, in: folder) else { return }
    try syncFolders(in: inner, place: "\(place)/\(String(cString: entry.name))")
  }
  try syncToDisk(folder, place: place)
}
