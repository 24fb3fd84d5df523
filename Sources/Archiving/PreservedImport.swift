import GRDB
package import Model

/// One import with all that the archive knows of it, as a bag keeps it.
package struct PreservedImport: Sendable, Equatable {
  package var number: Int
  /// The path that its source is kept under.
  package var path: String
  /// The number of the first import of the reading that it is a part of.
  package var chain: Int
  /// What it read; `isResumed`, `identity`, `resumePoint` and `maxAgeSeconds` are not in it.
  package var description: SourceDescription
  package var counts: ImportCounts
  package var firstTime: Timestamp?
  package var lastTime: Timestamp?
  package var lastJobTime: Timestamp?
  /// The services that it is known to be about, by bytes.
  package var services: [Text]
  /// What was found wrong, by code.
  package var findings: [Finding]

  /// A kind of finding, how often it occurred, and one example.
  package struct Finding: Sendable, Equatable {
    package var code: String
    package var effect: String
    package var count: Int
    package var example: String
    package var line: Int

    package init(code: String, effect: String, count: Int, example: String, line: Int) {
      self.code = code
      self.effect = effect
      self.count = count
      self.example = example
      self.line = line
    }
  }

  package init(
    number: Int, path: String, chain: Int, description: SourceDescription, counts: ImportCounts
  ) {
    self.number = number
    self.path = path
    self.chain = chain
    self.description = description
    self.counts = counts
    services = []
    findings = []
  }
}

/// A source as the archive knows it, beside its imports.
package struct PreservedSource: Sendable, Equatable {
  /// The path that it is kept under.
  package var path: String
  /// The number of its latest import.
  package var importNumber: Int
  /// The number of the first import of its present reading.
  package var chain: Int
  /// Nil if it has to be read again.
  package var sha256: String?
  package var key: String
  package var byteCount: Int
  package var resumePoint: StoredResumePoint?
  package var maxAgeSeconds: Int?

  package init(path: String, importNumber: Int, chain: Int, key: String, byteCount: Int) {
    self.path = path
    self.importNumber = importNumber
    self.chain = chain
    self.key = key
    self.byteCount = byteCount
  }

  /// The path of what came from no file, but was recorded.
  package static let recordings = SourceTable.recordings
}

extension ArchiveReader {
  /// All sources, by the bytes of their paths.
  package func preservedSources() throws -> [PreservedSource] {
    let select = try BoundStatement(
      database,
      """
      SELECT path, import, chain, sha256, key, bytes, resume_bytes, resume_lines, resume_sha256,
        max_age FROM source ORDER BY path
      """)
    var result: [PreservedSource] = []
    while try select.step() {
      var source = PreservedSource(
        path: select.text(0)?.string ?? "", importNumber: Int(select.int(1)),
        chain: Int(select.int(2)), key: select.text(4)?.string ?? "",
        byteCount: Int(select.int(5)))
      source.sha256 = select.text(3)?.string
      if let bytes = select.optionalInt(6), let lines = select.optionalInt(7),
        let hash = select.text(8)
      {
        source.resumePoint = StoredResumePoint(
          byteCount: Int(bytes), lineCount: Int(lines), sha256: hash.string)
      }
      source.maxAgeSeconds = select.optionalInt(9).map { Int($0) }
      result.append(source)
    }
    return result
  }

  /// Calls `body` with all imports, by the bytes of their sources' paths, then in the order in which
  /// they were made.
  package func forEachImport(_ body: (PreservedImport) throws -> Void) throws {
    let select = try BoundStatement(
      database,
      """
      SELECT i.number, s.path, i.chain, i.format, i.sha256, i.bytes, i.lines, i.blank, i.ignored,
        i.quarantined, i.incomplete, i.key, i.imported, i.updated, i.duplicate, i.conflict,
        i.first_time, i.last_time, i.last_job_time, i.declared_through
      FROM import i JOIN source s ON s.id = i.source ORDER BY s.path, i.number
      """)
    defer { select.reset() }
    while try select.step() {
      var result = preservedImport(select)
      result.services = try services(fedBy: result.number)
      result.findings = try findings(of: result.number)
      try body(result)
    }
  }

  private func preservedImport(_ s: BoundStatement) -> PreservedImport {
    var description = SourceDescription(
      format: s.text(3)?.string ?? "", sha256: s.text(4)?.string ?? "", byteCount: Int(s.int(5)),
      lines: Int(s.int(6)), blank: Int(s.int(7)), ignored: Int(s.int(8)),
      quarantined: Int(s.int(9)), incomplete: Int(s.int(10)))
    description.key = s.text(11)?.string ?? ""
    description.declaredThrough = s.time(19)
    var counts = ImportCounts()
    counts.imported = Int(s.int(12))
    counts.updated = Int(s.int(13))
    counts.duplicate = Int(s.int(14))
    counts.conflict = Int(s.int(15))
    var result = PreservedImport(
      number: Int(s.int(0)), path: s.text(1)?.string ?? "", chain: Int(s.int(2)),
      description: description, counts: counts)
    result.firstTime = s.time(16)
    result.lastTime = s.time(17)
    result.lastJobTime = s.time(18)
    return result
  }

  private func services(fedBy number: Int) throws -> [Text] {
    let select = try BoundStatement(
      database,
      "SELECT n.text FROM feed f JOIN name n ON n.id = f.service WHERE f.import = ? ORDER BY n.text"
    )
    select.bind(0, number)
    var result: [Text] = []
    while try select.step() { result.append(select.text(0) ?? "") }
    return result
  }

  private func findings(of number: Int) throws -> [PreservedImport.Finding] {
    let select = try BoundStatement(
      database,
      """
      SELECT code, effect, count, example, line FROM import_code WHERE import = ?
      ORDER BY code, effect
      """)
    select.bind(0, number)
    var result: [PreservedImport.Finding] = []
    while try select.step() {
      result.append(
        PreservedImport.Finding(
          code: select.text(0)?.string ?? "", effect: select.text(1)?.string ?? "",
          count: Int(select.int(2)), example: select.text(3)?.string ?? "",
          line: Int(select.int(4))))
    }
    return result
  }
}
