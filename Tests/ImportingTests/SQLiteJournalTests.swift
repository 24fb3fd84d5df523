import Foundation
import GRDB
import Glibc
import Model
import Testing

@testable import Importing

@_silgen_name("setfsuid")
private func setfsuid(_ user: UInt32) -> Int32

/// Every state a database and its journals can be found in. None may lose a row, and none may leave
/// anything behind.
@Suite struct SQLiteJournalTests {
  private let folder: TemporaryFolder
  private var path: String { folder.path + "/s.db" }

  init() throws {
    folder = try TemporaryFolder()
  }

  /// What could tell that somebody was here: names, contents, inodes and times.
  private struct State: Equatable {
    var files: [String: [UInt8]] = [:]
    var stamps: [String: [Int]] = [:]
  }

  private func state() throws -> State {
    var state = State()
    for name in try folder.names + ["."] {
      var status = stat()
      #expect(stat(folder.path + "/" + name, &status) == 0)
      state.stamps[name] = [
        Int(status.st_ino), Int(status.st_mode), Int(status.st_size), status.st_mtim.tv_sec,
        status.st_mtim.tv_nsec, status.st_ctim.tv_sec, status.st_ctim.tv_nsec,
      ]
      if name != "." {
        let file = URL(fileURLWithPath: folder.path + "/" + name)
        state.files[name] = Array(try Data(contentsOf: file))
      }
    }
    return state
  }

  /// A database in WAL mode whose second row is only in its `-wal`; copied while it is open.
  private func writeLog(with parts: [String]) throws {
    let other = try TemporaryFolder()
    let queue = try DatabaseQueue(path: other.path + "/s.db")
    try queue.writeWithoutTransaction { database in
      try database.execute(sql: "PRAGMA journal_mode = WAL")
      try database.execute(sql: "CREATE TABLE jobs (job_id, job_type)")
      try database.execute(sql: "INSERT INTO jobs VALUES ('a', 't')")
      try database.execute(sql: "PRAGMA wal_checkpoint(TRUNCATE)")
      try database.execute(sql: "INSERT INTO jobs VALUES ('b', 't')")
    }
    for part in [""] + parts {
      try FileManager.default.copyItem(
        atPath: other.path + "/s.db" + part, toPath: path + part)
    }
    try queue.close()
  }

  private func writeHotJournal() throws {
    let other = try TemporaryFolder()
    let queue = try DatabaseQueue(path: other.path + "/s.db")
    try queue.writeWithoutTransaction { database in
      try database.execute(
        sql: """
          CREATE TABLE jobs (job_id, job_type); INSERT INTO jobs VALUES ('a', 't'), ('b', 't');
          PRAGMA cache_size = 1; PRAGMA cache_spill = 1; BEGIN;
          UPDATE jobs SET job_id = 'lost';
          INSERT INTO jobs WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 5000)
            SELECT 'job-' || i, 'test' FROM n;
          """)
      for part in ["", "-journal"] {
        try FileManager.default.copyItem(
          atPath: other.path + "/s.db" + part, toPath: path + part)
      }
      try database.execute(sql: "ROLLBACK")
    }
    try queue.close()
  }

  private func prepare(_ situation: Situation) throws -> [String] {
    switch situation {
    case .wholeLog:
      try writeLog(with: ["-wal", "-shm"])
      return ["a", "b"]
    case .logAlone:
      try writeLog(with: ["-wal"])
      return ["a", "b"]
    case .emptyLog:
      try writeLog(with: [])
      _ = try folder.write("s.db-wal", "")
      return ["a"]
    case .noLog:
      try writeLog(with: [])
      return ["a"]
    case .sharedMemoryAlone:
      try writeLog(with: ["-shm"])
      return ["a"]
    case .hotJournal:
      try writeHotJournal()
      return ["a", "b"]
    case .finishedJournal:
      try writeFinishedJournal()
      return ["a"]
    }
  }

  /// A database that needs nothing, beside a journal whose header is zeroed.
  private func writeFinishedJournal() throws {
    let queue = try DatabaseQueue(path: path)
    try queue.writeWithoutTransaction { database in
      try database.execute(
        sql: """
          PRAGMA journal_mode = PERSIST; CREATE TABLE jobs (job_id, job_type);
          INSERT INTO jobs VALUES ('a', 't')
          """)
    }
    try queue.close()
    #expect(try folder.names == ["s.db", "s.db-journal"])
  }

  enum Situation: CaseIterable {
    case wholeLog, logAlone, emptyLog, noLog, sharedMemoryAlone, hotJournal, finishedJournal
  }

  @Test(arguments: Situation.allCases, [false, true])
  func losesNoRowAndLeavesNothing(situation: Situation, isReadOnly: Bool) throws {
    let expected = try prepare(situation)
    if isReadOnly { try lock() }
    defer { chmod(folder.path, 0o755) }
    let before = try state()
    for _ in 0..<2 {
      let reading = try asOther { try read(file: path) }
      #expect(reading.ids == expected)
      #expect(reading.defects(.note).isEmpty)
    }
    let tables = try asOther { try describeDatabase(Source(path: path)) }
    #expect(tables.map(\.rowCount) == [expected.count])
    #expect(try state() == before)
  }

  /// Takes everybody's permission to write.
  private func lock() throws {
    for name in try folder.names { chmod(folder.path + "/" + name, 0o444) }
    chmod(folder.path, 0o555)
  }

  /// Runs `work` without root's power over permissions, as far as files are concerned.
  private func asOther<T>(_ work: () throws -> T) rethrows -> T {
    let isRoot = getuid() == 0
    if isRoot { _ = setfsuid(65534) }
    defer { if isRoot { _ = setfsuid(0) } }
    return try work()
  }

  @Test func refusesALogThatCannotBeRead() throws {
    try writeLog(with: ["-wal"])
    chmod(path + "-wal", 0)
    let failure = asOther { #expect(throws: SourceFailure.self) { try read(file: path) } }
    #expect(failure?.code == "cannot-open")
    #expect(failure?.path.hasSuffix("-wal") == true)
  }

  @Test func readsOfALogWhatIsWholeInIt() throws {
    try writeLog(with: ["-wal"])
    let log = try Data(contentsOf: URL(fileURLWithPath: path + "-wal"))
    try log.dropLast(1).write(to: URL(fileURLWithPath: path + "-wal"))
    #expect(try read(file: path).ids == ["a"])
    try (log + [1, 2, 3]).write(to: URL(fileURLWithPath: path + "-wal"))
    #expect(try read(file: path).ids == ["a", "b"])
  }

  @Test func removesItsCopies() throws {
    try writeLog(with: ["-wal"])
    var snapshot: SQLiteSnapshot? = try SQLiteSnapshot(ofFile: path)
    let copy = try #require(snapshot).path
    #expect(FileManager.default.fileExists(atPath: copy))
    #expect(copy != path)
    snapshot = nil
    #expect(!FileManager.default.fileExists(atPath: (copy as NSString).deletingLastPathComponent))
  }

  @Test func logIsPartOfWhatIsHashed() throws {
    try writeLog(with: ["-wal"])
    let with = try read(file: path).summary
    try FileManager.default.removeItem(atPath: path + "-wal")
    let without = try read(file: path).summary
    #expect(with.sha256 != without.sha256)
    #expect(with.byteCount > without.byteCount)
  }
}
