import Foundation
import Testing

extension CommandTests {
  /// Sources that come again: unchanged, grown, repaired, undone.
  @Suite struct SourceTests {
    private func line(_ number: Int, _ more: String = "") -> String {
      let hour = String(format: "%02d", number % 24)
      return #"{"job_id":"j\#(number)","job_type":"build","status":"success","#
        + #""completed_at":"2026-10-01T\#(hour):00:00Z"\#(more)}"# + "\n"
    }

    private func importing(_ folder: TestFolder, _ more: String...) throws -> Outcome {
      try folder.start(
        ["import", "a.ndjson", "--archive", "a.sqlite", "--max-errors", "50%"] + more
      ).finish()
    }

    private func jobs(_ folder: TestFolder, _ archive: String = "a.sqlite") throws -> Int {
      let outcome = try folder.rollbook("status", "--archive", archive, "--json")
      return try #require(try JSON.object(outcome.output)["jobs"] as? Int)
    }

    @Test func skipsWhatItHasAlready() throws {
      let folder = try TestFolder()
      try folder.write("a.ndjson", line(1) + line(2))
      #expect(try importing(folder).errors.contains("2 lines = 2 imported"))
      let before = try folder.bytes("a.sqlite")
      let again = try importing(folder)
      #expect(again.code == 0)
      #expect(again.errors.contains("a.ndjson: unchanged since import 1; skipped"), "\(again)")
      // Touched, but not changed.
      try folder.write("a.ndjson", line(1) + line(2))
      #expect(try importing(folder).errors.contains("unchanged since import 1; skipped"))
      #expect(try folder.bytes("a.sqlite").count == before.count)
      let forced = try importing(folder, "--again")
      #expect(forced.errors.contains("2 lines = 0 imported + 0 updated + 2 duplicate"), "\(forced)")
    }

