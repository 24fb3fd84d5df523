import GRDB
package import Model

/// The corrections in force, one row each.
struct CorrectionTable {
  let database: Database

  private static let columns = """
    kind, subject, is_rollback, blames, is_rolled_back, reason, is_drill, is_excluded, alias_of, \
    author, date, note
    """

  /// The ids of jobs that are in no figure.
  static let excludedJobs =
    "SELECT subject FROM correction WHERE kind = \(Correction.Kind.job.rawValue) AND is_excluded"
  /// The ids of deployments that are in no figure.
  static let excludedDeployments =
    "SELECT subject FROM correction WHERE kind = \(Correction.Kind.deployment.rawValue) "
    + "AND is_excluded"

  /// In the order of `Correction.precedes`.
  func all() throws -> [Correction] {
    let select = try BoundStatement(
      database, "SELECT \(CorrectionTable.columns) FROM correction ORDER BY kind, subject")
    var result: [Correction] = []
    while try select.step() {
      guard let kind = Correction.Kind(rawValue: UInt8(clamping: select.int(0))) else { continue }
      var correction = Correction(
        kind, select.text(1) ?? "", author: select.text(9) ?? "",
        date: LocalDay(number: Int(select.int(10))), note: select.text(11) ?? "")
      correction.isRollback = select.flag(2)
      correction.blames = select.text(3)
      correction.isRolledBack = select.flag(4)
      correction.reason = select.text(5)
      correction.isDrill = select.int(6) != 0
      correction.isExcluded = select.int(7) != 0
      correction.aliasOf = select.text(8)
      result.append(correction)
    }
    return result
  }

  /// Puts others in the place of all there are.
  func replace(with corrections: [Correction]) throws {
    try database.execute(sql: "DELETE FROM correction")
    let insert = try BoundStatement(
      database,
      """
      INSERT INTO correction(\(CorrectionTable.columns))
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """)
    for correction in corrections {
      insert.bind(0, Int64(correction.kind.rawValue))
      insert.bind(1, correction.subject)
      insert.bind(2, correction.isRollback)
      insert.bind(3, correction.blames)
      insert.bind(4, correction.isRolledBack)
      insert.bind(5, correction.reason)
      insert.bind(6, correction.isDrill)
      insert.bind(7, correction.isExcluded)
      insert.bind(8, correction.aliasOf)
      insert.bind(9, correction.author)
      insert.bind(10, correction.date.number)
      insert.bind(11, correction.note)
      try insert.run()
    }
  }

  /// What was derived with or without a correction is derived anew.
  func markAffected(by correction: Correction, isNew: Bool) throws {
    switch correction.kind {
    case .deployment:
      try mark(
        "dirty_service(service) SELECT service FROM deployment WHERE deployment_id = ?",
        correction.subject)
    case .job:
      try mark(
        "dirty_day(day) SELECT day FROM job WHERE job_id = ? AND day IS NOT NULL",
        correction.subject)
      // It may be, or have been, the first job of a commit.
      try mark(
        """
        dirty_service(service) SELECT service FROM awaited_job
        WHERE "commit" = (SELECT \(JobRows.commitExpression) FROM job WHERE job_id = ?)
        """, correction.subject)
    case .service:
      guard let target = correction.aliasOf else { return }
      for name in [correction.subject, target] {
        try mark("dirty_service(service) SELECT id FROM name WHERE text = ?", name)
      }
      // An alias has its days under its own name before, and under the other's after.
      try mark(
        """
        dirty_day(day) SELECT day FROM service_day
        WHERE service = (SELECT id FROM name WHERE text = ?)
        """, isNew ? correction.subject : target)
    }
  }

  private func mark(_ rows: String, _ text: Text) throws {
    let insert = try BoundStatement(database, "INSERT OR IGNORE INTO \(rows)")
    insert.bind(0, text)
    try insert.run()
  }
}

extension Archive {
  /// Puts corrections in force, in the place of those before. Only what they change is derived anew by
  /// the next `refresh`; the same ones again change nothing.
  ///
  /// - Parameter corrections: each of what it is about at most once.
  package func correct(_ corrections: [Correction]) throws {
    let wanted = corrections.sorted { $0.precedes($1) }
    guard try read({ try $0.corrections() }) != wanted else { return }
    try transaction { db in
      let table = CorrectionTable(database: db)
      let before = try table.all()
      let names = NameTable(db)
      for correction in wanted {
        guard let target = correction.aliasOf else { continue }
        _ = try names.number(of: correction.subject)
        _ = try names.number(of: target)
      }
      for old in before where !wanted.contains(where: old.hasSameEffect) {
        try table.markAffected(by: old, isNew: false)
      }
      for new in wanted where !before.contains(where: new.hasSameEffect) {
        try table.markAffected(by: new, isNew: true)
      }
      try table.replace(with: wanted)
      let meta = MetaTable(database: db)
      let count = try meta["corrections"].flatMap { Int($0) } ?? 0
      try meta.set("corrections", String(count + 1))
    }
  }
}

extension ArchiveReader {
  /// The corrections in force: of deployments, jobs, services, each by the bytes of its id or name.
  package func corrections() throws -> [Correction] {
    try CorrectionTable(database: database).all()
  }

  /// Whether any record has what a correction is about.
  package func isKnown(_ correction: Correction) throws -> Bool {
    switch correction.kind {
    case .deployment: try exists("deployment WHERE deployment_id = ?", correction.subject)
    case .job: try exists("job WHERE job_id = ?", correction.subject)
    case .service:
      try ["deployment", "job", "job_reference", "incident"].contains {
        try exists("\($0) WHERE service = (SELECT id FROM name WHERE text = ?)", correction.subject)
      }
    }
  }

  /// How many deployments and jobs are recorded under the name of each service that counts as another.
  /// Goes through all jobs once, if there is such a service.
  package func recordedCounts() throws -> [Text: (deployments: Int, jobs: Int)] {
    var result: [Text: (deployments: Int, jobs: Int)] = [:]
    let aliases = try layer.aliasNumbers()
    guard !aliases.isEmpty else { return result }
    let numbers = aliases.map(String.init).joined(separator: ", ")
    for (table, count) in [
      ("deployment", \(deployments: Int, jobs: Int).deployments), ("job", \.jobs),
    ] {
      let select = try BoundStatement(
        database,
        "SELECT service, count(*) FROM \(table) WHERE service IN (\(numbers)) GROUP BY service")
      while try select.step() {
        guard let name = try names.text(of: select.int(0)) else { continue }
        result[name, default: (0, 0)][keyPath: count] = Int(select.int(1))
      }
    }
    return result
  }

  private func exists(_ rows: String, _ text: Text) throws -> Bool {
    let select = try BoundStatement(database, "SELECT 1 FROM \(rows) LIMIT 1")
    select.bind(0, text)
    defer { select.reset() }
    return try select.step()
  }
}
