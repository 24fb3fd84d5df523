import GRDB
import Model

extension ArchiveReader {
  /// Records with another version that is as recent and as far, and not the same: nothing but the
  /// order of bytes says which of them is shown. Of a record that events changed, its events decide,
  /// and it is in no conflict.
  func conflicts<Rows: RecordRows>(
    _: Rows.Type, rank: String, _ make: (Text, LocalDay?) -> OddRecord
  ) throws -> OddityCount {
    let rest = """
      FROM \(Rows.table)_version v JOIN \(Rows.table) r ON r.\(Rows.idColumn) = v.\(Rows.idColumn)
      WHERE r.version_key IS NOT NULL
        AND \(latest("v", Rows.timeColumns)) = \(latest("r", Rows.timeColumns))
        AND \(rank.replacing("status", with: "v.status")) = \(rank.replacing("status", with: "r.status"))
      """
    var result = OddityCount()
    result.count =
      try Int.fetchOne(database, sql: "SELECT count(DISTINCT r.\(Rows.idColumn)) \(rest)") ?? 0
    guard result.count > 0 else { return result }
    let select = try BoundStatement(
      database,
      """
      SELECT DISTINCT r.\(Rows.idColumn), r.day \(rest) ORDER BY r.\(Rows.idColumn)
      LIMIT \(ArchiveReader.oddityExamples)
      """)
    while try select.step() {
      let day = select.optionalInt(1).map { LocalDay(number: Int($0)) }
      result.examples.append(make(select.text(0) ?? "", day))
    }
    return result
  }

  /// The latest time of a row; without any, before all times.
  private func latest(_ alias: String, _ columns: [String]) -> String {
    let times = columns.map { "coalesce(\(alias).\($0), \(Int64.min + 1))" }
    return "max(\(times.joined(separator: ", ")))"
  }

  /// How far a status is, as an expression over the column `status`.
  static func rank<Status: RawRepresentable<UInt8>>(
    _ statuses: [Status], _ rank: (Status) -> UInt8
  ) -> String {
    let cases = statuses.map { "WHEN \($0.rawValue) THEN \(rank($0))" }
    return "CASE status \(cases.joined(separator: " ")) END"
  }
}
