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
        "bad-utf8", "wrong-type", "bad-json", "bad-json", "out-of-range", "missing-field",
      ])
    #expect(reading.quarantined.map(\.position.line) == [1, 2, 3, 4, 5, 6])
    // What is wrong stands in the reject as text.
    let texts = [
      #""ref":"AA==""#, #""metadata":"{\"a\":1},\"job_id\":\"evil\"""#, #""tags":"[1""#,
      #""duration_seconds":"inf""#,
    ]
    for (defect, text) in zip(reading.quarantined.dropFirst(), texts) {
      #expect(String(decoding: defect.raw, as: UTF8.self).contains(text), "\(text)")
    }
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

  @Test func refusesDatabasesWithoutOurTablesAndListsTheirs() throws {
    try make(
      "CREATE TABLE runs (id)", "CREATE TABLE deployments (id, name)",
      "CREATE VIEW jobs AS SELECT 1 AS job_id", "CREATE VIRTUAL TABLE words USING fts5(word)")
    let failure = #expect(throws: SourceFailure.self) { try read(file: path) }
    #expect(failure?.code == "no-table")
    #expect(failure?.kind == .unreadable)
    #expect(failure?.message.contains("it has the tables 'deployments', 'jobs', 'runs';") == true)
    #expect(
      failure?.message.contains("'rollbook inspect \(path) --write-mapping mapping.yml'") == true)
  }

  @Test func theTableDecidesTheKindAndItsIDMustBeThere() throws {
    try make(
      "CREATE TABLE jobs (job_id, job_type, deployment_id)",
      "CREATE TABLE deployments (deployment_id, service_name, version, job_id)",
      "CREATE TABLE commits (sha, parents, message, author_email)",
      "CREATE TABLE incidents (incident_id, service_name, started_at)",
      "INSERT INTO jobs VALUES ('j', 't', 'd'), (NULL, 't', 'd'), ('', 't', NULL)",
      "INSERT INTO deployments VALUES ('d', 's', 1, 'j'), (NULL, 's', 1, 'j')",
      "INSERT INTO commits VALUES ('c0ffee', '[\"a\",\"b\"]', 'm', NULL), (NULL, NULL, 'm', NULL)",
      "INSERT INTO incidents VALUES (7, 's', '2026-11-01T00:00:00Z'), (NULL, 's', NULL)")
    let reading = try read(file: path)
    #expect(reading.records.map(\.kind) == [.job, .deployment, .commit, .incident])
    #expect(reading.ids == ["j", "d", "c0ffee", "7"])
    #expect(reading.quarantined.map(\.code) == Array(repeating: "missing-field", count: 5))
    #expect(
      reading.quarantined.map(\.field) == [
        "job_id", "job_id", "deployment_id", "sha", "incident_id",
      ])
    #expect(
      reading.quarantined.map(\.position.table) == [
        "jobs", "jobs", "deployments", "commits", "incidents",
      ])
    #expect(reading.quarantined.map(\.position.line) == [2, 3, 2, 2, 2])
    guard case .commit(let commit) = reading.records[2] else { return }
    #expect(commit.parents == ["a", "b"])
  }

  @Test func readsNamesInAnyCaseAndGeneratedColumns() throws {
    try make(
      """
      CREATE TABLE Jobs (
        Job_ID TEXT PRIMARY KEY, number INTEGER, JOB_TYPE AS (lower(kind)) STORED, kind,
        "weird "" name" TEXT, exit_code AS (number % 2)) WITHOUT ROWID
      """, "INSERT INTO Jobs VALUES ('b', 4, 'BUILD', 'x'), ('a', 3, 'TEST', NULL)")
    let reading = try read(file: path)
    #expect(reading.ids == ["a", "b"])
    #expect(reading.jobs.map(\.type) == ["test", "build"])
    #expect(reading.jobs.map(\.exitCode) == [1, 0])
    #expect(
      reading.jobs.last?.metadata.json
        == #"{"kind":"BUILD","number":4,"weird \" name":"x"}"#)
    #expect(reading.positions.first?.table == "Jobs")
  }

  @Test func keepsWhatCellsHoldWhateverTheirColumnSays() throws {
    try make(
      "CREATE TABLE jobs (job_id TEXT, job_type TEXT, ref TEXT, extra INTEGER, duration_seconds)",
      "INSERT INTO jobs VALUES ('a', 't', CAST(x'610062' AS TEXT), x'00FF', 0)",
      "INSERT INTO jobs VALUES ('b', 't', NULL, 'words', -9e999)",
      "INSERT INTO jobs VALUES ('c', 't', NULL, 9223372036854775807, 0.1)",
      "INSERT INTO jobs VALUES (x'61', 't', NULL, 1, 1)")
    let reading = try read(file: path)
    #expect(reading.ids == ["a", "c"])
    #expect(reading.jobs.first?.ref == "a\0b")
    #expect(reading.jobs.first?.durationSeconds == 0)
    #expect(
      reading.jobs.map(\.metadata.json) == [
        #"{"extra":"AP8="}"#, #"{"extra":9223372036854775807}"#,
      ])
    #expect(reading.quarantined.map(\.code) == ["out-of-range", "wrong-type"])
  }

  @Test(arguments: ["4C17611331", "CC0417611331", "DC000417611331", "00", "0B", "1B"])
  func saysThatJSONBIsJSONB(blob: String) throws {
    try make(
      "CREATE TABLE jobs (job_id, job_type, metadata)",
      "INSERT INTO jobs VALUES ('a', 't', x'\(blob)')")
    let defect = try read(file: path).quarantined.first
    let isWhole = blob != "1B"
    #expect(defect?.code == (isWhole ? "jsonb" : "bad-json"))
    #expect(defect?.field == "metadata")
    #expect(defect?.message.contains("json(metadata)") == isWhole)
  }

  @Test func readsBlobsThatHoldJSONText() throws {
    try make(
      "CREATE TABLE jobs (job_id, job_type, metadata, tags)",
      "INSERT INTO jobs VALUES ('a', 't', CAST('{\"a\":1.50}' AS BLOB), CAST('[]' AS BLOB))")
    #expect(try read(file: path).jobs.first?.metadata.json == #"{"a":1.50}"#)
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
