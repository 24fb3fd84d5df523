import GRDB
import Model

/// Writes what was derived of one service over what was derived before.
struct HistoryTables {
  private let database: Database

  init(_ database: Database) { self.database = database }

  func store(_ history: ServiceHistory, of service: Int64) throws {
    try store(history.facts)
    try store(history.spans, of: service)
    try store(history.rollbacks, of: service)
    try store(history.recoveries, of: service)
    try store(history.days, of: service)
  }

  private func store(_ spans: [LiveSpan], of service: Int64) throws {
    try database.execute(sql: "DELETE FROM span WHERE service = ?", arguments: [service])
    let span = try BoundStatement(
      database,
      """
      INSERT INTO span(service, position, environment, deployment, version, live_from, live_until,
        ending, is_restored, is_production) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """)
    for (position, item) in spans.enumerated() {
      span.bind(0, service)
      span.bind(1, position)
      span.bind(2, item.environment)
      span.bind(3, item.deployment)
      span.bind(4, item.version)
      span.bind(5, item.from)
      span.bind(6, item.until)
      span.bind(7, Int64(item.end.rawValue))
      span.bind(8, item.isRestored)
      span.bind(9, item.isProduction)
      try span.run()
    }
  }

  private func store(_ facts: [DeploymentFact]) throws {
    let insert = try BoundStatement(
      database,
      """
      INSERT OR REPLACE INTO fact(deployment, kind, failure, is_withdrawn, is_rework, previous,
        superseded_by, is_wide, lead_basis, is_lead_negative, leads, is_drill)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """)
    for fact in facts {
      insert.bind(0, fact.key)
      insert.bind(1, Int64(fact.kind.rawValue))
      insert.bind(2, fact.failure.map { Int64($0.rawValue) })
      insert.bind(3, fact.isWithdrawn)
      insert.bind(4, fact.isRework)
      insert.bind(5, fact.previous)
      insert.bind(6, fact.supersededBy)
      insert.bind(7, fact.isWideFailure)
      insert.bind(8, fact.lead?.basis.map { Int64($0.rawValue) })
      insert.bind(9, fact.lead?.isNegative ?? false)
      insert.bind(10, blob: fact.lead.map { RollupBlobs.bytes($0.milliseconds) })
      insert.bind(11, fact.isDrill)
      try insert.run()
    }
  }

  private func store(_ rollbacks: [Rollback], of service: Int64) throws {
    try database.execute(sql: "DELETE FROM rollback WHERE service = ?", arguments: [service])
    let insert = try BoundStatement(
      database,
      """
      INSERT INTO rollback(service, position, environment, blamed, by_deployment, to_version, at,
        time_basis, basis, relanded_by, withdrawn, is_drill)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """)
    for (position, rollback) in rollbacks.enumerated() {
      insert.bind(0, service)
      insert.bind(1, position)
      insert.bind(2, rollback.environment)
      insert.bind(3, rollback.blamed)
      insert.bind(4, rollback.by)
      insert.bind(5, rollback.toVersion)
      insert.bind(6, rollback.at)
      insert.bind(7, Int64(rollback.timeBasis.rawValue))
      insert.bind(8, Int64(rollback.basis.rawValue))
      insert.bind(9, rollback.relandedBy)
      insert.bind(10, Text(rollback.withdrawn.map(String.init).joined(separator: " ")))
      insert.bind(11, rollback.isDrill)
      try insert.run()
    }
  }

  private func store(_ recoveries: [Recovery], of service: Int64) throws {
    try database.execute(sql: "DELETE FROM recovery WHERE service = ?", arguments: [service])
    let insert = try BoundStatement(
      database,
      """
      INSERT INTO recovery(service, position, environment, failed, start, "end", recovered_by,
        unknown) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
      """)
    for (position, recovery) in recoveries.enumerated() {
      insert.bind(0, service)
      insert.bind(1, position)
      insert.bind(2, recovery.environment)
      insert.bind(3, recovery.failed)
      insert.bind(4, recovery.start)
      insert.bind(5, recovery.end)
      insert.bind(6, recovery.recoveredBy)
      insert.bind(7, recovery.unknown.map { Int64($0.rawValue) })
      try insert.run()
    }
  }

  private func store(_ days: [DeploymentDay], of service: Int64) throws {
    try database.execute(sql: "DELETE FROM deployment_day WHERE service = ?", arguments: [service])
    let insert = try BoundStatement(
      database,
      """
      INSERT INTO deployment_day(service, environment, day, counts, offsets, leads)
      VALUES (?, ?, ?, ?, ?, ?)
      """)
    for day in days {
      insert.bind(0, service)
      insert.bind(1, day.environment)
      insert.bind(2, day.day.map { Int64($0.number) })
      RollupBlobs.bind(day.rollup, to: insert, from: 3)
      try insert.run()
    }
  }
}
