package import Model

/// What became of the records of one source.
package struct ImportCounts: Sendable, Equatable {
  /// New ids.
  package var imported = 0
  /// Won over the stored record of the same id.
  package var updated = 0
  /// The same as the stored record.
  package var duplicate = 0
  /// Lost against the stored record of the same id; kept as history.
  package var conflict = 0

  package init() {}
}

/// What the archive keeps of a source beside its records.
package struct SourceDescription: Sendable, Equatable {
  package var format: String
  /// Of the stored bytes, compressed or not; hexadecimal.
  package var sha256: String
  package var byteCount: Int
  package var lines: Int
  package var blank: Int
  package var ignored: Int
  package var quarantined: Int
  package var incomplete: Int

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

extension Record {
  /// Whether `other`, of the same id, wins over this record: by latest time, then status rank, then
  /// canonical bytes. Content alone decides, so the order of imports never matters.
  package func loses(to other: Record) -> Bool {
    let mine = latestTime?.milliseconds ?? .min
    let theirs = other.latestTime?.milliseconds ?? .min
    if mine != theirs { return mine < theirs }
    if statusRank != other.statusRank { return statusRank < other.statusRank }
    return canonicalJSON.bytes.lexicographicallyPrecedes(other.canonicalJSON.bytes)
  }
}
