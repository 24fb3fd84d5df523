/// What is known of a publication beside its files.
struct ManifestFacts: Equatable {
  /// The archive the site was made from.
  var archiveID = ""
  /// The caller's own text.
  var fingerprint = ""
  /// The caller's own counts.
  var counts: [String: Int] = [:]
  /// The caller's own notes.
  var notes: [String: String] = [:]
  /// Files in the site.
  var files = 0
  /// The lowest number no file has had.
  var nextID = 0

  private static let countPrefix = "count."
  private static let notePrefix = "note."

  init() {}

  init(stored: [String: String]) {
    archiveID = stored["archive"] ?? ""
    fingerprint = stored["fingerprint"] ?? ""
    files = stored["files"].flatMap { Int($0) } ?? 0
    nextID = stored["next_id"].flatMap { Int($0) } ?? 0
    for (name, value) in stored {
      if name.hasPrefix(ManifestFacts.countPrefix) {
        counts[String(name.dropFirst(ManifestFacts.countPrefix.count))] = Int(value)
      } else if name.hasPrefix(ManifestFacts.notePrefix) {
        notes[String(name.dropFirst(ManifestFacts.notePrefix.count))] = value
      }
    }
  }

  /// Names and values, sorted by name.
  var stored: [(name: String, value: String)] {
    let facts = [
      ("archive", archiveID), ("files", String(files)), ("fingerprint", fingerprint),
      ("next_id", String(nextID)),
    ]
    let numbers = counts.map { (ManifestFacts.countPrefix + $0.key, String($0.value)) }
    let texts = notes.map { (ManifestFacts.notePrefix + $0.key, $0.value) }
    return (facts + numbers + texts).sorted { $0.0 < $1.0 }
  }

  /// Whether a publication with these facts, and no file changed, has anything to store.
  func says(theSameAs other: ManifestFacts) -> Bool {
    archiveID == other.archiveID && fingerprint == other.fingerprint && counts == other.counts
      && notes == other.notes
  }
}

/// One published file as it was when it was published.
struct ManifestEntry {
  /// A small number that no other file has, for sets of files.
  var id: Int
  var stamp: FileStamp
  var digest: Digest
}

/// What a publication does to one file; none for those that stay as they are.
enum PendingKind: Int64 {
  /// Its bytes stay; what the system says of it is new, or it was not in the manifest.
  case noted = 0
  case written = 1
  case removed = 2
}

/// One file that a publication changes.
struct PendingFile {
  let path: SitePath
  let kind: PendingKind
  /// Nil for a removed one.
  let entry: ManifestEntry?
  /// Its number in the staging folder, when publishing in place.
  let staged: Int
}

/// How far a publication came. In the database only between its two last steps.
enum PublishPhase: Equatable {
  case idle
  /// The new tree is whole; it is the live one exactly if the live root has this inode.
  case exchanging(newRoot: UInt64)
  /// Files are moving from staging to their places; to be completed before anything else.
  case moving
}
