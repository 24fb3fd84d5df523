import Archiving
import Foundation
import GRDB
import Metrics
import Model

/// A folder that is gone after the test.
final class TestFolder {
  let path: String

  init() throws {
    path = NSTemporaryDirectory() + "rollbook-archive-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  func file(_ name: String) -> String { path + "/" + name }
}

/// An archive in a folder of its own.
struct TestArchive {
  let folder: TestFolder
  let archive: Archive
  var zone = ZoneTable.utc

  /// - Parameter isDurable: kept as a user's archive is; else as one for a single run, which is
  ///   quicker.
  init(isDurable: Bool = false) throws {
    folder = try TestFolder()
    archive =
      isDurable
      ? try Archive(path: folder.file("archive.sqlite")) : try Archive(temporaryIn: folder.path)
  }

  /// Imports records as one source.
  @discardableResult
  func add(
    _ records: [Model.Record], as source: String = "a.ndjson", defects: [Defect] = []
  ) throws -> ImportCounts {
    try archive.importSource(named: source, zone: zone) { session in
      for record in records { try session.add(record) }
      for defect in defects { try session.add(defect) }
      return TestArchive.description(lines: records.count)
    }
  }

  /// Imports facts of any kind as one source; `content` stands for the hash of its bytes.
  @discardableResult
  func add(facts: [Fact], as source: String, content: String = "00") throws -> ImportCounts {
    try archive.importSource(named: source, zone: zone) { session in
      for fact in facts { try fact.add(to: session) }
      var description = TestArchive.description(lines: facts.count)
      description.sha256 = content
      return description
    }
  }

  func refresh() throws { try archive.refresh(zone: zone, derive: deriveService) }

  static func description(lines: Int) -> SourceDescription {
    SourceDescription(
      format: "ndjson", sha256: "00", byteCount: 1, lines: lines, blank: 0, ignored: 0,
      quarantined: 0, incomplete: 0)
  }

  /// The rows of a query on the file itself.
  func rows(_ sql: String) throws -> [String] {
    try DatabaseQueue(path: archive.path).read { db in
      try Row.fetchAll(db, sql: sql).map { row in
        row.databaseValues.map { "\($0)" }.joined(separator: "|")
      }
    }
  }

  /// Changes the file itself.
  func execute(_ sql: String) throws {
    try DatabaseQueue(path: archive.path).write { try $0.execute(sql: sql) }
  }

  /// Everything an archive says, without what depends on the way it came about: keys, change
  /// numbers, sources.
  func dump() throws -> [String] {
    try Dump.queries.flatMap { name, sql in try rows(sql).map { "\(name): \($0)" } }
  }
}

/// Queries that read each table through the names and ids behind its numbers.
private enum Dump {
  static let queries: [(String, String)] = [
    ("job", job), ("deployment", deployment),
    ("commit", commit), ("incident", incident), ("history", history),
    ("event", "\(event("job")) UNION ALL \(event("deployment")) ORDER BY 1, 2, 3, 4"),
    ("tombstone", "SELECT kind, id, at FROM tombstone ORDER BY kind, id, at"),
    ("reference", reference), ("job_day", jobDay), ("service_day", serviceDay), ("fact", fact),
    ("span", span), ("rollback", rollback), ("deployment_day", deploymentDay),
    ("recovery", recovery), ("awaited", awaited),
    ("correction", "SELECT * FROM correction ORDER BY kind, subject"),
    ("meta", "SELECT value FROM meta WHERE key = 'time_zone'"),
    ("dirty", "SELECT day FROM dirty_day UNION ALL SELECT service FROM dirty_service"),
  ]

  private static func name(_ column: String) -> String {
    "(SELECT text FROM name WHERE id = \(column))"
  }

  private static func id(_ column: String) -> String {
    "(SELECT deployment_id FROM deployment WHERE key = \(column))"
  }

