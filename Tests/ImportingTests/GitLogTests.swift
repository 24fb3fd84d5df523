import Foundation
import Model
import Testing

@testable import Importing

/// The format that commits are taken in: `git log --format=...`.
@Suite struct GitLogTests {
  private static let hash = String(repeating: "a", count: 40)

  private func commit(
    sha: String = hash, parents: String = "", authored: String = "2026-11-01T01:00:00+02:00",
    committed: String = "2026-11-01T00:00:00Z", author: String = "Ada", email: String = "a@b.c",
    _ message: String = "one\n"
  ) -> String {
    [sha, parents, authored, committed, author, email, message].joined(separator: "\u{1F}")
      + "\u{1E}\n"
  }

  private func commits(_ reading: Reading) -> [Commit] {
    reading.records.compactMap { if case .commit(let commit) = $0 { commit } else { nil } }
  }

  @Test func readsEveryField() throws {
    let parents = [String(repeating: "b", count: 40), String(repeating: "0", count: 40)]
    let reading = try read(
      commit(parents: parents.joined(separator: " "), "subject\n\nbody \u{E9}\n\n"))
    var expected = Commit(sha: Text(Self.hash))
    expected.parents = parents.map { Text($0) }
    expected.authoredAt = Timestamp(rfc3339: "2026-10-31T23:00:00Z")
    expected.committedAt = Timestamp(rfc3339: "2026-11-01T00:00:00Z")
    expected.author = "Ada"
    expected.authorEmail = "a@b.c"
    expected.message = "subject\n\nbody \u{E9}"
    #expect(commits(reading) == [expected])
    #expect(reading.summary.format == .gitLog)
    #expect(reading.notes.isEmpty)
  }

  @Test func takesHashesOfBothSizesAndNoOthers() throws {
    let long = String(repeating: "0f", count: 32)
    #expect(try commits(read(commit(sha: long, parents: long))).map(\.sha) == [Text(long)])
    for bad in ["abc", String(repeating: "A", count: 40), String(repeating: "g", count: 40)] {
      #expect(try read(commit(sha: bad)).summary.format != .gitLog)
      let reading = try read(commit() + commit(sha: bad) + commit(parents: bad) + commit())
      #expect(commits(reading).count == 2)
      #expect(reading.quarantined.map(\.code) == ["bad-commit", "bad-commit"])
      #expect(reading.quarantined.map(\.position.line) == [3, 5])
    }
  }

  @Test func keepsSeparatorsInMessages() throws {
    let message = "a\u{1F}b\u{1E}c"
    #expect(try commits(read(commit(message + "\n"))).map(\.message) == [Text(message)])
  }

  @Test(arguments: ["\n", "\r\n", "\u{0}", "\n\n", ""]) func readsEveryWayToDivideRecords(
    separator: String
  ) throws {
    let record = commit("one").dropLast()
    let text = separator.isEmpty ? String(record) : record + separator + record + separator
    let reading = try read(text)
    #expect(commits(reading).count == (separator.isEmpty ? 1 : 2))
    #expect(reading.quarantined.isEmpty)
    #expect(reading.summary.incomplete == 0)
  }

