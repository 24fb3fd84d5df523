import Foundation
import GRDB
package import Model

/// A source as the archive remembers it.
package struct StoredSource: Sendable, Equatable {
  package var path: String
  package var description: SourceDescription
  package var counts: ImportCounts
  package var firstTime: Timestamp?
  /// Its latest record time: how far its data goes.
  package var dataThrough: Timestamp?
  /// Findings that cost nothing, by code.
  package var remarks: [SourceRemark]
  /// Up to 50 of what was left out.
  package var defects: [Defect]
}

/// A kind of remark on a source, with how often and one example.
package struct SourceRemark: Sendable, Equatable {
  package var code: String
  package var count: Int
  package var example: String
  package var line: Int
}

extension ArchiveReader {
  /// All sources, by the bytes of their paths.
  package func sources() throws -> [StoredSource] {
    let select = try BoundStatement(
      database,
      """
      SELECT path, format, sha256, bytes, lines, imported, updated, duplicate, conflict, blank,
        ignored, quarantined, incomplete, first_time, last_time, id
      FROM source ORDER BY path
      """)
    var result: [StoredSource] = []
    while try select.step() {
      var counts = ImportCounts()
      counts.imported = Int(select.int(5))
      counts.updated = Int(select.int(6))
      counts.duplicate = Int(select.int(7))
      counts.conflict = Int(select.int(8))
      let description = SourceDescription(
        format: select.text(1)?.string ?? "", sha256: select.text(2)?.string ?? "",
        byteCount: Int(select.int(3)), lines: Int(select.int(4)), blank: Int(select.int(9)),
        ignored: Int(select.int(10)), quarantined: Int(select.int(11)),
        incomplete: Int(select.int(12)))
      result.append(
        StoredSource(
          path: select.text(0)?.string ?? "", description: description, counts: counts,
          firstTime: select.time(13), dataThrough: select.time(14),
          remarks: try remarks(of: select.int(15)), defects: try defects(of: select.int(15))))
    }
    return result
  }

  private func remarks(of source: Int64) throws -> [SourceRemark] {
    try Row.fetchAll(
      database,
      sql: "SELECT code, count, example, line FROM remark WHERE source = ? ORDER BY code",
      arguments: [source]
    ).map { SourceRemark(code: $0[0], count: $0[1], example: $0[2], line: $0[3]) }
  }

  private func defects(of source: Int64) throws -> [Defect] {
    try Row.fetchAll(
      database,
      sql: """
        SELECT effect, code, message, field, tbl, line, column_number, byte_offset, raw
        FROM quarantine WHERE source = ? ORDER BY id LIMIT 50
        """, arguments: [source]
    ).map { row in
      Defect(
        effect: Defect.Effect(rawValue: row[0]) ?? .quarantined, code: row[1], message: row[2],
        field: row[3],
        position: SourcePosition(line: row[5], column: row[6], offset: row[7], table: row[4]),
        raw: [UInt8](row[8] as Data))
    }
  }

  /// How far the deployments of a service are known: the latest record time of the sources that
  /// have any of it. Nil if no record has a time.
  package func deploymentsThrough(of service: Text) throws -> Timestamp? {
    guard let number = try names.existingNumber(of: service) else { return nil }
    return try Int64.fetchOne(
      database,
      sql: """
        SELECT max(last_time) FROM source JOIN feed ON feed.source = source.id
        WHERE feed.service = ?
        """, arguments: [number]
    ).map { Timestamp(milliseconds: $0) }
  }

  /// How far jobs are known: the latest time of a job. Jobs run all the time; that a source has newer
  /// deployments does not make a silence of jobs a day without jobs.
  package func jobsThrough() throws -> Timestamp? {
    try Int64.fetchOne(database, sql: "SELECT max(last_job_time) FROM source")
      .map { Timestamp(milliseconds: $0) }
  }
}
