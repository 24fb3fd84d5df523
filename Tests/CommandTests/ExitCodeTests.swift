import Foundation
import Glibc
import Testing

extension CommandTests {
  /// Each way to fail has its exit code and a message that says what is wrong.
  @Suite struct ExitCodeTests {
    private func job(_ id: String, _ rest: String = "") -> String {
      #"{"job_id":"\#(id)","job_type":"build","status":"success"\#(rest)}"#
    }

    // MARK: - 64: wrong usage

    @Test(arguments: [
      (["build", "--frobnicate"], "--frobnicate"),
      (["frobnicate"], "frobnicate"),
      (["build", "a.ndjson", "--as-of", "tomorrow"], "'tomorrow'"),
      (["build", "a.ndjson", "--as-of", "2026-02-30"], "'2026-02-30'"),
      (["build", "a.ndjson", "--max-errors", "many"], "many"),
      (["build", "a.ndjson", "--job-pages", "-1"], "job-pages"),
      (["build", "a.ndjson", "--publish", "somehow"], "somehow"),
      (["build"], "nothing to build from"),
      (["import", "a.ndjson"], "--archive"),
      (["status"], "--archive"),
      (["sample", "-o", "s.ndjson", "--until", "later"], "'later'"),
      (["sample", "-o", "s.txt"], "'s.txt'"),
      (["sample", "-o", "s.ndjson", "--jobs", "-4"], "jobs"),
    ])
    func endsWithUsage(arguments: [String], named: String) throws {
      let folder = try TestFolder()
      try folder.write("a.ndjson", job("a1") + "\n")
      let outcome = try folder.start(arguments).finish()
      #expect(outcome.code == 64, "\(outcome)")
      #expect(outcome.errors.contains(named), "\(outcome)")
      #expect(try folder.names == ["a.ndjson"])
    }

    @Test(arguments: [
      (
        "site_nam: x\n",
        "rollbook.yml:1:1: error: unknown key 'site_nam'; did you mean 'site_name'?"
      ),
      ("# a\n\nsource: [a.ndjson]\n", "rollbook.yml:3:1: error: unknown key 'source'"),
      ("time_zone: Europe/Berln\n", "'Europe/Berln' is no time zone"),
      ("max_errors: lots\n", "rollbook.yml:1:1: error: 'max_errors'"),
      ("sources: [a.ndjson\n", "rollbook.yml"),
      ("- a\n- b\n", "rollbook.yml:1:1"),
    ])
    func saysWhatIsWrongInTheConfiguration(yaml: String, message: String) throws {
      let folder = try TestFolder()
      try folder.write("a.ndjson", job("a1") + "\n")
      try folder.write("rollbook.yml", yaml)
      let outcome = try folder.rollbook("build", "a.ndjson", "-o", "site")
      #expect(outcome.code == 64, "\(outcome)")
      #expect(outcome.errors.contains(message), "\(outcome)")
      #expect(!folder.exists("site"))
    }

    // MARK: - 65: bad data

    @Test func refusesASourceWithTooManyBadRecordsAndKeepsTheOldSite() throws {
      let folder = try TestFolder()
      try folder.write("good.ndjson", (1...20).map { job("j\($0)") }.joined(separator: "\n"))
      let first = try folder.rollbook(
        "build", "good.ndjson", "--archive", "archive.sqlite", "-o", "site", "--as-of",
        "2026-11-01")
      #expect(first.code == 0, "\(first)")
      let before = try FileStamps(folder.path + "/site")
      try folder.write("bad.ndjson", job("n1") + "\n[\n" + job("n2") + "\n")
      let second = try folder.rollbook(
        "build", "bad.ndjson", "--archive", "archive.sqlite", "-o", "site", "--as-of",
        "2026-11-01")
      #expect(second.code == 65, "\(second)")
      #expect(second.errors.contains("bad.ndjson: 1 of 3 records are bad"), "\(second)")
      #expect(before.differences(from: try FileStamps(folder.path + "/site")) == [])
      let status = try folder.rollbook("status", "--archive", "archive.sqlite", "--json")
      #expect(try JSON.object(status.output)["jobs"] as? Int == 20)
    }

    @Test(arguments: [("0", 65), ("1", 0), ("34%", 0), ("33%", 65), ("100%", 0)])
    func takesMaxErrorsAsNumberOrShare(limit: String, code: Int32) throws {
      let folder = try TestFolder()
      try folder.write("bad.ndjson", job("n1") + "\n[\n" + job("n2") + "\n")
      let outcome = try folder.rollbook(
        "import", "bad.ndjson", "--archive", "a.sqlite", "--max-errors", limit)
      #expect(outcome.code == code, "\(outcome)")
    }

    // MARK: - 66: no such input

