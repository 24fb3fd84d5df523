import Foundation
import GRDB
import Model
import Testing

@testable import Importing

@Suite struct SQLiteTests {
  private let folder: TemporaryFolder
  private let path: String

  init() throws {
    folder = try TemporaryFolder()
    path = folder.path + "/with 100% odd?name#.db"
  }

  private func make(_ statements: String...) throws {
    let queue = try DatabaseQueue(path: path)
    try queue.writeWithoutTransaction { database in
      for statement in statements { try database.execute(sql: statement) }
    }
    try queue.close()
  }

  private func failureCode() -> String? {
    do {
      _ = try read(file: path)
      return nil
    } catch {
      return (error as? SourceFailure)?.code
    }
  }

  @Test func trustsTheTypeOfEachCellAndNotTheColumn() throws {
    try make(
      "CREATE TABLE jobs (job_id INTEGER, job_type INTEGER, exit_code, created_at, extra, half)",
      "INSERT INTO jobs VALUES (7, 't', 0, 1409764576, NULL, 1.5)",
      "INSERT INTO jobs VALUES ('b', 't', NULL, '2026-11-01T00:00:00Z', 'x', 2.0)")
    let reading = try read(file: path)
    #expect(reading.ids == ["7", "b"])
    #expect(reading.jobs.first?.createdAt == Timestamp(seconds: 1_409_764_576))
    #expect(reading.jobs.last?.metadata.json == "{\"extra\":\"x\",\"half\":2.0}")
    #expect(reading.summary.unknownFields.map(\.name) == ["extra", "half"])
    #expect(reading.positions.map(\.line) == [1, 2])
    #expect(reading.positions.map(\.table) == ["jobs", "jobs"])
  }

