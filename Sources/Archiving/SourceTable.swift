import GRDB
import Model

/// The rows about sources and their imports.
struct SourceTable {
  let database: Database

  /// Standard input has no path that says which content it had; each content is a source of its own.
  static let standardInput = "-"
  static let standardInputName = "(stdin)"

  /// What was recorded came from no file; no file has an empty path.
  static let recordings = ""
  static let recordingsName = "(recorded)"

  static func isStandardInput(_ path: String) -> Bool {
    path == standardInput || path == standardInputName
  }

  /// The path under which a source is kept.
  static func storedPath(_ path: String, sha256: String) -> String {
    isStandardInput(path) ? "\(standardInput) \(sha256)" : path
  }

  /// What people call the source kept under a path.
  static func name(ofStored path: String) -> String {
    if path == recordings { return recordingsName }
    return path.hasPrefix("\(standardInput) ") ? standardInputName : path
  }

  func known(_ storedPath: String) throws -> KnownSource? {
    let select = try BoundStatement(
      database,
      """
      SELECT s.sha256, s.key, s.identity, s.bytes, s.import, s.resume_bytes, s.resume_lines,
        s.resume_sha256, s.id, s.chain,
        (SELECT sum(lines) FROM import i WHERE i.source = s.id AND i.chain = s.chain),
        (SELECT sum(quarantined) FROM import i WHERE i.source = s.id AND i.chain = s.chain),
        s.max_age, (SELECT declared_through FROM import i WHERE i.number = s.import)
      FROM source s WHERE s.path = ?
      """)
    select.bind(0, Text(storedPath))
    defer { select.reset() }
    guard try select.step() else { return nil }
    var known = KnownSource(
      sha256: select.text(0)?.string, key: select.text(1)?.string ?? "",
      identity: select.text(2)?.string, byteCount: Int(select.int(3)),
      importNumber: Int(select.int(4)), lines: Int(select.int(10)), id: select.int(8),
      chain: select.int(9))
    known.quarantined = Int(select.int(11))
    known.maxAgeSeconds = select.optionalInt(12).map { Int($0) }
    known.declaredThrough = select.time(13)
    if let bytes = select.optionalInt(5), let lines = select.optionalInt(6),
      let hash = select.text(7)
    {
      known.resumePoint = StoredResumePoint(
        byteCount: Int(bytes), lineCount: Int(lines), sha256: hash.string)
    }
    return known
  }

  /// Writes what an import came to. A full reading takes the place of the ones before.
  func save(
    _ description: SourceDescription, path: String, number: Int64, counts: ImportCounts,
    reach: ImportReach
  ) throws {
    let path = SourceTable.storedPath(path, sha256: description.sha256)
    let before = try known(path)
    let source = try before?.id ?? nextSource()
    let goesOn = description.isResumed && before?.sha256 != nil
    let chain = goesOn ? before?.chain ?? number : number
    try forgetQuarantine(of: source, but: goesOn)
    try insert(description, number, source: source, chain: chain, counts, reach)
    try write(
      description, path: path, source: source, number: number, chain: chain,
      byteCount: description.byteCount)
    for service in reach.services.sorted() { try feed(service, by: number) }
  }

  /// Writes what a recording came to. All of them together are the present reading of one source; in
  /// constant time, however many came before.
  func saveRecording(
    _ description: SourceDescription, number: Int64, counts: ImportCounts, reach: ImportReach
  ) throws {
    let path = SourceTable.recordings
    let before = try Row.fetchOne(
      database, sql: "SELECT id, chain, bytes FROM source WHERE path = ?", arguments: [path])
    let source: Int64 = try before?[0] ?? nextSource()
    let chain: Int64 = before?[1] ?? number
    try insert(description, number, source: source, chain: chain, counts, reach)
    try write(
      description, path: path, source: source, number: number, chain: chain,
      byteCount: description.byteCount + (before?[2] ?? 0))
    for service in reach.services.sorted() where try !isFed(service, by: source) {
      try feed(service, by: number)
    }
  }

  /// Whether the source is known to have something of a service. One recording that says so is
  /// enough: a row for each would make questions slow after a hundred thousand.
  private func isFed(_ service: Int64, by source: Int64) throws -> Bool {
    try Bool.fetchOne(
      database,
      sql: """
        SELECT EXISTS (SELECT 1 FROM feed f CROSS JOIN import i ON i.number = f.import
          WHERE f.service = ? AND i.source = ?)
        """, arguments: [service, source]) ?? false
  }

  private func nextSource() throws -> Int64 {
    try (Int64.fetchOne(database, sql: "SELECT max(id) FROM source") ?? 0) + 1
  }

  private func write(
    _ description: SourceDescription, path: String, source: Int64, number: Int64, chain: Int64,
    byteCount: Int
  ) throws {
    try database.execute(
      sql: """
        INSERT OR REPLACE INTO source(id, path, import, chain, sha256, key, bytes, identity,
          resume_bytes, resume_lines, resume_sha256, max_age)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
      arguments: [
        source, path, number, chain, description.sha256, description.key, byteCount,
        description.identity, description.resumePoint?.byteCount,
        description.resumePoint?.lineCount, description.resumePoint?.sha256,
        description.maxAgeSeconds,
      ])
  }

  /// Writes the row of an import.
  func insert(
    _ description: SourceDescription, _ number: Int64, source: Int64, chain: Int64,
    _ counts: ImportCounts, _ reach: ImportReach
  ) throws {
    try database.execute(
      sql: """
        INSERT INTO import(number, source, chain, format, sha256, key, bytes, lines, imported,
          updated, duplicate, conflict, blank, ignored, quarantined, incomplete, first_time,
          last_time, last_job_time, declared_through)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
      arguments: [
        number, source, chain, description.format, description.sha256, description.key,
        description.byteCount, description.lines, counts.imported, counts.updated,
        counts.duplicate, counts.conflict, description.blank, description.ignored,
        description.quarantined, description.incomplete, reach.times?.lowerBound.milliseconds,
        reach.times?.upperBound.milliseconds, reach.lastJobTime?.milliseconds,
        description.declaredThrough?.milliseconds,
      ])
  }

  private func feed(_ service: Int64, by number: Int64) throws {
    try database.execute(
      sql: "INSERT INTO feed(service, import) VALUES (?, ?)", arguments: [service, number])
  }

  /// Before the import is in the list: forgets what the readings before it found.
  ///
  /// - Parameter isResumed: they were the first parts of this reading; only an end that was cut off
  ///   has been read again.
  private func forgetQuarantine(of source: Int64, but isResumed: Bool) throws {
    try database.execute(
      sql: """
        DELETE FROM quarantine WHERE import IN (SELECT number FROM import WHERE source = ?)
          AND (NOT ? OR effect = 'incomplete')
        """, arguments: [source, isResumed])
  }

  func touch(
    _ path: String, identity: String?, maxAgeSeconds: Int?, declaredThrough: Timestamp?
  ) throws {
    try database.execute(
      sql: "UPDATE source SET identity = ?, max_age = ? WHERE path = ?",
      arguments: [identity, maxAgeSeconds, path])
    try database.execute(
      sql: """
        UPDATE import SET declared_through = ?
        WHERE number = (SELECT import FROM source WHERE path = ?)
        """, arguments: [declaredThrough?.milliseconds, path])
  }

  /// Every source has to be read again.
  func forgetContents() throws {
    try database.execute(
      sql: """
        UPDATE source SET sha256 = NULL, identity = NULL, resume_bytes = NULL, resume_lines = NULL,
          resume_sha256 = NULL
        """)
  }

}