    @Test(arguments: [
      ["build", "nowhere.ndjson", "-o", "site"],
      ["build", "nowhere/*.json", "-o", "site"],
      ["build", "a.ndjson", "-o", "site", "--templates", "nowhere"],
      ["build", "a.ndjson", "-o", "site", "-c", "nowhere.yml"],
      ["import", "nowhere.ndjson", "--archive", "archive.sqlite"],
      ["inspect", "nowhere.ndjson"],
      ["status", "--archive", "nowhere.sqlite"],
    ])
    func saysWhichInputIsMissing(arguments: [String]) throws {
      let folder = try TestFolder()
      try folder.write("a.ndjson", job("a1") + "\n")
      let outcome = try folder.start(arguments).finish()
      #expect(outcome.code == 66, "\(outcome)")
      #expect(outcome.errors.contains("nowhere"), "\(outcome)")
      #expect(!folder.exists("site"))
      #expect(!folder.exists("nowhere.sqlite"))
    }

    // MARK: - 73: cannot create

    @Test(arguments: [
      ["build", "a.ndjson", "-o", "a.ndjson/site"],
      ["build", "a.ndjson", "-o", "a.ndjson"],
      ["build", "a.ndjson", "-o", "site", "--archive", "a.ndjson/archive.sqlite"],
      ["build", "a.ndjson", "-o", "site", "--archive", "a.ndjson"],
      ["sample", "-o", "a.ndjson/sample.json"],
    ])
    func saysWhatCannotBeCreated(arguments: [String]) throws {
      let folder = try TestFolder()
      try folder.write("a.ndjson", job("a1") + "\n")
      let outcome = try folder.start(arguments).finish()
      #expect(outcome.code == 73, "\(outcome)")
      #expect(outcome.errors.contains("rollbook: error: "), "\(outcome)")
      #expect(try folder.read("a.ndjson") == job("a1") + "\n")
    }

    // MARK: - 75: the lock

    @Test func leavesABuildThatIsAtWorkAlone() throws {
      let folder = try TestFolder()
      try folder.write("a.ndjson", job("a1") + "\n")
      let pipe = Pipe()
      let first = try folder.start(
        ["build", "-", "-o", "site", "--as-of", "2026-11-01"], input: pipe)
      try pipe.fileHandleForReading.close()
      try waitForLock(folder, first)
      let second = try folder.rollbook(
        "build", "a.ndjson", "-o", "site", "--as-of", "2026-11-01")
      #expect(second.code == 75, "\(second)")
      #expect(second.errors.contains("another run"), "\(second)")
      #expect(!folder.exists("site/index.html"))
      try pipe.fileHandleForWriting.write(contentsOf: Data((job("from-stdin") + "\n").utf8))
      try pipe.fileHandleForWriting.close()
      let outcome = try first.finish()
      #expect(outcome.code == 0, "\(outcome)")
      #expect(folder.exists("site/jobs/in/from-stdin.html"))
      let third = try folder.rollbook(
        "build", "a.ndjson", "-o", "site", "--as-of", "2026-11-01")
      #expect(third.code == 0, "\(third)")
    }

    private func waitForLock(_ folder: TestFolder, _ holder: Program) throws {
      for _ in 0..<3000 {
        let file = open("\(folder.path)/.rollbook/site/lock", O_RDWR | O_CLOEXEC)
        if file != -1 {
          defer { close(file) }
          if flock(file, LOCK_EX | LOCK_NB) == -1 { return }
        }
        guard holder.isRunning else { throw Problem("\(try holder.finish())") }
        usleep(10_000)
      }
      throw Problem("the lock was never taken")
    }

    // MARK: - 3: the shrink guard

    @Test func publishesASiteThatLostHalfOfItsRecordsOnlyWhenAllowed() throws {
      let folder = try TestFolder()
      try folder.write("many.ndjson", (1...10).map { job("j\($0)") }.joined(separator: "\n"))
      try folder.write("half.ndjson", (1...5).map { job("j\($0)") }.joined(separator: "\n"))
      try folder.write("few.ndjson", (1...4).map { job("j\($0)") }.joined(separator: "\n"))
      #expect(try folder.build("many.ndjson").code == 0)
      let before = try FileStamps(folder.path + "/site")
      let refused = try folder.build("few.ndjson")
      #expect(refused.code == 3, "\(refused)")
      #expect(refused.errors.contains("--allow-shrink"), "\(refused)")
      #expect(before.differences(from: try FileStamps(folder.path + "/site")) == [])
      #expect(try folder.build("few.ndjson", "--allow-shrink").code == 0)
      #expect(!folder.exists("site/jobs/j5/j5.html"))
      #expect(try folder.build("many.ndjson").code == 0)
      #expect(try folder.build("half.ndjson").code == 0)
    }

    // MARK: - 2: strict

    @Test func endsWithTwoUnderStrictAndPublishesAllTheSame() throws {
      let folder = try TestFolder()
      try folder.write(
        "bad.ndjson", (1...20).map { job("j\($0)") }.joined(separator: "\n") + "\n[\n")
      let outcome = try folder.build("bad.ndjson", "--strict")
      #expect(outcome.code == 2, "\(outcome)")
      #expect(folder.exists("site/jobs/j1/j1.html") || folder.exists("site/jobs/10/j10.html"))
      try folder.write("good.ndjson", (1...20).map { job("j\($0)") }.joined(separator: "\n"))
      #expect(try folder.build("good.ndjson", "--strict").code == 0)
    }
  }
}
