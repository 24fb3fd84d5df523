import Foundation
import GRDB
import Model
import Testing

@testable import Importing

@Suite struct SQLiteQueryTests {
  private let folder: TemporaryFolder
  private let path: String
  /// Gives rows for ever.
  private let endless =
    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) "
    + "SELECT 'j' || i AS job_id FROM n"

  init() throws {
    folder = try TemporaryFolder()
    path = folder.path + "/q.db"
    let queue = try DatabaseQueue(path: path)
    try queue.writeWithoutTransaction { database in
      try database.execute(
        sql: #"""
          CREATE TABLE "my ""runs""" (id INTEGER PRIMARY KEY, what, at);
          INSERT INTO "my ""runs""" VALUES (1, 'build', 1768386096), (2, 'test', 1768386097);
          CREATE VIEW deploys AS
            SELECT 'd' || id AS deployment_id, 's' AS service_name, id AS version, at AS created_at
            FROM "my ""runs""";
          CREATE VIEW broken AS SELECT * FROM nowhere;
          CREATE VIEW slow AS \#(endless) WHERE i < 0;
          CREATE VIEW endless AS \#(endless);
          CREATE VIRTUAL TABLE words USING fts5(word);
          """#)
    }
    try queue.close()
  }

  private func options(_ tables: TableSelection..., timeout: Double = 60) -> ReadOptions {
    var options = ReadOptions()
    options.tables = tables
    options.queryTimeout = timeout
    return options
  }

  private func reading(_ tables: TableSelection...) throws -> Reading {
    var options = ReadOptions()
    options.tables = tables
    return try read(Source(path: path), options: options)
  }

  private func failure(_ options: ReadOptions) -> SourceFailure? {
    do {
      _ = try read(Source(path: path), options: options)
      return nil
    } catch {
      return error as? SourceFailure
    }
  }

  private let jobs =
    #"SELECT id AS job_id, what AS job_type, at AS created_at FROM "my ""runs""""#

  @Test func readsViewsAndQueriesInTheirOrder() throws {
    let reading = try reading(
      .query(jobs + " ORDER BY id DESC; -- newest first", kind: .job), .view("DEPLOYS"),
      .query("SELECT 'x' AS sha, 'm' AS message", kind: .commit))
    #expect(reading.ids == ["2", "1", "d1", "d2", "x"])
    #expect(
      reading.positions.map(\.table) == ["query", "query", "deploys", "deploys", "query 2"])
    #expect(reading.jobs.first?.createdAt == Timestamp(seconds: 1_768_386_097))
    #expect(reading.deployments.map(\.version) == ["1", "2"])
  }

  @Test func functionsOfSQLiteCanBeUsed() throws {
    let reading = try reading(
      .query("SELECT upper(value) AS job_id, 't' AS job_type FROM json_each('[\"a\",\"b\"]')"))
    #expect(reading.ids == ["A", "B"])
  }

  @Test func readsTablesByNameWhateverTheirName() throws {
    let reading = try reading(.table("My \"Runs\"", kind: .job))
    #expect(reading.quarantined.map(\.code) == ["missing-field", "missing-field"])
    #expect(reading.quarantined.map(\.position.table) == ["my \"runs\"", "my \"runs\""])
    let mapped = try read(Source(path: path), options: mapping())
    #expect(mapped.ids == ["1", "2"])
    #expect(mapped.jobs.map(\.type) == ["build", "test"])
    #expect(mapped.summary.shapes.map(\.count) == [2])
  }

  /// Without a name of a table: there is only one.
  private func mapping() throws -> ReadOptions {
    var options = ReadOptions()
    options.mapping = try Mapping.load(
      yaml: """
        kind: jobs
        fields:
          job_id: id
          job_type: what
        """, path: "mapping.yml")
    return options
  }

  @Test func asksForATableIfThereAreSeveral() throws {
    let queue = try DatabaseQueue(path: path)
    try queue.writeWithoutTransaction { try $0.execute(sql: "CREATE TABLE other (a)") }
    try queue.close()
    let failure = failure(try mapping())
    #expect(failure?.code == "no-table")
    #expect(failure?.message.contains("'my \"runs\"', 'other'") == true)
  }

  @Test func saysWhichTablesThereAreIfOneIsMissing() throws {
    for name in ["nowhere", "words", "words_data", "sqlite_schema"] {
      let failure = failure(options(.table(name)))
      #expect(failure?.code == "no-table", "\(name)")
      #expect(failure?.message.contains("it has 'broken', 'deploys'") == true, "\(name)")
    }
  }

  @Test(arguments: [
    "", ";", "-- nothing", "SELECT", "SELECT 1; SELECT 2", "SELECT 1; DROP TABLE t",
    "ATTACH 'x.db' AS x", "ATTACH ':memory:' AS x", "PRAGMA query_only=OFF",
    "PRAGMA journal_mode=DELETE", "PRAGMA writable_schema=ON", "PRAGMA table_info(deploys)",
    "EXPLAIN SELECT 1", "VACUUM INTO 'out.db'", "VACUUM", "BEGIN", "COMMIT", "ANALYZE", "REINDEX",
    "CREATE TABLE x (a)", "CREATE TEMP TABLE x (a)", "CREATE TEMP VIEW x AS SELECT 1",
    "INSERT INTO \"my \"\"runs\"\"\" (id) VALUES (9) RETURNING id AS job_id",
    "DELETE FROM \"my \"\"runs\"\"\" RETURNING id AS job_id", "SELECT load_extension('x')",
    "SELECT 1 AS job_id\0; DROP", "SELECT * FROM nowhere", "SELECT * FROM broken",
    "UPDATE sqlite_schema SET sql = '' RETURNING name AS job_id",
    "DELETE FROM sqlite_schema RETURNING name AS job_id", "SELECT * FROM pragma_journal_mode",
    "SELECT * FROM pragma_query_only",
  ]) func refusesEverythingButOneQuery(sql: String) throws {
    let before = try Data(contentsOf: URL(fileURLWithPath: path))
    let failure = failure(options(.query(sql)))
    #expect(failure?.code == "query-failed", "\(String(describing: failure))")
    #expect(failure?.kind == .unreadable)
    #expect(try folder.names == ["q.db"])
    #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == before)
  }

  @Test func stopsViewsAndQueriesThatTakeTooLong() {
    let clock = ContinuousClock()
    for selection in [
      TableSelection.view("slow"), .query(endless + " WHERE i < 0"), .query("SELECT * FROM slow"),
      .query("SELECT count(*) AS job_id FROM endless"), .view("endless"),
    ] {
      let start = clock.now
      let failure = failure(options(selection, timeout: 0.1))
      #expect(failure?.code == "query-timeout", "\(selection): \(String(describing: failure))")
      #expect(failure?.kind == .unreadable)
      #expect(clock.now - start < .seconds(60))
    }
  }

  @Test func timeOfTheReaderIsNotTimeOfTheQuery() throws {
    var count = 0
    _ = try readSource(
      Source(path: path), options: options(.view("deploys"), timeout: 0.2)
    ) { _ in
      count += 1
      usleep(150_000)
    }
    #expect(count == 2)
  }

  @Test func describesTablesAndViews() throws {
    let tables = try describeDatabase(Source(path: path), timeLimit: 0.2)
    #expect(tables.map(\.name) == ["broken", "deploys", "endless", "my \"runs\"", "slow"])
    #expect(tables.map(\.kind) == [.view, .view, .view, .table, .view])
    #expect(tables.map(\.rowCount) == [nil, 2, nil, 2, nil])
    #expect(tables.map(\.sampledRows) == [0, 2, 1000, 2, 0])
    #expect(tables.map { $0.problem == nil } == [false, true, true, true, false])
    let runs = tables[3]
    #expect(runs.columns.map(\.name) == ["id", "what", "at"])
    #expect(runs.columns.map(\.declaredType) == ["INTEGER", "", ""])
    #expect(runs.columns.map { $0.observed.map(\.type) } == [["integer"], ["text"], ["integer"]])
    #expect(runs.columns.map { $0.observed.map(\.count) } == [[2], [2], [2]])
    #expect(tables[1].columns.map(\.name).first == "deployment_id")
  }

  @Test func describesOnlyDatabases() throws {
    let text = try folder.write("a.json", "{\"job_id\":\"a\",\"job_type\":\"t\"}")
    let failure = #expect(throws: SourceFailure.self) {
      try describeDatabase(Source(path: text))
    }
    #expect(failure?.code == "not-a-database")
    let packed = try folder.write(
      "q.db.gz", gzipped(Array(Data(contentsOf: URL(fileURLWithPath: path)))))
    #expect(try describeDatabase(Source(path: packed), timeLimit: 0.1).count == 5)
  }
}