    @Test func readsAgainWhatIsReadInAnotherWay() throws {
      let folder = try TestFolder()
      try folder.write(
        "a.ndjson", #"{"job_id":"j","job_type":"b","completed_at":"2026-10-01T12:00:00"}"#)
      try folder.write(
        "berlin.yml",
        "kind: jobs\nnaive_tz: Europe/Berlin\nfields:\n  job_id: job_id\n  job_type: job_type\n  completed_at: completed_at\n"
      )
      #expect(try importing(folder).errors.contains("1 imported"))
      let mapped = try importing(folder, "--mapping", "berlin.yml")
      #expect(!mapped.errors.contains("skipped"), "\(mapped)")
      #expect(mapped.errors.contains("naive-time: 1"), "\(mapped)")
    }

    @Test func readsAGrownFileFromWhereItEnded() throws {
      let folder = try TestFolder()
      try folder.write("a.ndjson", line(1) + line(2) + "{\"job_id\":\"j3\"")
      let first = try importing(folder)
      #expect(first.errors.contains("2 lines = 2 imported"), "\(first)")
      #expect(first.errors.contains("ends in the middle of a record"), "\(first)")
      try folder.write("a.ndjson", line(1) + line(2) + line(3) + "oops\n" + line(4))
      let second = try importing(folder)
      #expect(second.errors.contains("3 lines = 2 imported"), "\(second)")
      #expect(second.errors.contains("from line 3 on"), "\(second)")
      #expect(try jobs(folder) == 4)
      let rejected = try importing(folder, "--rejects", "r.ndjson")
      #expect(rejected.errors.contains("skipped"))
      #expect(try folder.read("r.ndjson").contains(#""line":4,"column":1"#))
      // Its beginning is another one: all of it is read.
      try folder.write("a.ndjson", line(9) + line(2) + line(3) + line(4) + line(5))
      let third = try importing(folder)
      #expect(third.errors.contains("5 lines = 2 imported + 0 updated + 3 duplicate"), "\(third)")
      #expect(try jobs(folder) == 6)
    }

    @Test func aRepairedFileClearsItsQuarantine() throws {
      let folder = try TestFolder()
      try folder.write("a.ndjson", line(1) + "{\n" + line(2, #","exit_code":"x""#) + line(3))
      let first = try importing(folder, "--rejects", "r.ndjson")
      #expect(first.code == 0, "\(first)")
      #expect(first.errors.contains("2 of 4 records are bad"), "\(first)")
      let rejects = try folder.read("r.ndjson").split(separator: "\n").map {
        try JSON.object(String($0))
      }
      #expect(rejects.map { $0["code"] as? String } == ["syntax", "wrong-type"])
      #expect(rejects.map { $0["line"] as? Int } == [2, 3])
      #expect(rejects.map { $0["file"] as? String } == ["a.ndjson", "a.ndjson"])
      #expect(rejects[1]["field"] as? String == "exit_code")
      #expect(rejects[1]["raw"] as? String == String(line(2, #","exit_code":"x""#).dropLast()))
      let offset = line(1).utf8.count + 2
      let column = try #require(rejects[1]["column"] as? Int)
      #expect(rejects[1]["offset"] as? Int == offset + column - 1)
      try folder.write("a.ndjson", line(1) + line(2) + line(3))
      #expect(try importing(folder).code == 0)
      let status = try folder.rollbook("status", "--archive", "a.sqlite")
      #expect(!status.output.contains("bad records"), "\(status)")
      #expect(try jobs(folder) == 3)
    }

    @Test func oneBadRecordCanStopASource() throws {
      let folder = try TestFolder()
      try folder.write("a.ndjson", line(1) + "{]\n" + line(2))
      let outcome = try importing(folder, "--on-error", "fail", "--rejects", "r.ndjson")
      #expect(outcome.code == 65, "\(outcome)")
      #expect(outcome.errors.contains("a.ndjson:2:2: syntax: "), "\(outcome)")
      #expect(outcome.errors.contains("nothing of it was imported"), "\(outcome)")
      #expect(try jobs(folder) == 0)
      #expect(try folder.read("r.ndjson").contains(#""code":"syntax""#))
    }

    @Test func judgesAGrownSourceAsAWhole() throws {
      let folder = try TestFolder()
      let good = (1...30).map { line($0) }.joined()
      try folder.write("a.ndjson", good)
      func run(_ more: String...) throws -> Outcome {
        try folder.start(["import", "a.ndjson", "--archive", "a.sqlite"] + more).finish()
      }
      #expect(try run().code == 0)
      try folder.write("a.ndjson", good + "garbage\n")
      let grown = try run()
      #expect(grown.code == 0, "\(grown)")
      #expect(grown.errors.contains("1 lines = 0 imported"), "\(grown)")
      // Less is allowed now than was when it was imported.
      for strict in [["--max-errors", "0"], ["--on-error", "fail"]] {
        let refused = try folder.start(
          ["import", "a.ndjson", "--archive", "a.sqlite"] + strict
        ).finish()
        #expect(refused.code == 65, "\(refused)")
      }
      #expect(try run().errors.contains("skipped"))
    }

    @Test func oneRefusedSourceDoesNotStopTheOthers() throws {
      let folder = try TestFolder()
      try folder.write("in/1.ndjson", line(1))
      try folder.write("in/2.json", #"{"x":1}"#)
      try folder.write("in/3.ndjson", line(3))
      try folder.write("in/4.json", #"{"y":1}"#)
      let outcome = try folder.rollbook(
        "import", "in", "--archive", "a.sqlite", "--rejects", "r.ndjson")
      #expect(outcome.code == 65, "\(outcome)")
      #expect(outcome.errors.contains("error: in/2.json: 1 of 1 records are bad"), "\(outcome)")
      #expect(outcome.errors.contains("error: in/4.json: 1 of 1 records are bad"), "\(outcome)")
      #expect(try jobs(folder) == 2)
      #expect(try folder.read("r.ndjson").split(separator: "\n").count == 2)
    }

    @Test func undoingAppliedDeletionsBringsTheRecordsBackWithTheNextRun() throws {
      let folder = try TestFolder()
      try folder.write("a.ndjson", line(1) + line(2))
      try folder.write(
        "gone.ndjson",
        #"{"Keys":{"job_id":{"S":"j2"}},"Metadata":{"WriteTimestampMicros":{"N":"1793000000000000"}}}"#
          + "\n")
      #expect(try importing(folder).code == 0)
      let applied = try folder.rollbook(
        "import", "gone.ndjson", "--archive", "a.sqlite", "--apply-deletes")
      #expect(applied.errors.contains("1 job removed that their source deleted"), "\(applied)")
      #expect(try jobs(folder) == 1)
      let why = try folder.rollbook("doctor", "--archive", "a.sqlite", "--why", "j2")
      #expect(why.output.contains("the job 'j2' was deleted at its source"), "\(why)")
      #expect(try folder.rollbook("import", "--undo", "2", "--archive", "a.sqlite").code == 0)
      #expect(try importing(folder).code == 0)
      #expect(try jobs(folder) == 2)
    }

    @Test func undoesOneImportAndLeavesTheOthers() throws {
      let folder = try TestFolder()
      try folder.write("a.ndjson", line(1) + line(2))
      try folder.write(
        "b.ndjson", line(2) + line(3) + line(1, #","updated_at":"2026-10-05T00:00:00Z""#))
      #expect(
        try folder.rollbook("import", "a.ndjson", "b.ndjson", "--archive", "a.sqlite").code == 0)
      #expect(try folder.rollbook("import", "a.ndjson", "--archive", "only.sqlite").code == 0)
      let undone = try folder.rollbook("import", "--undo", "2", "--archive", "a.sqlite")
      #expect(undone.code == 0, "\(undone)")
      #expect(undone.errors.contains("import 2 of b.ndjson is undone"), "\(undone)")
      #expect(try jobs(folder) == 2)
      for name in ["a", "only"] {
        let built = try folder.start(
          ["build", "--archive", "\(name).sqlite", "-o", "site-\(name)", "--as-of", "2026-11-01"]
        ).finish()
        #expect(built.code == 0, "\(built)")
      }
      let page = "jobs/j1/j1.html"
      #expect(try folder.bytes("site-a/\(page)") == folder.bytes("site-only/\(page)"))
      let unknown = try folder.rollbook("import", "--undo", "9", "--archive", "a.sqlite")
      #expect(unknown.code == 66, "\(unknown)")
      #expect(unknown.errors.contains("no import 9"), "\(unknown)")
      // What was undone is read again when it is named again.
      let again = try folder.rollbook("import", "b.ndjson", "--archive", "a.sqlite")
      #expect(again.errors.contains("3 lines = 1 imported + 1 updated + 1 duplicate"), "\(again)")
      #expect(try jobs(folder) == 3)
    }
  }
}
