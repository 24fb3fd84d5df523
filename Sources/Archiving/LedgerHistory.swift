import GRDB
package import Model

/// How often each oddity occurred when a site was published.
package struct LedgerCounts: Sendable, Equatable {
  /// The local date of the site.
  package var asOf: LocalDay
  /// By the codes of the ledger's rows.
  package var counts: [String: Int]

  package init(asOf: LocalDay, counts: [String: Int]) {
    self.asOf = asOf
    self.counts = counts
  }
}

extension ArchiveReader {
  /// The ledgers of the last sites published of dates before `asOf`, the newest first.
  package func ledgers(before asOf: LocalDay, limit: Int) throws -> [LedgerCounts] {
    let select = try BoundStatement(
      database,
      """
      SELECT as_of, code, count FROM ledger WHERE as_of IN (
        SELECT DISTINCT as_of FROM ledger WHERE as_of < ?1 ORDER BY as_of DESC LIMIT ?2)
      ORDER BY as_of DESC, code
      """)
    select.bind(0, asOf.number)
    select.bind(1, limit)
    var result: [LedgerCounts] = []
    while try select.step() {
      let day = LocalDay(number: Int(select.int(0)))
      if result.last?.asOf != day { result.append(LedgerCounts(asOf: day, counts: [:])) }
      result[result.count - 1].counts[select.text(1)?.string ?? ""] = Int(select.int(2))
    }
    return result
  }

  /// The ledger of the site of that date; without counts if none was published.
  func ledger(of asOf: LocalDay) throws -> LedgerCounts {
    let found = try ledgers(before: asOf + 1, limit: 1).first { $0.asOf == asOf }
    return found ?? LedgerCounts(asOf: asOf, counts: [:])
  }
}

extension LedgerCounts {
  /// Takes the place of what an earlier site of the same date found.
  func save(in database: Database) throws {
    try database.execute(sql: "DELETE FROM ledger WHERE as_of = ?", arguments: [asOf.number])
    for (code, count) in counts.sorted(by: { $0.key < $1.key }) {
      try database.execute(
        sql: "INSERT INTO ledger(as_of, code, count) VALUES (?, ?, ?)",
        arguments: [asOf.number, code, count])
    }
  }
}
