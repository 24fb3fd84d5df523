import GRDB
package import Model

extension ArchiveReader {
  /// The name of the zone whose local days the records are filed under; nil before the first import.
  package func dayZone() throws -> String? { try MetaTable(database: database)["time_zone"] }

  /// Whether everything derived from records is up to date with them, in the local days of `zone`.
  /// O(1).
  package func isDerived(zone: ZoneTable) throws -> Bool {
    guard try dayZone() ?? zone.name == zone.name else { return false }
    let rules = String(Derivation.rules)
    guard try MetaTable(database: database)["derivation"] ?? rules == rules else { return false }
    return try Bool.fetchOne(
      database,
      sql: """
        SELECT NOT EXISTS (SELECT 1 FROM dirty_day) AND NOT EXISTS (SELECT 1 FROM dirty_service)
        """) ?? true
  }
}
