import GRDB
package import Model

/// One import of one source.
package struct StoredImport: Sendable, Equatable {
  /// Says when it came among all changes of the archive; `Archive.undoImport` takes it.
  package var number: Int
  /// `(stdin)` for standard input, `(recorded)` for events that were recorded.
  package var path: String
  /// Whether no source was read, but events recorded.
  package var isRecording: Bool
  package var format: String
  package var sha256: String
  package var byteCount: Int
  /// How the content was read.
  package var key: String
  /// Whether it read on where the import before it ended.
  package var isResumed: Bool
  package var lines: Int
  package var counts: ImportCounts
  package var blank: Int
  package var ignored: Int
  package var quarantined: Int
  package var incomplete: Int
  package var firstTime: Timestamp?
  package var lastTime: Timestamp?
  package var declaredThrough: Timestamp?
  /// What was found wrong, by code.
  package var codes: [CodeCount]
}

/// How often something was found wrong.
package struct CodeCount: Sendable, Equatable {
  package var code: String
  package var effect: Defect.Effect
  package var count: Int

  package init(code: String, effect: Defect.Effect, count: Int) {
    self.code = code
    self.effect = effect
    self.count = count
  }
}

extension ArchiveReader {
  /// All imports that were not undone, the newest last.
  package func imports() throws -> [StoredImport] {
    let select = try BoundStatement(
      database,
      """
      SELECT i.number, s.path, i.format, i.sha256, i.bytes, i.key, i.number <> i.chain, i.lines,
        i.imported, i.updated, i.duplicate, i.conflict, i.blank, i.ignored, i.quarantined,
        i.incomplete, i.first_time, i.last_time, i.declared_through
      FROM import i JOIN source s ON s.id = i.source ORDER BY i.number
      """)
    var codes = try importCodes()
    var result: [StoredImport] = []
    while try select.step() {
      result.append(storedImport(select, codes: codes.removeValue(forKey: select.int(0)) ?? []))
    }
    return result
  }

  private func storedImport(_ s: BoundStatement, codes: [CodeCount]) -> StoredImport {
    var counts = ImportCounts()
    counts.imported = Int(s.int(8))
    counts.updated = Int(s.int(9))
    counts.duplicate = Int(s.int(10))
    counts.conflict = Int(s.int(11))
    return StoredImport(
      number: Int(s.int(0)), path: SourceTable.name(ofStored: s.text(1)?.string ?? ""),
      isRecording: s.text(1)?.string == SourceTable.recordings,
      format: s.text(2)?.string ?? "", sha256: s.text(3)?.string ?? "", byteCount: Int(s.int(4)),
      key: s.text(5)?.string ?? "", isResumed: s.int(6) != 0, lines: Int(s.int(7)),
      counts: counts, blank: Int(s.int(12)), ignored: Int(s.int(13)),
      quarantined: Int(s.int(14)), incomplete: Int(s.int(15)), firstTime: s.time(16),
      lastTime: s.time(17), declaredThrough: s.time(18), codes: codes)
  }

  /// What was found wrong, by the numbers of imports.
  private func importCodes() throws -> [Int64: [CodeCount]] {
    let select = try BoundStatement(
      database,
      "SELECT import, code, effect, count FROM import_code ORDER BY import, code, effect")
    var result: [Int64: [CodeCount]] = [:]
    while try select.step() {
      result[select.int(0), default: []].append(
        CodeCount(
          code: select.text(1)?.string ?? "",
          effect: Defect.Effect(rawValue: select.text(2)?.string ?? "") ?? .note,
          count: Int(select.int(3))))
    }
    return result
  }
}

extension Archive {
  /// All imports that were not undone, the newest last.
  package func imports() throws -> [StoredImport] { try read { try $0.imports() } }

  /// What is known of a path; nil if nothing is in the archive from there. Of standard input nothing
  /// is known before it was read.
  package func knownSource(_ path: String) throws -> KnownSource? {
    try read { try SourceTable(database: $0.database).known(path) }
  }

  /// Notes what has changed about a source whose content is the same: which file it is, and what its
  /// owner says of it.
  package func touchSource(
    _ path: String, identity: String?, maxAgeSeconds: Int? = nil, declaredThrough: Timestamp? = nil
  ) throws {
    try transaction {
      try SourceTable(database: $0).touch(
        path, identity: identity, maxAgeSeconds: maxAgeSeconds, declaredThrough: declaredThrough)
    }
  }
}