  private static let job = """
    SELECT job_id, \(name("type")), status, source_status, \(name("repo")), ref, commit_sha,
      commit_message, \(name("commit_author")), \(name("agent")), created_at, queued_at, started_at,
      completed_at, updated_at, exit_code, duration_seconds, logs_url, error_message, tags,
      metadata, \(name("service")), day FROM job ORDER BY job_id
    """
  private static let deployment = """
    SELECT deployment_id, \(name("service")), version, status, source_status,
      \(name("environment")), \(name("repo")), ref, commit_sha, commit_message,
      \(name("commit_author")), build_job_id, test_job_id, deploy_job_id, staging_job_id,
      production_job_id, created_at, updated_at, deployed_to_staging, deployed_to_production,
      staging_deployed_at, production_deployed_at, rolled_back, rolled_back_at, rolled_back_to,
      rollback_reason, error_rate, latency_ms, requests_per_sec, tags, metadata, day
    FROM deployment ORDER BY deployment_id
    """
  private static let commit = """
    SELECT sha, \(name("repo")), parents, authored_at, committed_at, \(name("author")),
      \(name("author_email")), message, metadata, day FROM vcs_commit ORDER BY sha
    """
  private static let incident = """
    SELECT incident_id, \(name("service")), \(name("environment")), title, \(name("severity")),
      started_at, detected_at, resolved_at, caused_by, url, tags, metadata, day
    FROM incident ORDER BY incident_id
    """
  private static let history: String = {
    let tables = ["job", "deployment", "vcs_commit", "incident"]
    let parts = tables.map { (table: String) -> String in
      let id = table == "vcs_commit" ? "sha" : "\(table)_id"
      return "SELECT '\(table)', \(id), hex(digest) FROM \(table)_version"
    }
    return parts.joined(separator: " UNION ALL ") + " ORDER BY 1, 2, 3"
  }()

  private static func event(_ table: String) -> String {
    "SELECT '\(table)', \(table)_id, hex(digest), effect FROM \(table)_event"
  }

  private static let reference = """
    SELECT job_id, \(id("deployment")) AS d, role, \(name("service")) FROM job_reference
    ORDER BY job_id, d, role
    """
  private static let jobDay = """
    SELECT day, \(name("repo")) AS r, \(name("type")) AS t, hex(counts), hex(runs), hex(queues)
    FROM job_day ORDER BY day, r, t
    """
  private static let serviceDay = """
    SELECT day, \(name("service")) AS s, hex(counts), hex(runs), hex(queues)
    FROM service_day ORDER BY s, day
    """
  private static let fact = """
    SELECT \(id("deployment")) AS d, kind, failure, is_withdrawn, is_rework, is_drill,
      \(id("previous")), \(id("superseded_by")), is_wide, lead_basis, is_lead_negative, hex(leads)
    FROM fact ORDER BY d
    """
  private static let deploymentDay = """
    SELECT \(name("service")) AS s, environment, day, hex(counts), hex(offsets), hex(leads)
    FROM deployment_day ORDER BY s, environment, day
    """
  private static let recovery = """
    SELECT \(name("service")) AS s, position, environment, \(id("failed")), start, "end",
      \(id("recovered_by")), unknown FROM recovery ORDER BY s, position
    """
  private static let awaited = """
    SELECT sha, \(name("service")) FROM awaited_commit
    UNION ALL SELECT "commit", \(name("service")) FROM awaited_job ORDER BY 1, 2
    """
  private static let span = """
    SELECT \(name("service")) AS s, position, environment, \(id("deployment")), version, live_from,
      live_until, ending, is_restored, is_production FROM span ORDER BY s, position
    """
  private static let rollback = """
    SELECT \(name("service")) AS s, position, environment, \(id("blamed")), \(id("by_deployment")),
      to_version, at, time_basis, basis, is_drill, \(id("relanded_by")),
      (SELECT group_concat(deployment_id, ' ') FROM (
        SELECT deployment_id FROM deployment
        WHERE ' ' || rollback.withdrawn || ' ' LIKE '% ' || key || ' %' ORDER BY deployment_id))
    FROM rollback ORDER BY s, position
    """
}

/// One thing that an import can bring.
enum Fact {
  case record(Model.Record)
  case event(LifecycleEvent)
  case deletion(Deletion)

  func add(to session: ImportSession) throws {
    switch self {
    case .record(let record): try session.add(record)
    case .event(let event): try session.add(event)
    case .deletion(let deletion): try session.add(deletion)
    }
  }
}
