import GRDB
package import Model

extension ArchiveReader {
  /// How many of the records that changed a month's figures are named.
  package static let restatementCauses = 5
  /// How many of the newest restatements are read.
  package static let restatementLimit = 200

  /// What months that were over say differently than when a site was last published, by service and
  /// month; empty if none was published. O(what changed since then).
  ///
  /// - Parameters:
  ///   - asOf: the local date of the report that will say so.
  ///   - figures: what is different in a month; empty for nothing.
  package func newRestatements(
    asOf: LocalDay, figures: (MonthChange) -> [Restatement.Figure]
  ) throws -> [Restatement] {
    guard let publication = try Publication(database) else { return [] }
    return try changedMonths(publication).compactMap { number, change in
      let figures = figures(change)
      guard !figures.isEmpty else { return nil }
      var result = Restatement(
        asOf: asOf, service: change.service, month: change.month, figures: figures,
        reason: .removal, causes: [], recordCount: 0)
      try explain(&result, number, publication)
      return result
    }
  }

  private func changedMonths(
    _ publication: Publication
  ) throws -> [(service: Int64, change: MonthChange)] {
    struct Place: Hashable {
      var service: Int64
      var month: Month
    }
    let select = try BoundStatement(
      database, "SELECT kind, service, month, counts FROM month_before ORDER BY kind")
    var before: [Place: [Int64: [Int]]] = [:]
    while try select.step() {
      let place = Place(service: select.int(1), month: LocalDay(number: Int(select.int(2))).month)
      let counts: [UInt32] = RollupBlobs.numbers(select.blob(3))
      before[place, default: [:]][select.int(0)] = counts.map { Int($0) }
    }
    return try before.compactMap { place, counts -> (service: Int64, change: MonthChange)? in
      guard let name = try names.text(of: place.service) else { return nil }
      var change = MonthChange(service: name, month: place.month, publishedAsOf: publication.asOf)
      if let old = counts[0] {
        let new = try PublishedMonths.sums(of: place.service, in: place.month, database)
        change.deployments = (
          DeploymentRollup(numbers: old, offsets: [], leads: []),
          new[place.month] ?? DeploymentRollup()
        )
      }
      if let old = counts[1] {
        let new = try PublishedMonths.jobs(of: place.service, in: place.month, database)
        change.jobs = (JobCounts(byStatus: old), new)
      }
      return (place.service, change)
    }.sorted { ($0.change.service, $0.change.month) < ($1.change.service, $1.change.month) }
  }

  // MARK: - Why

  private func explain(
    _ restatement: inout Restatement, _ service: Int64, _ publication: Publication
  ) throws {
    let meta = MetaTable(database: database)
    if try meta["time_zone"] != publication.zone {
      restatement.reason = .zone
      return
    }
    if try meta["derivation"] != publication.rules {
      restatement.reason = .rules
      return
    }
    let causes = try causes(of: restatement, service, since: publication.change)
    guard !causes.isEmpty else {
      let isCorrected = try meta["corrections"] ?? "" != publication.corrections
      restatement.reason = isCorrected ? .corrections : .removal
      return
    }
    restatement.reason = .records
    restatement.recordCount = causes.count
    restatement.causes = Array(causes.prefix(ArchiveReader.restatementCauses))
  }

  /// The records of the month that came or changed; if there are none, those of the service that can say
  /// what became of an earlier one: that went back, or repair something.
  private func causes(
    of restatement: Restatement, _ service: Int64, since change: Int64
  ) throws -> [Restatement.Cause] {
    let days = restatement.month.days
    let isOfDeployments = restatement.figures.contains { $0.metric != "job_failure_rate" }
    let isOfJobs = restatement.figures.contains { $0.metric == "job_failure_rate" }
    var causes: [Restatement.Cause] = []
    if isOfDeployments {
      causes = try self.causes(
        .deployment, "service \(layer.match(service, "?2")) AND day >= ?3 AND day < ?4", change,
        service, days)
      if causes.isEmpty {
        causes = try self.causes(
          .deployment,
          """
          service \(layer.match(service, "?2")) AND ?2 <> 0 AND ?3 < ?4 AND (key IN (SELECT by_deployment FROM rollback WHERE service = ?2)
            OR key IN (SELECT deployment FROM fact WHERE is_rework))
          """, change, service, days)
      }
    }
    if isOfJobs {
      causes += try self.causes(
        .job,
        "coalesce(service, \(Derivation.serviceOfReference)) \(layer.match(service, "?2")) AND day >= ?3 AND day < ?4",
        change, service, days)
    }
    return causes
  }

  private func causes(
    _ kind: RecordKind, _ condition: String, _ change: Int64, _ service: Int64,
    _ days: Range<LocalDay>
  ) throws -> [Restatement.Cause] {
    let table = kind == .job ? "job" : "deployment"
    let select = try BoundStatement(
      database,
      """
      SELECT \(table)_id, (SELECT s.path FROM import i JOIN source s ON s.id = i.source
        WHERE i.number = \(table).change)
      FROM \(table) WHERE change > ?1 AND \(condition) ORDER BY 1
      """)
    select.bind(0, change)
    select.bind(1, service)
    select.bind(2, days.lowerBound.number)
    select.bind(3, days.upperBound.number)
    var causes: [Restatement.Cause] = []
    while try select.step() {
      causes.append(
        Restatement.Cause(
          kind: kind, id: select.text(0) ?? "",
          source: select.text(1).map { SourceTable.name(ofStored: $0.string) }))
    }
    return causes
  }

