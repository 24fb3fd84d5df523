import GRDB

extension SourceTable {
  /// Takes an import out of the list. Its source is then known as by the import before, but has to
  /// be read again if the import was part of its present reading; without any import it is unknown.
  func remove(_ number: Int64) throws {
    guard
      let row = try Row.fetchOne(
        database,
        sql: """
          SELECT i.source, i.chain = s.chain, s.path, i.bytes
          FROM import i JOIN source s ON s.id = i.source WHERE i.number = ?
          """, arguments: [number])
    else { return }
    let (source, isPresent, path, byteCount): (Int64, Bool, String, Int) =
      (row[0], row[1], row[2], row[3])
    let services = try Int64.fetchAll(
      database, sql: "SELECT service FROM feed WHERE import = ?", arguments: [number])
    for sql in [
      "DELETE FROM import WHERE number = ?", "DELETE FROM import_code WHERE import = ?",
      "DELETE FROM feed WHERE import = ?", "DELETE FROM sighting WHERE import = ?",
      "DELETE FROM quarantine WHERE import = ?",
    ] { try database.execute(sql: sql, arguments: [number]) }
    guard isPresent else { return }
    if path == SourceTable.recordings {
      try stepBack(from: byteCount, of: source)
      for service in services { try feedAgain(service, by: source) }
    } else {
      try forgetReading(of: source)
    }
    try database.execute(
      sql:
        "DELETE FROM source WHERE id = ?1 AND NOT EXISTS (SELECT 1 FROM import WHERE source = ?1)",
      arguments: [source])
  }

  private func forgetReading(of source: Int64) throws {
    try database.execute(
      sql: """
        UPDATE source SET sha256 = NULL, identity = NULL, resume_bytes = NULL,
          resume_lines = NULL, resume_sha256 = NULL,
          (import, chain, key, bytes) = (SELECT number, chain, key, bytes FROM import
            WHERE source = ?1 ORDER BY number DESC LIMIT 1)
        WHERE id = ?1 AND EXISTS (SELECT 1 FROM import WHERE source = ?1);
        """, arguments: [source])
  }

  /// What remains of the recordings is still all there is of them.
  private func stepBack(from byteCount: Int, of source: Int64) throws {
    try database.execute(
      sql: """
        UPDATE source SET bytes = bytes - ?2,
          (import, sha256) = (SELECT number, sha256 FROM import
            WHERE source = ?1 ORDER BY number DESC LIMIT 1)
        WHERE id = ?1 AND EXISTS (SELECT 1 FROM import WHERE source = ?1);
        """, arguments: [source, byteCount])
  }

  /// Another recording may have told of the service as well.
  private func feedAgain(_ service: Int64, by source: Int64) throws {
    try database.execute(
      sql: """
        INSERT INTO feed(service, import)
        SELECT d.service, e.origin FROM deployment d
          JOIN deployment_event e ON e.deployment_id = d.deployment_id
          JOIN import i ON i.number = e.origin
        WHERE d.service = ? AND i.source = ? ORDER BY e.origin LIMIT 1
        """, arguments: [service, source])
  }
}
