import Foundation
import Model
import Testing

@testable import Importing

@Suite struct SourceTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  private func expanded(_ arguments: String...) throws -> [String] {
    try expandSources(arguments).map { source in
      source.path.replacing(folder.path + "/", with: "")
    }
  }

  private func failure(_ work: () throws -> Void) -> SourceFailure? {
    do {
      try work()
      return nil
    } catch {
      return error as? SourceFailure
    }
  }

  @Test func findsTheFilesOfAFolderInByteOrder() throws {
    for name in [
      "b.json", "a.ndjson", "Z.jsonl", "c.sqlite.gz", "d.db", "sub/x.sqlite3", "sub.json", "e.txt",
      "json", ".hidden.json", ".rollbook/archive.sqlite", "f.gz", "g.JSON",
    ] {
      _ = try folder.write(name, "")
    }
    try FileManager.default.createSymbolicLink(
      atPath: folder.path + "/link.json", withDestinationPath: folder.path + "/b.json")
    #expect(
      try expanded(folder.path) == [
        "Z.jsonl", "a.ndjson", "b.json", "c.sqlite.gz", "d.db", "sub.json", "sub/x.sqlite3",
      ])
  }

  @Test func expandsPatternsOnlyIfThereIsNoSuchFile() throws {
    for name in ["a1.json", "a2.json", "b.json", "x[1].json"] { _ = try folder.write(name, "") }
    #expect(try expanded(folder.path + "/a*.json") == ["a1.json", "a2.json"])
    #expect(try expanded(folder.path + "/x[1].json") == ["x[1].json"])
    #expect(
      try expanded(folder.path + "/b.json", folder.path + "/*.json").count == 4)
  }

  @Test func takesStandardInputOnce() throws {
    #expect(try expandSources(["-"]).map(\.name) == ["(stdin)"])
    #expect(failure { _ = try expandSources(["-", "-"]) }?.code == "stdin-twice")
  }

  @Test func saysWhatWasNotFound() throws {
    let missing = failure { _ = try expandSources([folder.path + "/none.json"]) }
    #expect(missing?.kind == .noInput)
    #expect(missing?.code == "not-found")
    let pattern = failure { _ = try expandSources([folder.path + "/*.json"]) }
    #expect(pattern?.message == "no file matches this pattern")
    let empty = failure { _ = try expandSources([folder.path]) }
    #expect(empty?.message.contains("*.ndjson") == true)
  }

  @Test func refusesWhatIsNoRegularFile() throws {
    let pipe = folder.path + "/pipe"
    #expect(mkfifo(pipe, 0o600) == 0)
    for path in [pipe, folder.path, "/dev/null"] {
      #expect(failure { _ = try read(file: path) }?.code == "not-a-file", "\(path)")
    }
    #expect(failure { _ = try read(file: folder.path + "/none") }?.code == "not-found")
  }

  @Test func followsALinkToAFile() throws {
    let file = try folder.write("a", "{\"job_id\":\"a\",\"job_type\":\"t\"}\n")
    let link = folder.path + "/l"
    try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: file)
    #expect(try read(file: link).ids == ["a"])
  }

  @Test func noticesAFileThatChangesWhileItIsRead() throws {
    let line = "{\"job_id\":\"a\",\"job_type\":\"t\"}\n"
    let file = try folder.write("a.ndjson", String(repeating: line, count: 100))
    let changes: [() throws -> Void] = [
      {
        let handle = try #require(FileHandle(forWritingAtPath: file))
        try handle.seekToEnd()
        try handle.write(contentsOf: Data(line.utf8))
        try handle.close()
      },
      {
        try FileManager.default.removeItem(atPath: file)
        _ = try folder.write("a.ndjson", String(repeating: line, count: 101))
      },
    ]
    for change in changes {
      var isChanged = false
      let found = failure {
        _ = try readSource(Source(path: file)) { _ in
          if !isChanged { try change() }
          isChanged = true
        }
      }
      #expect(found?.code == "unstable")
      #expect(found?.kind == .inputOutput)
    }
  }

  @Test func passesErrorsOfTheCallerThrough() throws {
    struct Stop: Error {}
    let file = try folder.write("a", "{\"job_id\":\"a\",\"job_type\":\"t\"}\n42\n")
    #expect(throws: Stop.self) { try readSource(Source(path: file)) { _ in throw Stop() } }
  }
}
