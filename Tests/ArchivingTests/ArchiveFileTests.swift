import Foundation
import GRDB
import Metrics
import Model
import Testing

@testable import Archiving

@Suite struct ArchiveFileTests {
  private struct Stop: Error {}

  private func job(_ id: Text) -> Model.Record {
    var job = Job(id: id, type: "build", status: .success)
    job.completedAt = Timestamp(seconds: 1_793_499_240)
    return .job(job)
  }

  private func refusal(_ path: String) -> String? {
    do {
      _ = try Archive(path: path)
      return nil
    } catch let error as ArchiveError {
      return error.message
    } catch {
      return "not an ArchiveError: \(error)"
    }
  }

  // MARK: - Transactions

  @Test(arguments: [true, false])
  func leavesNothingOfASourceThatFails(isFirst: Bool) throws {
    let test = try TestArchive(isDurable: true)
    if !isFirst { try test.add([job("old")], as: "earlier") }
    try test.refresh()
    let tables = [
      "job", "job_version", "deployment", "deployment_version", "job_reference", "name", "source",
      "import", "import_code", "feed", "sighting", "counter", "quarantine", "dirty_day",
      "dirty_service",
    ]
    let count = tables.map { "SELECT '\($0)', count(*) FROM \($0)" }.joined(
      separator: " UNION ALL ")
    let before = try test.rows(count)
    var random = RandomRecords(seed: 51)
    let records = random.records(100, ids: 30)
    #expect(throws: Stop.self) {
      try test.archive.importSource(named: "bad", zone: .utc) { session in
        for record in records { try session.add(record) }
        try session.add(
          Defect(
            effect: .quarantined, code: "syntax", message: "m",
            position: SourcePosition(line: 1, column: 1, offset: 0)))
        throw Stop()
      }
    }
    #expect(try test.rows(count) == before)
    // What comes after is as if it had never been.
    try test.add(records, as: "good")
    try test.refresh()
    let other = try TestArchive()
    if !isFirst { try other.add([job("old")], as: "earlier") }
    try other.add(records, as: "good")
    try other.refresh()
    let (mine, expected) = (try test.dump(), try other.dump())
    #expect(mine == expected)
  }

  // MARK: - The file

  @Test func keepsWhatIsWrittenSafe() throws {
    let test = try TestArchive(isDurable: true)
    #expect(try test.rows("PRAGMA journal_mode") == ["\"delete\""])
    try test.add([job("j")])
    #expect(try test.rows("PRAGMA journal_mode") == ["\"wal\""])
    #expect(try test.rows("PRAGMA application_id") == ["1382181697"])
    // Of the connection, not the file: 2 is FULL. Schema and triggers of a file are not trusted.
    let settings = try test.archive.read { reader in
      try ["synchronous", "trusted_schema", "mmap_size", "cell_size_check"].map {
        try Int.fetchOne(reader.database, sql: "PRAGMA \($0)")
      }
    }
    #expect(settings == [2, 0, 0, 1])
    #expect(try test.rows("PRAGMA integrity_check") == ["\"ok\""])
    let strict = try test.rows(
      """
      SELECT name FROM pragma_table_list WHERE type = 'table' AND NOT strict
        AND name NOT LIKE 'sqlite%' AND name <> 'grdb_migrations'
      """)
    #expect(strict == [])
  }

  @Test func opensAgainAsTheSameArchive() throws {
    let folder = try TestFolder()
    let path = folder.file("a.sqlite")
    let id = try Archive(path: path).id
    #expect(try Archive(path: path).id == id)
    #expect(try Archive(path: folder.file("b.sqlite")).id != id)
  }

  @Test func copiesIntoANewFile() throws {
    let test = try TestArchive(isDurable: true)
    try test.add([job("j")])
    let copy = test.folder.file("copy.sqlite")
    try test.archive.copy(to: copy)
    #expect(try Archive(path: copy).id == test.archive.id)
    #expect(try Archive(path: copy).read { try $0.job(id: "j") } != nil)
  }

  @Test func keepsATemporaryArchiveInItsFolder() throws {
    let folder = try TestFolder()
    let archive = try Archive(temporaryIn: folder.path)
    #expect(archive.isTemporary)
    #expect(archive.path.hasPrefix(folder.path))
    _ = try archive.importSource(named: "a", zone: .utc) { session in
      try session.add(job("j"))
      return TestArchive.description(lines: 1)
    }
    #expect(try archive.read { try $0.jobCount() } == 1)
  }

  // MARK: - What is refused

  @Test func refusesALink() throws {
    let folder = try TestFolder()
    _ = try Archive(path: folder.file("real.sqlite"))
    try FileManager.default.createSymbolicLink(
      atPath: folder.file("link.sqlite"), withDestinationPath: "real.sqlite")
    try FileManager.default.createSymbolicLink(
      atPath: folder.file("dangling.sqlite"), withDestinationPath: "absent.sqlite")
    #expect(refusal(folder.file("link.sqlite"))?.contains("not a regular file") == true)
    #expect(refusal(folder.file("dangling.sqlite"))?.contains("not a regular file") == true)
    #expect(!FileManager.default.fileExists(atPath: folder.file("absent.sqlite")))
    #expect(refusal(folder.path)?.contains("not a regular file") == true)
    #expect(refusal(folder.file("real.sqlite")) == nil)
  }

  @Test func refusesASecondHardLink() throws {
    let folder = try TestFolder()
    _ = try Archive(path: folder.file("a.sqlite"))
    try FileManager.default.linkItem(atPath: folder.file("a.sqlite"), toPath: folder.file("b"))
    #expect(refusal(folder.file("a.sqlite"))?.contains("hard link") == true)
    #expect(refusal(folder.file("b"))?.contains("hard link") == true)
  }

  @Test func refusesAForeignDatabaseAndLeavesItAlone() throws {
    let folder = try TestFolder()
    let path = folder.file("foreign.sqlite")
    try DatabaseQueue(path: path).write { try $0.execute(sql: "CREATE TABLE t(a)") }
    let before = try Data(contentsOf: URL(fileURLWithPath: path))
    #expect(refusal(path)?.contains("no Rollbook archive") == true)
    #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == before)
    let other = folder.file("other.sqlite")
    try DatabaseQueue(path: other).write { try $0.execute(sql: "PRAGMA application_id = 77") }
    #expect(refusal(other)?.contains("no Rollbook archive") == true)
  }

  @Test func refusesTheArchiveOfANewerVersion() throws {
    let folder = try TestFolder()
    let path = folder.file("newer.sqlite")
    _ = try Archive(path: path)
    try DatabaseQueue(path: path).write {
      try $0.execute(sql: "INSERT INTO grdb_migrations VALUES ('999 of the future')")
    }
    #expect(refusal(path)?.contains("newer Rollbook") == true)
  }

  /// Everything derived of an archive from before a table is derived anew when it is first read.
  @Test func derivesAnewWhatAnEarlierVersionDidNotDerive() throws {
    var random = RandomRecords(seed: 71)
    let test = try TestArchive(isDurable: true)
    try test.add(random.records(200, ids: 60))
    try test.refresh()
    let expected = try test.dump()
    try test.execute(
      """
      ALTER TABLE fact DROP COLUMN is_wide; ALTER TABLE fact DROP COLUMN lead_basis;
      ALTER TABLE fact DROP COLUMN is_lead_negative; ALTER TABLE fact DROP COLUMN leads;
      DROP TABLE deployment_day; DROP TABLE recovery; DROP TABLE awaited_commit;
      DROP TABLE awaited_job; DROP TABLE month_before; DROP TABLE restatement;
      DROP TABLE removal; DROP TABLE correction; ALTER TABLE fact DROP COLUMN is_drill;
      ALTER TABLE rollback DROP COLUMN is_drill; DROP TABLE restated_figure; DROP TABLE restating_record; DROP TABLE ledger;
      \(["job", "deployment", "vcs_commit", "incident"].map { table in
        "ALTER TABLE \(table) DROP COLUMN line; ALTER TABLE \(table)_version DROP COLUMN line;"
      }.joined())
      DELETE FROM meta WHERE key = 'derivation';
      DELETE FROM grdb_migrations WHERE identifier NOT LIKE '1 %';
      """)
    let again = try Archive(path: test.archive.path)
    #expect(try again.read { try !$0.isDerived(zone: test.zone) })
    try again.refresh(zone: test.zone, derive: deriveService)
    #expect(try again.read { try $0.isDerived(zone: test.zone) })
    #expect(try test.dump() == expected)
  }

  @Test func refusesTheArchiveOfAnUnreleasedForm() throws {
    let folder = try TestFolder()
    let path = folder.file("old.sqlite")
    _ = try Archive(path: path)
    try DatabaseQueue(path: path).write {
      try $0.execute(
        sql: """
          DELETE FROM grdb_migrations;
          INSERT INTO grdb_migrations VALUES ('1 records, derived facts, sources');
          """)
    }
    #expect(refusal(path)?.contains("import your sources into a new archive") == true)
  }

  @Test func refusesWhatIsNoDatabase() throws {
    let folder = try TestFolder()
    let path = folder.file("text")
    let text = Data(String(repeating: "no database at all\n", count: 100).utf8)
    try text.write(to: URL(fileURLWithPath: path))
    #expect(refusal(path)?.hasPrefix("not an ArchiveError") == false)
    #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == text)
    #expect(refusal(folder.file("absent/archive.sqlite"))?.hasPrefix("not an") == false)
  }
}
