import Foundation
import GRDB
import Model
import Testing

@testable import Archiving

/// Several connections on one file, as several processes have.
@Suite struct SharedArchiveTests {
  private func created(_ id: Text) -> LifecycleEvent {
    LifecycleEvent(
      type: .jobCreated, at: Timestamp(seconds: 1_793_499_240),
      record: .job(Job(id: id, type: "build", status: .pending)), hasStatus: false)
  }

  /// Runs `body` in as many threads, which do not wait for each other.
  private func inThreads(_ count: Int, _ body: @escaping @Sendable (Int) throws -> Void) -> [String]
  {
    let failures = Failures()
    let group = DispatchGroup()
    for i in 0..<count {
      group.enter()
      Thread.detachNewThread {
        do { try body(i) } catch { failures.note("\(i): \(error)") }
        group.leave()
      }
    }
    group.wait()
    return failures.all
  }

  /// What went wrong in any thread. The lock guards the only property.
  private final class Failures: @unchecked Sendable {
    private let lock = NSLock()
    private var list: [String] = []
    func note(_ text: String) { lock.withLock { list.append(text) } }
    var all: [String] { lock.withLock { list.sorted() } }
  }

  @Test func makesOneArchiveWhenManyBeginIt() throws {
    for _ in 0..<5 {
      let folder = try TestFolder()
      let path = folder.file("a.sqlite")
      let failures = inThreads(16) { i in
        let archive = try Archive(path: path)
        _ = try archive.record([created(Text("j\(i)"))], zone: .utc)
      }
      #expect(failures == [])
      let archive = try Archive(path: path)
      #expect(try archive.read { try $0.jobCount() } == 16)
      #expect(try archive.imports().map(\.number) == Array(1...16))
      #expect(try archive.checkIntegrity() == nil)
    }
  }

  @Test func opensAndReadsWhileAnotherWrites() throws {
    let folder = try TestFolder()
    let path = folder.file("a.sqlite")
    let writer = try Archive(path: path)
    _ = try writer.record([created("known")], zone: .utc)
    try writer.transaction { db in
      try MetaTable(database: db).set("x", "y")
      let other = try Archive(path: path, patience: .zero)
      #expect(other.id == writer.id)
      #expect(try other.read { try $0.job(id: "known") } != nil)
      #expect(throws: ArchiveError.self) { try other.record([created("j")], zone: .utc) }
      do {
        _ = try other.record([created("j")], zone: .utc)
      } catch let error as ArchiveError {
        #expect(error.kind == .busy)
      }
    }
    #expect(try writer.record([created("j")], zone: .utc).map { $0?.effect } == [.created])
  }

  @Test func saysThatTheArchiveIsBusyWhenItCannotEvenBeRead() throws {
    let folder = try TestFolder()
    let path = folder.file("a.sqlite")
    _ = try Archive(path: path)
    try DatabaseQueue(path: path).writeWithoutTransaction { db in
      // As a first import does that writes more than its cache holds.
      try db.execute(sql: "BEGIN EXCLUSIVE")
      do {
        _ = try Archive(path: path, patience: .milliseconds(20))
        Issue.record("opened")
      } catch let error as ArchiveError {
        #expect(error.kind == .busy)
      }
      try db.execute(sql: "ROLLBACK")
    }
    #expect(try Archive(path: path, patience: .zero).read { try $0.jobCount() } == 0)
  }

  @Test func writesNothingWhenItOpensAnArchiveThatIsUpToDate() throws {
    let folder = try TestFolder()
    let path = folder.file("a.sqlite")
    _ = try Archive(path: path)
    let before = try Data(contentsOf: URL(fileURLWithPath: path))
    let dates = try FileManager.default.attributesOfItem(atPath: path)[.modificationDate] as? Date
    _ = try Archive(path: path)
    #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == before)
    #expect(
      try FileManager.default.attributesOfItem(atPath: path)[.modificationDate] as? Date == dates)
  }

  @Test func usesAWriteAheadLogFromTheFirstRecordingOn() throws {
    let test = try TestArchive(isDurable: true)
    _ = try test.archive.record([created("j")], zone: .utc)
    #expect(try test.rows("PRAGMA journal_mode") == ["\"wal\""])
    // A source that comes after it finds an archive that is not empty.
    let counts = try test.add([.job(Job(id: "j", type: "t", status: .success))])
    #expect(counts.imported == 0)
  }

  @Test func losesNothingWhileSourcesAreImported() throws {
    let folder = try TestFolder()
    let path = folder.file("a.sqlite")
    let failures = inThreads(6) { i in
      let archive = try Archive(path: path)
      if i % 3 == 0 {
        _ = try archive.importSource(named: "s\(i)", zone: .utc) { session in
          for n in 0..<200 {
            try session.add(.job(Job(id: Text("s\(i)-\(n)"), type: "t", status: .success)))
          }
          return TestArchive.description(lines: 200)
        }
      } else {
        for n in 0..<20 { _ = try archive.record([created(Text("r\(i)-\(n)"))], zone: .utc) }
      }
    }
    #expect(failures == [])
    let archive = try Archive(path: path)
    #expect(try archive.read { try $0.jobCount() } == 480)
    #expect(try archive.imports().map(\.number) == Array(1...82))
  }
}
