import GRDB
package import Model

/// A source as the archive remembers it: its present reading, which is one import or several that
/// each read on where the one before ended.
package struct StoredSource: Sendable, Equatable {
  /// The path as the user named it, `(stdin)` for standard input.
  package var path: String
  /// What its latest import was told, with the counts of the whole reading.
  package var description: SourceDescription
  /// Of the whole reading.
  package var counts: ImportCounts
  package var firstTime: Timestamp?
  /// How far its data goes: as declared by the source, else its latest record time.
  package var dataThrough: Timestamp?
  /// The latest time of its records, whatever it declares.
  package var lastTime: Timestamp?
  /// The latest time of a job; nil if it has no jobs with a time.
  package var lastJobTime: Timestamp?
  /// The number of its latest import.
  package var importNumber: Int
  /// Findings that cost nothing, by code.
  package var remarks: [SourceRemark]
  /// Up to 50 of what was left out.
  package var defects: [Defect]
  /// Whether no source was read, but events recorded; then nothing was ever wrong in it.
  package var isRecording: Bool
  let id: Int64
  let chain: Int64
}

/// A kind of remark on a source, with how often and one example.
package struct SourceRemark: Sendable, Equatable {
  package var code: String
  package var count: Int
  package var example: String
  package var line: Int
}

/// A source whose data is older than it may get.
package struct StaleSource: Sendable, Equatable {
  package var path: String
  /// Nil if it never had a record with a time.
  package var dataThrough: Timestamp?
  package var maxAgeSeconds: Int
  /// From `dataThrough` on.
  package var ageSeconds: Int?
}

extension ArchiveReader {
  /// All sources, by the bytes of their paths.
  package func sources() throws -> [StoredSource] {
    try readings().map { reading in
      var source = reading
      guard !source.isRecording else { return source }
      source.remarks = try remarks(of: source)
      source.defects = try defects(of: source)
      return source
    }
  }

  /// All sources without their findings.
  private func readings() throws -> [StoredSource] {
    let select = try BoundStatement(database, ArchiveReader.reading)
    var result: [StoredSource] = []
    while try select.step() { result.append(reading(select)) }
    return result
  }

  /// What a source says of itself in the latest import of its present reading that says anything.
  private static let declared = """
    (SELECT declared_through FROM import d WHERE d.source = s.id AND d.chain = s.chain
      AND d.declared_through IS NOT NULL ORDER BY d.number DESC LIMIT 1)
    """

  private static let reading = """
    SELECT s.path, l.format, coalesce(s.sha256, l.sha256), s.bytes, s.key, s.identity, s.max_age,
      s.import, s.id, s.chain, sum(i.lines), sum(i.imported), sum(i.updated), sum(i.duplicate),
      sum(i.conflict), sum(i.blank), sum(i.ignored), sum(i.quarantined), l.incomplete,
      min(i.first_time), max(i.last_time), max(i.last_job_time), \(declared), s.resume_bytes,
      s.resume_lines, s.resume_sha256, l.number <> s.chain
    FROM source s JOIN import l ON l.number = s.import
      JOIN import i ON i.source = s.id AND i.chain = s.chain
    GROUP BY s.id ORDER BY s.path
    """

  private func reading(_ s: BoundStatement) -> StoredSource {
    var counts = ImportCounts()
    counts.imported = Int(s.int(11))
    counts.updated = Int(s.int(12))
    counts.duplicate = Int(s.int(13))
    counts.conflict = Int(s.int(14))
    var description = SourceDescription(
      format: s.text(1)?.string ?? "", sha256: s.text(2)?.string ?? "",
      byteCount: Int(s.int(3)), lines: Int(s.int(10)), blank: Int(s.int(15)),
      ignored: Int(s.int(16)), quarantined: Int(s.int(17)), incomplete: Int(s.int(18)))
    description.key = s.text(4)?.string ?? ""
    description.identity = s.text(5)?.string
    description.maxAgeSeconds = s.optionalInt(6).map { Int($0) }
    description.declaredThrough = s.time(22)
    description.isResumed = s.int(26) != 0
    if let bytes = s.optionalInt(23), let lines = s.optionalInt(24), let hash = s.text(25) {
      description.resumePoint = StoredResumePoint(
        byteCount: Int(bytes), lineCount: Int(lines), sha256: hash.string)
    }
    return StoredSource(
      path: SourceTable.name(ofStored: s.text(0)?.string ?? ""), description: description,
      counts: counts, firstTime: s.time(19), dataThrough: s.time(22) ?? s.time(20),
      lastTime: s.time(20), lastJobTime: s.time(21), importNumber: Int(s.int(7)), remarks: [],
      defects: [], isRecording: s.text(0)?.string == SourceTable.recordings, id: s.int(8),
      chain: s.int(9))
  }

  private func remarks(of source: StoredSource) throws -> [SourceRemark] {
    try Row.fetchAll(
      database,
      sql: """
        SELECT code, sum(c.count), example, line, min(import) FROM import_code c
          JOIN import i ON i.number = c.import
        WHERE i.source = ? AND i.chain = ? AND effect = 'note' GROUP BY code ORDER BY code
        """, arguments: [source.id, source.chain]
    ).map { SourceRemark(code: $0[0], count: $0[1], example: $0[2], line: $0[3]) }
  }

  private func defects(of source: StoredSource) throws -> [Defect] {
    var result: [Defect] = []
    try forEachDefect(of: source, limit: 50) { result.append($0) }
    return result
  }

  /// How far the deployments of a service are known: how far the sources that have any of it go, as
  /// declared or by their latest record time. Nil if no record has a time.
  package func deploymentsThrough(of service: Text) throws -> Timestamp? {
    guard let number = try names.existingNumber(of: service) else { return nil }
    // In this order: a service has few rows in `feed`, recordings are many imports.
    return try Int64.fetchOne(
      database,
      sql: """
        SELECT max(coalesce(\(ArchiveReader.declared),
          (SELECT max(last_time) FROM import i WHERE i.source = s.id AND i.chain = s.chain)))
        FROM source s WHERE EXISTS (
          SELECT 1 FROM feed f CROSS JOIN import i ON i.number = f.import
          WHERE f.service \(layer.match(number, "?")) AND i.source = s.id AND i.chain = s.chain)
        """, arguments: try layer.members(of: number).count > 1 ? [] : [number]
    ).map { Timestamp(milliseconds: $0) }
  }

  /// How far jobs are known: how far the sources with jobs go as declared, else by the latest time of
  /// a job. Jobs run all the time; that a source has newer deployments does not make a silence of
  /// jobs a day without jobs.
  package func jobsThrough() throws -> Timestamp? {
    try readings().compactMap { source in
      source.lastJobTime.map { source.description.declaredThrough ?? $0 }
    }.max()
  }

  /// The sources whose data ends longer ago than they were configured to allow, by path.
  package func staleSources(asOf time: Timestamp) throws -> [StaleSource] {
    try readings().compactMap { source in
      guard let limit = source.description.maxAgeSeconds else { return nil }
      let age = source.dataThrough.map { Int(time.milliseconds(since: $0) / 1000) }
      if let age, age <= limit { return nil }
      return StaleSource(
        path: source.path, dataThrough: source.dataThrough, maxAgeSeconds: limit, ageSeconds: age)
    }
  }
}
