import Foundation
import GRDB
import Model
import Testing

@testable import Importing

@Suite struct SQLiteDamageTests {
  private let folder: TemporaryFolder
  private let pageSize = 512

  init() throws {
    folder = try TemporaryFolder()
  }

  private func database() throws -> [UInt8] {
    let path = folder.path + "/whole.db"
    let queue = try DatabaseQueue(path: path)
    try queue.writeWithoutTransaction { database in
      try database.execute(
        sql: """
          PRAGMA page_size = \(pageSize); VACUUM;
          CREATE TABLE jobs (job_id TEXT PRIMARY KEY, job_type, metadata, n INTEGER);
          CREATE INDEX by_type ON jobs (job_type);
          CREATE TABLE deployments (deployment_id PRIMARY KEY, service_name, version) WITHOUT ROWID;
          INSERT INTO jobs WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 200)
            SELECT 'job-' || i, 'test', '{"note":"' || hex(zeroblob(i * 7)) || '"}', i FROM n;
          INSERT INTO deployments SELECT 'd-' || n, 's', n FROM jobs;
          """)
    }
    try queue.close()
    return Array(try Data(contentsOf: URL(fileURLWithPath: path)))
  }

  /// One way in which pages go wrong.
  private func damage(_ bytes: inout [UInt8], _ random: inout SeededGenerator) {
    let pages = bytes.count / pageSize
    let page = Int.random(in: 0..<pages, using: &random) * pageSize
    func anyByte() -> UInt8 { UInt8.random(in: 0...255, using: &random) }
    switch Int.random(in: 0..<6, using: &random) {
    case 0: bytes[Int.random(in: 16..<bytes.count, using: &random)] ^= 1 << random.pick([0, 3, 7])
    case 1: for i in page..<page + pageSize where i >= 16 { bytes[i] = 0 }
    case 2:
      let other = Int.random(in: 1..<pages, using: &random) * pageSize
      guard page > 0 else { return }
      bytes.replaceSubrange(page..<page + pageSize, with: bytes[other..<other + pageSize])
    case 3: bytes.removeLast(Int.random(in: 1..<bytes.count - 100, using: &random))
    case 4: for i in page..<page + 12 where i >= 100 { bytes[i] = anyByte() }
    default: bytes[Int.random(in: 16..<100, using: &random)] = anyByte()
    }
  }

  /// What SQLite itself says, asked in another way: nil if it cannot even open it.
  private func quickCheck(_ path: String) -> String? {
    var configuration = Configuration()
    configuration.readonly = true
    return try? DatabaseQueue(path: path, configuration: configuration).read { database in
      try database.execute(sql: "PRAGMA cell_size_check = ON")
      return try String.fetchOne(database, sql: "PRAGMA quick_check(1)")
    }
  }

  @Test func damagedDatabasesAreRefusedOrReadButNeverCrash() throws {
    let whole = try database()
    #expect(try read(file: folder.path + "/whole.db").records.count == 400)
    var random = SeededGenerator(seed: 15)
    var refused = 0
    var accepted = 0
    for round in 0..<400 {
      var bytes = whole
      for _ in 0..<Int.random(in: 1...3, using: &random) where bytes.count > 2 * pageSize {
        damage(&bytes, &random)
      }
      let path = try folder.write("damaged.db", bytes)
      let answer = quickCheck(path)
      do {
        let reading = try read(file: path)
        accepted += 1
        #expect(answer == "ok", "round \(round) of seed 15: \(answer ?? "cannot be opened")")
        #expect(reading.summary.lines <= 400)
      } catch let failure as SourceFailure {
        refused += 1
        #expect(failure.kind == .unreadable, "round \(round) of seed 15: \(failure)")
      }
    }
    #expect(refused > 100)
    #expect(accepted > 20)
  }
}
