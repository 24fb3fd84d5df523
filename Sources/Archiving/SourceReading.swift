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

  // MARK: - What the records themselves leave to ask

  /// Counts of records with something odd, over the whole archive.
  package func oddities(after end: Timestamp, staleBefore: Timestamp) throws -> Oddities {
    var odd = Oddities()
    func count(_ sql: String, _ arguments: StatementArguments = []) throws -> Int {
      try Int.fetchOne(database, sql: sql, arguments: arguments) ?? 0
    }
    let open = JobStatus.allCases.filter(\.isOpen).map { String($0.rawValue) }
      .joined(separator: ", ")
    odd.undatedJobs = try count("SELECT count(*) FROM job WHERE day IS NULL")
    odd.undatedDeployments = try count("SELECT count(*) FROM deployment WHERE day IS NULL")
    odd.orphanReferences = try count(
      """
      SELECT count(*) FROM job_reference r
      WHERE NOT EXISTS (SELECT 1 FROM job WHERE job.job_id = r.job_id)
      """)
    odd.stagingAfterProduction = try count(
      "SELECT count(*) FROM deployment WHERE staging_deployed_at > production_deployed_at")
    odd.danglingTargets = try count(
      """
      SELECT count(*) FROM deployment d WHERE rolled_back_to IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM deployment e WHERE e.service = d.service AND e.version = d.rolled_back_to)
      """)
    odd.historyVersions = try count("SELECT count(*) FROM history")
    odd.staleJobs = try count(
      """
      SELECT count(*) FROM job WHERE status IN (\(open))
        AND coalesce(started_at, queued_at, created_at) < ?
      """, [staleBefore.milliseconds])
    odd.jobsAfterReport = try count(
      "SELECT count(*) FROM job WHERE coalesce(completed_at, started_at, created_at) >= ?",
      [end.milliseconds])
    odd.deploymentsAfterReport = try count(
      """
      SELECT count(*) FROM deployment
      WHERE coalesce(production_deployed_at, staging_deployed_at, created_at) >= ?
      """, [end.milliseconds])
    return odd
  }
}

/// Numbers of records with something odd.
package struct Oddities: Sendable, Equatable {
  package var undatedJobs = 0
  package var undatedDeployments = 0
  /// Deployments' references to jobs that no source has.
  package var orphanReferences = 0
  package var stagingAfterProduction = 0
  /// Rolled back to a version that no deployment of the service has.
  package var danglingTargets = 0
  /// Versions of records that lost against another of the same id.
  package var historyVersions = 0
  /// Open for longer than a day.
  package var staleJobs = 0
  package var jobsAfterReport = 0
  package var deploymentsAfterReport = 0
}