  @Test func quarantinesRowsThatCannotBeRead() throws {
    try make(
      "CREATE TABLE jobs (job_id, job_type, ref, metadata, tags, duration_seconds)",
      "INSERT INTO jobs VALUES ('a', 't', CAST(x'FF' AS TEXT), NULL, NULL, NULL)",
      "INSERT INTO jobs VALUES ('b', 't', x'00', NULL, NULL, NULL)",
      "INSERT INTO jobs VALUES ('c', 't', NULL, '{\"a\":1},\"job_id\":\"evil\"', NULL, NULL)",
      "INSERT INTO jobs VALUES ('d', 't', NULL, NULL, '[1', NULL)",
      "INSERT INTO jobs VALUES ('e', 't', NULL, NULL, NULL, 9e999)",
      "INSERT INTO jobs VALUES (NULL, 't', NULL, NULL, NULL, 0)",
      "INSERT INTO jobs VALUES ('g', 't', NULL, '{ \"a\": 1 }', '[\"x\"]', 0)")
    let reading = try read(file: path)
    #expect(reading.ids == ["g"])
    #expect(
      reading.quarantined.map(\.code) == [
        "bad-utf8", "wrong-type", "bad-json", "bad-json", "out-of-range", "no-id",
      ])
    #expect(reading.quarantined.map(\.position.line) == [1, 2, 3, 4, 5, 6])
    #expect(reading.jobs.first?.metadata.json == "{\"a\":1}")
    #expect(reading.jobs.first?.tags == ["x"])
  }

  @Test func readsRowsInTheOrderOfTheTable() throws {
    try make(
      "CREATE TABLE jobs (job_id, job_type)", "CREATE INDEX i ON jobs (job_id, job_type)",
      "INSERT INTO jobs VALUES ('b', 't'), ('a', 't'), ('c', 't')",
      """
      CREATE TABLE deployments (deployment_id PRIMARY KEY, service_name, version) WITHOUT ROWID
      """, "INSERT INTO deployments VALUES ('z', 's', 1), ('y', 's', 1)")
    #expect(try read(file: path).ids == ["b", "a", "c", "y", "z"])
  }

  @Test func refusesDatabasesWithoutOurTables() throws {
    try make("CREATE TABLE runs (id)", "CREATE VIEW jobs AS SELECT 1 AS job_id")
    #expect(failureCode() == "no-table")
  }

  @Test func acceptsADatabaseWithManyOtherTables() throws {
    let others = (0..<400).map { number in
      let columns = (0..<12).map { "c\($0) TEXT NOT NULL" }.joined(separator: ", ")
      return "CREATE TABLE t\(number) (\(columns)); CREATE INDEX i\(number) ON t\(number) (c1);"
    }
    try make(
      "BEGIN; CREATE TABLE jobs (job_id, job_type); INSERT INTO jobs VALUES ('a', 't');"
        + others.joined() + "COMMIT")
    #expect(try read(file: path).ids == ["a"])
  }

  @Test func acceptsASingleTable() throws {
    try make("CREATE TABLE deployments (deployment_id, service_name, version)")
    #expect(try read(file: path).items.isEmpty)
  }

  @Test func refusesADamagedDatabase() throws {
    try make(
      "CREATE TABLE jobs (job_id, job_type)", "CREATE INDEX i ON jobs (job_id)",
      """
      INSERT INTO jobs WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 2000)
      SELECT 'job-' || i, 'test' FROM n
      """)
    var bytes = try Array(Data(contentsOf: URL(fileURLWithPath: path)))
    for i in stride(from: 4096, to: bytes.count, by: 7) { bytes[i] ^= 0x5A }
    try Data(bytes).write(to: URL(fileURLWithPath: path))
    let code = failureCode()
    #expect(code == "damaged-database" || code == "cannot-open-database")
  }

  @Test(arguments: ["", "x"]) func refusesAFileWithNothingButTheMagic(tail: String) throws {
    _ = try folder.write("m.db", ContentMagic.sqlite + Array(tail.utf8))
    #expect(throws: SourceFailure.self) { try read(file: folder.path + "/m.db") }
  }

  @Test func writesNothingBesideASourceInWALMode() throws {
    try make(
      "PRAGMA journal_mode = WAL", "CREATE TABLE jobs (job_id, job_type)",
      "INSERT INTO jobs VALUES ('a', 't')", "PRAGMA wal_checkpoint(TRUNCATE)")
    for name in try folder.names where name.hasSuffix("-wal") || name.hasSuffix("-shm") {
      try FileManager.default.removeItem(atPath: folder.path + "/" + name)
    }
    let before = try folder.names
    #expect(try read(file: path).ids == ["a"])
    #expect(try folder.names == before)
  }

  @Test func readsTheNewestCommitFromTheWriteAheadLog() throws {
    let queue = try DatabaseQueue(path: path)
    try queue.writeWithoutTransaction { database in
      try database.execute(sql: "PRAGMA journal_mode = WAL")
      try database.execute(sql: "CREATE TABLE jobs (job_id, job_type)")
      try database.execute(sql: "INSERT INTO jobs VALUES ('a', 't')")
    }
    let contents = try folder.names.map {
      try Data(contentsOf: URL(fileURLWithPath: folder.path + "/" + $0))
    }
    let first = try read(file: path)
    #expect(first.ids == ["a"])
    #expect(
      try folder.names.map { try Data(contentsOf: URL(fileURLWithPath: folder.path + "/" + $0)) }
        == contents)
    try queue.writeWithoutTransaction { database in
      try database.execute(sql: "INSERT INTO jobs VALUES ('b', 't')")
    }
    let second = try read(file: path)
    #expect(second.ids == ["a", "b"])
    #expect(first.summary.sha256 != second.summary.sha256)
    try queue.close()
  }

  @Test func rollsAHotJournalBackInACopy() throws {
    try make("CREATE TABLE jobs (job_id, job_type)", "INSERT INTO jobs VALUES ('a', 't')")
    let queue = try DatabaseQueue(path: path)
    let hot = folder.path + "/hot.db"
    try queue.writeWithoutTransaction { database in
      try database.execute(sql: "PRAGMA cache_size = 1; PRAGMA cache_spill = 1; BEGIN")
      try database.execute(
        sql: """
          INSERT INTO jobs WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 5000)
          SELECT 'job-' || i, 'test' FROM n
          """)
      try FileManager.default.copyItem(atPath: path, toPath: hot)
      try FileManager.default.copyItem(atPath: path + "-journal", toPath: hot + "-journal")
      try database.execute(sql: "ROLLBACK")
    }
    try queue.close()
    let before = try Data(contentsOf: URL(fileURLWithPath: hot))
    #expect(before.count > 20_000)
    #expect(try read(file: hot).ids == ["a"])
    #expect(try Data(contentsOf: URL(fileURLWithPath: hot)) == before)
    #expect(FileManager.default.fileExists(atPath: hot + "-journal"))
  }

  @Test func readsACompressedDatabase() throws {
    try make(
      "CREATE TABLE jobs (job_id, job_type)", "INSERT INTO jobs VALUES ('a', 't'), ('b', 't')")
    let packed = gzipped(Array(try Data(contentsOf: URL(fileURLWithPath: path))))
    let reading = try read(packed)
    #expect(reading.ids == ["a", "b"])
    #expect(reading.summary.format == .sqlite)
    #expect(reading.summary.isCompressed)
    #expect(reading.summary.byteCount == packed.count)
    #expect(throws: SourceFailure.self) { try read(Array(packed.dropLast(9))) }
  }

  @Test func followsALinkToADatabase() throws {
    try make("CREATE TABLE jobs (job_id, job_type)", "INSERT INTO jobs VALUES ('a', 't')")
    let link = folder.path + "/link"
    try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: path)
    #expect(try read(file: link).ids == ["a"])
  }
}