  @Test func quarantinesDamageWithItsPlace() throws {
    let reading = try read(
      commit() + commit(authored: "yesterday") + commit("a\u{1F}\n") + "junk\u{1E}\n" + commit())
    #expect(commits(reading).count == 3)
    #expect(reading.quarantined.map(\.code) == ["bad-time", "bad-commit"])
    #expect(
      reading.quarantined.first?.position
        == SourcePosition(line: 3, column: 43, offset: commit().utf8.count + 42))
    #expect(reading.quarantined.last?.raw == Array("junk".utf8))
  }

  @Test func leavesOutATimeThatNoClockShowed() throws {
    let reading = try read(commit(authored: "1975-01-01T00:00:00Z"))
    #expect(commits(reading).map(\.authoredAt) == [nil])
    #expect(reading.notes.map(\.code) == ["bad-time"])
    #expect(try commits(read(commit(authored: "1970-01-01T00:00:00Z"))).map(\.authoredAt) == [nil])
  }

  @Test func takesOldEncodingsForLatin1WithARemark() throws {
    let parts = commit("caf#").split(separator: "#").map { Array($0.utf8) }
    let reading = try read(parts[0] + [0xE9] + parts[1])
    #expect(commits(reading).map(\.message) == ["caf\u{E9}"])
    #expect(reading.notes.map(\.code) == ["not-utf8"])
    #expect(reading.notes.first?.field == "message")
  }

  @Test func reportsACommitThatIsCutOff() throws {
    let text = commit() + commit()
    for count in [text.utf8.count - 2, text.utf8.count - 20, commit().utf8.count + 1] {
      let reading = try read(Array(text.utf8.prefix(count)))
      #expect(commits(reading).count == 1)
      #expect(reading.defects(.incomplete).map(\.code) == ["incomplete"])
      #expect(reading.summary.lines == 1)
    }
    let packed = gzipped(text)
    #expect(try read(Array(packed.dropLast(9))).defects(.incomplete).map(\.code) == ["truncated"])
  }

  @Test func skipsACommitBeyondTheLimit() throws {
    let huge = String(repeating: "x", count: 17 << 20)
    let long = String(repeating: "y", count: (1 << 20) + 1)
    let reading = try read(commit() + commit(huge) + commit(long) + commit())
    #expect(commits(reading).count == 2)
    #expect(reading.quarantined.map(\.code) == ["too-large", "too-long"])
  }

  @Test(arguments: [1, 2, 7, 64]) func givesTheSameItemsFromPiecesOfAnySize(size: Int) throws {
    let text = commit() + "x\u{1E}\n" + commit("a\u{1E}b") + commit(parents: Self.hash) + "cut"
    #expect(try read(text, pieceSize: size).items == read(text).items)
  }

  // MARK: - What git writes

  private struct Repository {
    let folder: TemporaryFolder

    @discardableResult
    func git(_ arguments: [String], input: [UInt8] = []) throws -> [UInt8] {
      let process = Process()
      process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
      process.arguments = ["git", "-C", folder.path] + arguments
      process.environment = [
        "PATH": ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin",
        "HOME": folder.path, "GIT_CONFIG_NOSYSTEM": "1", "GIT_AUTHOR_NAME": "Ada \"L\" O'Neil",
        "GIT_AUTHOR_EMAIL": "ada@example.org", "GIT_COMMITTER_NAME": "c",
        "GIT_COMMITTER_EMAIL": "c@example.org", "GIT_AUTHOR_DATE": "2026-10-31T12:00:00+0530",
        "GIT_COMMITTER_DATE": "2026-11-01T00:00:00-0800",
      ]
      let output = Pipe()
      let source = try folder.write("input", input)
      process.standardOutput = output
      process.standardInput = FileHandle(forReadingAtPath: source)
      try process.run()
      let bytes = output.fileHandleForReading.readDataToEndOfFile()
      process.waitUntilExit()
      try #require(process.terminationStatus == 0, "git \(arguments)")
      return Array(bytes)
    }

    /// A commit of the empty tree.
    func commit(_ message: [UInt8], parents: [Text] = []) throws -> Text {
      let tree = String(decoding: try git(["mktree"]), as: UTF8.self).prefix { $0 != "\n" }
      let links = parents.flatMap { ["-p", $0.string] }
      let written = try git(["commit-tree", String(tree)] + links, input: message)
      return Text(String(String(decoding: written, as: UTF8.self).prefix { $0 != "\n" }))
    }
  }

  @Test(arguments: [[], ["-z"]]) func readsARealRepository(flags: [String]) throws {
    let repository = Repository(folder: try TemporaryFolder())
    try repository.git(["init", "-q"])
    let messages: [[UInt8]] = [
      Array("first\n".utf8), [], Array("a\r\n\r\nb\r\n".utf8),
      Array("\"quoted\" {\"job_id\":1} \\ \u{1F600}\n\n\u{1F}unit \u{1E} mid\n".utf8),
      Array("caf".utf8) + [0xE9, 0x0A],
    ]
    var shas: [Text] = []
    for message in messages {
      shas.append(try repository.commit(message, parents: shas.suffix(1)))
    }
    let side = try repository.commit(Array("side".utf8), parents: [shas[0]])
    let merge = try repository.commit(Array("octopus".utf8), parents: [shas[4], side, shas[1]])
    let log = try repository.git(
      ["log"] + flags + [
        "--format=%H%x1f%P%x1f%aI%x1f%cI%x1f%an%x1f%ae%x1f%B%x1e", merge.string,
      ])
    let reading = try read(log)
    #expect(reading.summary.format == .gitLog)
    #expect(reading.quarantined.isEmpty)
    #expect(reading.defects(.incomplete).isEmpty)
    let found = Dictionary(uniqueKeysWithValues: commits(reading).map { ($0.sha, $0) })
    #expect(Set(found.keys) == Set(shas + [side, merge]))
    #expect(found[merge]?.parents == [shas[4], side, shas[1]])
    #expect(found[shas[0]]?.parents == [])
    #expect(found[shas[1]]?.message == nil)
    #expect(found[shas[2]]?.message?.string.utf8.elementsEqual("a\r\n\r\nb".utf8) == true)
    #expect(
      found[shas[3]]?.message == "\"quoted\" {\"job_id\":1} \\ \u{1F600}\n\n\u{1F}unit \u{1E} mid")
    #expect(found[shas[4]]?.message == "caf\u{E9}")
    for commit in found.values {
      #expect(commit.author == "Ada \"L\" O'Neil")
      #expect(commit.authorEmail == "ada@example.org")
      #expect(commit.authoredAt == Timestamp(rfc3339: "2026-10-31T06:30:00Z"))
      #expect(commit.committedAt == Timestamp(rfc3339: "2026-11-01T08:00:00Z"))
    }
  }
}