  // MARK: - Those known

  /// The restatements of sites that were published, the newest first, then by service and month.
  package func restatements(_ limit: Int) throws -> [Restatement] {
    let select = try BoundStatement(
      database,
      """
      SELECT number, as_of, service, month, reason, record_count FROM restatement
      JOIN name n ON n.id = service
      ORDER BY as_of DESC, n.text, month, number LIMIT \(limit)
      """)
    var found: [(number: Int64, restatement: Restatement)] = []
    while try select.step() {
      found.append(
        (
          select.int(0),
          Restatement(
            asOf: LocalDay(number: Int(select.int(1))),
            service: try names.text(of: select.int(2)) ?? "",
            month: LocalDay(number: Int(select.int(3))).month, figures: [],
            reason: Restatement.Reason(rawValue: UInt8(clamping: select.int(4))) ?? .records,
            causes: [], recordCount: Int(select.int(5)))
        ))
    }
    return try found.map { number, restatement in
      var restatement = restatement
      restatement.figures = try figures(of: number)
      restatement.causes = try causes(of: number)
      return restatement
    }
  }

  /// How many restatements sites that were published have.
  package func restatementCount() throws -> Int {
    try Int.fetchOne(database, sql: "SELECT count(*) FROM restatement") ?? 0
  }

  private func figures(of number: Int64) throws -> [Restatement.Figure] {
    let select = try BoundStatement(
      database,
      """
      SELECT metric, old_k, old_n, new_k, new_n FROM restated_figure WHERE restatement = ?
      ORDER BY metric
      """)
    select.bind(0, number)
    var figures: [Restatement.Figure] = []
    while try select.step() {
      figures.append(
        Restatement.Figure(
          metric: select.text(0)?.string ?? "", oldK: Int(select.int(1)), oldN: Int(select.int(2)),
          newK: Int(select.int(3)), newN: Int(select.int(4))))
    }
    return figures
  }

  private func causes(of number: Int64) throws -> [Restatement.Cause] {
    let select = try BoundStatement(
      database,
      """
      SELECT kind, id, source FROM restating_record WHERE restatement = ? ORDER BY kind, id
      """)
    select.bind(0, number)
    var causes: [Restatement.Cause] = []
    while try select.step() {
      causes.append(
        Restatement.Cause(
          kind: RecordKind(rawValue: UInt8(clamping: select.int(0))) ?? .deployment,
          id: select.text(1) ?? "", source: select.text(2)?.string))
    }
    return causes
  }
}

extension Archive {
  /// Notes that a site of what the archive says now has been published, which figures it restated, and
  /// what its ledger counted. Writes nothing if nothing is new.
  ///
  /// - Parameter figures: as the site was built with.
  package func recordPublication(
    _ ledger: LedgerCounts, figures: (MonthChange) -> [Restatement.Figure]
  ) throws {
    let asOf = ledger.asOf
    guard try read({ try $0.isPublicationNew(ledger) }) else { return }
    try transaction { db in
      let reader = ArchiveReader(db)
      for restatement in try reader.newRestatements(asOf: asOf, figures: figures) {
        try RestatementTable(database: db, names: reader.names).insert(restatement)
      }
      try db.execute(sql: "DELETE FROM month_before")
      try Publication(asOf: asOf, of: db).save(in: db)
      try ledger.save(in: db)
    }
  }
}

/// The restatements that sites were published with.
struct RestatementTable {
  let database: Database
  let names: NameTable

  func insert(_ restatement: Restatement) throws {
    let db = database
    try db.execute(
      sql: """
        INSERT INTO restatement(as_of, service, month, reason, record_count)
        VALUES (?, ?, ?, ?, ?)
        """,
      arguments: [
        restatement.asOf.number, try names.number(of: restatement.service),
        restatement.month.days.lowerBound.number, Int(restatement.reason.rawValue),
        restatement.recordCount,
      ])
    let number = db.lastInsertedRowID
    for figure in restatement.figures {
      try db.execute(
        sql: "INSERT INTO restated_figure VALUES (?, ?, ?, ?, ?, ?)",
        arguments: [
          number, figure.metric, figure.oldK, figure.oldN, figure.newK, figure.newN,
        ])
    }
    for cause in restatement.causes {
      try db.execute(
        sql: "INSERT OR IGNORE INTO restating_record VALUES (?, ?, ?, ?)",
        arguments: [number, Int(cause.kind.rawValue), cause.id.string, cause.source])
    }
  }
}

extension ArchiveReader {
  fileprivate func isPublicationNew(_ ledger: LedgerCounts) throws -> Bool {
    try Publication(database) != Publication(asOf: ledger.asOf, of: database)
      || self.ledger(of: ledger.asOf) != ledger
  }
}
