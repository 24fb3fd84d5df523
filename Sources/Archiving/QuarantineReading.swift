import GRDB
package import Model

/// What was left out of a source, and which source that was.
package struct QuarantinedText: Sendable, Equatable {
  /// `(stdin)` for standard input.
  package var path: String
  package var defect: Defect
}

extension ArchiveReader {
  /// Calls `body` with everything that was left out of a source, in the order of the source.
  package func quarantineRows(of source: StoredSource, _ body: (Defect) throws -> Void) throws {
    try forEachDefect(of: source, limit: -1, body)
  }

  /// `limit`: negative for all.
  func forEachDefect(
    of source: StoredSource, limit: Int, _ body: (Defect) throws -> Void
  ) throws {
    let select = try BoundStatement(
      database,
      """
      SELECT \(ArchiveReader.columns) FROM quarantine q JOIN import i ON i.number = q.import
      WHERE i.source = ? AND i.chain = ? ORDER BY q.id LIMIT ?
      """)
    select.bind(0, source.id)
    select.bind(1, source.chain)
    select.bind(2, limit)
    defer { select.reset() }
    while try select.step() { try body(ArchiveReader.defect(select)) }
  }

  /// Calls `body` with everything that one import met and left out, in the order of its source.
  package func forEachDefect(ofImport number: Int, _ body: (Defect) throws -> Void) throws {
    let select = try BoundStatement(
      database, "SELECT \(ArchiveReader.columns) FROM quarantine q WHERE q.import = ? ORDER BY q.id"
    )
    select.bind(0, number)
    defer { select.reset() }
    while try select.step() { try body(ArchiveReader.defect(select)) }
  }

  /// What was left out and has an id in its raw text, as JSON writes it or as it is; at most 100, by
  /// path and place.
  package func quarantined(containing id: Text) throws -> [QuarantinedText] {
    guard !id.isEmpty else { return [] }
    var json = ByteBuffer()
    json.append(jsonString: id)
    let select = try BoundStatement(
      database,
      """
      SELECT \(ArchiveReader.columns), s.path FROM quarantine q
        JOIN import i ON i.number = q.import JOIN source s ON s.id = i.source
      WHERE instr(q.raw, ?1) > 0 OR instr(q.raw, ?2) > 0 ORDER BY s.path, q.id LIMIT 100
      """)
    select.bind(0, blob: Array(id.string.utf8))
    select.bind(1, blob: Array(json.bytes.dropFirst().dropLast()))
    var result: [QuarantinedText] = []
    while try select.step() {
      result.append(
        QuarantinedText(
          path: SourceTable.name(ofStored: select.text(9)?.string ?? ""),
          defect: ArchiveReader.defect(select)))
    }
    return result
  }

  private static let columns = """
    q.effect, q.code, q.message, q.field, q.tbl, q.line, q.column_number, q.byte_offset, q.raw
    """

  private static func defect(_ s: BoundStatement) -> Defect {
    Defect(
      effect: Defect.Effect(rawValue: s.text(0)?.string ?? "") ?? .quarantined,
      code: s.text(1)?.string ?? "", message: s.text(2)?.string ?? "",
      field: s.text(3)?.string,
      position: SourcePosition(
        line: Int(s.int(5)), column: Int(s.int(6)), offset: Int(s.int(7)),
        table: s.text(4)?.string), raw: s.blob(8))
  }
}
