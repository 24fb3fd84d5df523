import Foundation
import GRDB
import Model

/// The database of a bag: tables in the shape that `rollbook import` reads, and one of lines for each
/// other file. The same lines in the same order give the same bytes with one version of SQLite.
final class ShapeDatabase {
  private struct Row {
    let file: RecordFile
    let number: Int
    let json: String
  }

  private let queue: DatabaseQueue
  private var waiting: [Row] = []
  private var counts: [RecordFile: Int] = [:]
  private static let batch = 1000

  /// - Parameter path: of the new file.
  init(path: String) throws {
    var configuration = Configuration()
    configuration.prepareDatabase { db in
      try db.execute(
        sql: "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA page_size = 4096;")
    }
    queue = try DatabaseQueue(path: path, configuration: configuration)
    try queue.write { db in
      for file in RecordFile.allCases { try db.execute(sql: ShapeDatabase.table(of: file)) }
    }
  }

  /// - Parameter json: a line of the file; those of one file come in its order.
  func add(_ file: RecordFile, _ json: ByteBuffer) throws {
    counts[file, default: 0] += 1
    waiting.append(Row(file: file, number: counts[file] ?? 0, json: json.string))
    if waiting.count == ShapeDatabase.batch { try flush() }
  }

  func close() throws {
    try flush()
    try queue.close()
  }

  private func flush() throws {
    let rows = waiting
    waiting.removeAll(keepingCapacity: true)
    try queue.write { db in
      for row in rows {
        let insert = try db.cachedStatement(sql: ShapeDatabase.insertion(into: row.file))
        try insert.execute(
          arguments: row.file.shownKind == nil ? [row.number, row.json] : [row.json])
      }
    }
  }

  // MARK: - Tables

  private static func table(of file: RecordFile) -> String {
    guard let kind = file.shownKind else {
      return "CREATE TABLE \(file.rawValue)(line INTEGER PRIMARY KEY, json TEXT NOT NULL)"
    }
    let fields = fields(of: kind)
    let columns = fields.map { "\($0.name) \($0.type)" }.joined(separator: ", ")
    return "CREATE TABLE \(file.rawValue)(\(columns), PRIMARY KEY(\(fields[0].name))) WITHOUT ROWID"
  }

  private static func insertion(into file: RecordFile) -> String {
    guard let kind = file.shownKind else {
      return "INSERT INTO \(file.rawValue)(line, json) VALUES (?, ?)"
    }
    let values = fields(of: kind).map { "json_extract(?1, '$.\($0.name)')" }
    return "INSERT INTO \(file.rawValue) VALUES (\(values.joined(separator: ", ")))"
  }

  /// The fields of a kind, its id first.
  private static func fields(of kind: RecordKind) -> [(name: String, type: String)] {
    let texts =
      switch kind {
      case .job:
        """
        job_id job_type status source_status repo ref commit_sha commit_message commit_author agent_id \
        created_at queued_at started_at completed_at updated_at exit_code:INTEGER \
        duration_seconds:REAL logs_url error_message tags metadata
        """
      case .deployment:
        """
        deployment_id service_name version status source_status environment repo ref commit_sha \
        commit_message commit_author build_job_id test_job_id deploy_job_id staging_job_id \
        production_job_id created_at updated_at deployed_to_staging:INTEGER \
        deployed_to_production:INTEGER staging_deployed_at production_deployed_at \
        rolled_back:INTEGER rolled_back_at rolled_back_to rollback_reason error_rate:REAL \
        latency_ms:REAL requests_per_sec:REAL tags metadata
        """
      case .commit: "sha repo parents authored_at committed_at author message metadata"
      case .incident:
        """
        incident_id service_name environment title severity started_at detected_at resolved_at \
        caused_by url tags metadata
        """
      }
    return texts.split(separator: " ").map { field in
      let parts = field.split(separator: ":")
      return (String(parts[0]), parts.count > 1 ? String(parts[1]) : "TEXT")
    }
  }
}
