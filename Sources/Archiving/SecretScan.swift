import GRDB
package import Model

extension Archive {
  /// Counts what rules find in the records changed since the last time; in all records if the rules
  /// are others now.
  ///
  /// - Parameters:
  ///   - rules: says which rules `find` goes by; the same text for the same rules.
  ///   - find: the findings in a record.
  package func scanForSecrets(
    rules: String, find: @escaping (Model.Record) -> [(field: String, rule: String, count: Int)]
  ) throws {
    try transaction { try SecretScan($0, find).run(rules: rules) }
  }
}

/// Which records hold secrets: counted once for each change of a record, so that a build needs not
/// look at all of them again.
private struct SecretScan {
  typealias Find = (Model.Record) -> [(field: String, rule: String, count: Int)]

  private let database: Database
  private let names: NameTable
  private let find: Find
  private static let scannedKey = "secrets_scanned"
  private static let rulesKey = "secret_rules"

  init(_ database: Database, _ find: @escaping Find) {
    self.database = database
    self.find = find
    names = NameTable(database)
  }

  private static let table = """
    CREATE TABLE IF NOT EXISTS secret(
      kind INTEGER NOT NULL, key INTEGER NOT NULL, field TEXT NOT NULL, rule TEXT NOT NULL,
      count INTEGER NOT NULL, PRIMARY KEY(kind, key, field, rule)) STRICT, WITHOUT ROWID;
    """

  func run(rules: String) throws {
    try database.execute(sql: SecretScan.table)
    let meta = MetaTable(database: database)
    let known = try meta[SecretScan.scannedKey].flatMap { Int64($0) }
    let areSame = try meta[SecretScan.rulesKey] == rules
    if !areSame { try database.execute(sql: "DELETE FROM secret") }
    let since = areSame ? known ?? 0 : 0
    let changes = [
      since, try scan(JobRows(names), since), try scan(DeploymentRows(names), since),
      try scan(CommitRows(names), since), try scan(IncidentRows(names), since),
    ]
    // What did not change is not written, so that a run without news leaves no trace.
    if !areSame { try meta.set(SecretScan.rulesKey, rules) }
    if let last = changes.max(), last != known {
      try meta.set(SecretScan.scannedKey, String(last))
    }
  }

  /// Scans a kind of record; the number of the last change seen.
  private func scan<Rows: RecordRows>(_ rows: Rows, _ since: Int64) throws -> Int64 {
    // Records may have been taken out of the archive.
    try database.execute(
      sql: "DELETE FROM secret WHERE kind = ? AND key NOT IN (SELECT key FROM \(Rows.table))",
      arguments: [Int(Rows.kind.rawValue)])
    let select = try BoundStatement(
      database, "SELECT \(Rows.columns), key, change FROM \(Rows.table) WHERE change > ?")
    select.bind(0, since)
    defer { select.reset() }
    var last = since
    while try select.step() {
      let record = rows.record(try rows.read(select, from: 0))
      try store(find(record), Rows.kind, key: select.int(Rows.columnCount), isNew: since == 0)
      last = max(last, select.int(Rows.columnCount + 1))
    }
    return last
  }

  private func store(
    _ findings: [(field: String, rule: String, count: Int)], _ kind: RecordKind, key: Int64,
    isNew: Bool
  ) throws {
    if !isNew {
      let clear = try BoundStatement(database, "DELETE FROM secret WHERE kind = ? AND key = ?")
      clear.bind(0, Int64(kind.rawValue))
      clear.bind(1, key)
      try clear.run()
    }
    guard !findings.isEmpty else { return }
    let insert = try BoundStatement(
      database,
      "INSERT OR REPLACE INTO secret(kind, key, field, rule, count) VALUES (?, ?, ?, ?, ?)")
    for finding in findings {
      insert.bind(0, Int64(kind.rawValue))
      insert.bind(1, key)
      insert.bind(2, Text(finding.field))
      insert.bind(3, Text(finding.rule))
      insert.bind(4, finding.count)
      try insert.run()
    }
  }
}

/// How often a rule found a secret in records, and where first.
package struct SecretCount: Sendable, Equatable {
  package let rule: String
  package var count: Int
  /// Records with one; each counts once.
  package var records: Int
  /// The fields it was found in, sorted.
  package var fields: [String]
  /// The first records by the bytes of their ids, deployments first.
  package var examples: [OddRecord]
}

extension ArchiveReader {
  /// The rules that found something, by name; empty if nothing was found or nothing scanned.
  package func secretCounts() throws -> [SecretCount] {
    let isThere = try Bool.fetchOne(
      database, sql: "SELECT count(*) > 0 FROM sqlite_master WHERE name = 'secret'")
    guard isThere == true else { return [] }
    return try Row.fetchAll(
      database,
      sql: """
        SELECT rule, sum(count), count(DISTINCT key * 4 + kind) FROM secret
        GROUP BY rule ORDER BY rule
        """
    ).map { row in
      let rule: String = row[0]
      return SecretCount(
        rule: rule, count: row[1], records: row[2], fields: try fields(of: rule),
        examples: try examples(of: rule))
    }
  }

  private func fields(of rule: String) throws -> [String] {
    try String.fetchAll(
      database, sql: "SELECT DISTINCT field FROM secret WHERE rule = ? ORDER BY field",
      arguments: [rule])
  }

  private func examples(of rule: String) throws -> [OddRecord] {
    let limit = ArchiveReader.oddityExamples
    let deployments = try String.fetchAll(
      database,
      sql: """
        SELECT DISTINCT deployment_id FROM secret JOIN deployment USING (key)
        WHERE kind = ? AND rule = ? ORDER BY deployment_id LIMIT \(limit)
        """, arguments: [Int(RecordKind.deployment.rawValue), rule])
    let jobs = try Row.fetchAll(
      database,
      sql: """
        SELECT DISTINCT job_id, day FROM secret JOIN job USING (key)
        WHERE kind = ? AND rule = ? ORDER BY job_id LIMIT \(limit)
        """, arguments: [Int(RecordKind.job.rawValue), rule])
    let all =
      deployments.map { OddRecord.deployment(Text($0)) }
      + jobs.map { row in
        OddRecord.job(Text(row[0]), day: (row[1] as Int?).map { LocalDay(number: $0) })
      }
    return Array(all.prefix(limit))
  }
}

extension StoredJob {
  /// The same stored job, shown with other texts.
  package func with(job: Job, service: Text?, correction: Correction?) -> StoredJob {
    StoredJob(key: key, job: job, service: service, correction: correction)
  }
}
