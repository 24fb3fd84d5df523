package import Model

/// What the archive keeps of a source beside its records.
package struct SourceDescription: Sendable, Equatable {
  package var format: String
  /// Of the stored bytes, compressed or not; hexadecimal.
  package var sha256: String
  package var byteCount: Int
  /// This and the counts after it are of what this import read: of a resumed one, the part that was
  /// new.
  package var lines: Int
  package var blank: Int
  package var ignored: Int
  package var quarantined: Int
  package var incomplete: Int
  /// How the content was read: preset, mapping and version of the importer. The same content read
  /// otherwise is worth reading again.
  package var key = ""
  /// What tells the file from others at its path without reading it: device, inode, size, times.
  package var identity: String?
  /// Where the next reading can go on.
  package var resumePoint: StoredResumePoint?
  /// How far the source itself says its data go.
  package var declaredThrough: Timestamp?
  /// Whether reading went on where the import before had ended.
  package var isResumed = false
  /// How old the data may get until the source counts as stopped; nil: any age.
  package var maxAgeSeconds: Int?

  package init(
    format: String, sha256: String, byteCount: Int, lines: Int, blank: Int, ignored: Int,
    quarantined: Int, incomplete: Int
  ) {
    self.format = format
    self.sha256 = sha256
    self.byteCount = byteCount
    self.lines = lines
    self.blank = blank
    self.ignored = ignored
    self.quarantined = quarantined
    self.incomplete = incomplete
  }
}

/// The beginning of a line file that was imported: whole lines, and the SHA-256 of their bytes.
package struct StoredResumePoint: Sendable, Equatable {
  package var byteCount: Int
  package var lineCount: Int
  package var sha256: String

  package init(byteCount: Int, lineCount: Int, sha256: String) {
    self.byteCount = byteCount
    self.lineCount = lineCount
    self.sha256 = sha256
  }
}

/// What the archive knows of a path before it is read again.
package struct KnownSource: Sendable, Equatable {
  /// Of the content imported last; nil if an import of it was undone: it has to be read again.
  package var sha256: String?
  package var key: String
  package var identity: String?
  package var resumePoint: StoredResumePoint?
  package var byteCount: Int
  /// The latest import.
  package var importNumber: Int
  /// Of the whole source.
  package var lines: Int
  /// Records left out of the whole source.
  package var quarantined = 0
  package var maxAgeSeconds: Int?
  package var declaredThrough: Timestamp?
  let id: Int64
  let chain: Int64

  init(
    sha256: String?, key: String, identity: String?, byteCount: Int, importNumber: Int, lines: Int,
    id: Int64, chain: Int64
  ) {
    self.sha256 = sha256
    self.key = key
    self.identity = identity
    self.byteCount = byteCount
    self.importNumber = importNumber
    self.lines = lines
    self.id = id
    self.chain = chain
  }
}
