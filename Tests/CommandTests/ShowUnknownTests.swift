import Foundation
import Testing

extension CommandTests {
  /// What `show` says if there is no such thing, and while another run holds the archive.
  @Suite struct ShowUnknownTests {
    private func archive() throws -> TestFolder {
      let folder = try TestFolder()
      let odd = [
        #"{"type":"job.status","at":"2026-10-01T10:06:00Z","job_id":"waiting-1","status":"running"}"#,
        #"{"job_id":"without-type","status":"success"}"#,
      ]
      try folder.writeLines("a.ndjson", (Story.records + odd).map { Substring($0) })
      let outcome = try folder.rollbook(
        "import", "a.ndjson", "--archive", "archive.sqlite", "--max-errors", "50%")
      try #require(outcome.code == 0, "\(outcome)")
      return folder
    }

    @Test(arguments: [
      (["show", "job", "j1"], "no job has the id 'j1'; did you mean 'j01', 'j10' or 'j11'?"),
      (["show", "deployment", "d1 6"], "no deployment has the id 'd1 6'; did you mean 'd16'"),
      (["show", "job", "quite-something-else"], "no job has the id 'quite-something-else'\n"),
      (["show", "job", "d11"], "the deployment 'd11' is in the archive"),
      (["show", "job", "waiting-1"], "an event waits for the job 'waiting-1'"),
      (["show", "job", "without-type"], "a.ndjson:36:1: left out: missing-field"),
      (["show", "service", "shopp"], "there is no service 'shopp'; did you mean 'shop'?"),
      (["list", "rollbacks", "--service", "idel"], "no service 'idel'; did you mean 'idle'?"),
    ])
    func namesWhatIsNear(arguments: [String], message: String) throws {
      let folder = try archive()
      let outcome = try folder.start(arguments + ["--archive", "archive.sqlite"]).finish()
      #expect(outcome.code == 66, "\(outcome)")
      #expect(outcome.errors.contains(message), "\(outcome)")
      #expect(outcome.output.isEmpty)
    }

    @Test(arguments: [
      (["show", "job", "j01", "--archive", "none.sqlite"], Int32(66), "no such archive"),
      (["show", "job", "j01"], 64, "--archive"),
      (["show", "job"], 64, "id"),
      (["list", "rollbacks", "--archive", "a.sqlite", "--since", "soon"], 64, "'soon'"),
      (["list", "rollbacks", "--archive", "a.sqlite", "--limit", "0"], 64, "--limit 0"),
      (
        ["list", "rollbacks", "--archive", "a", "--since", "2026-02-02", "--until", "2026-02-01"],
        64, "is after"
      ),
    ])
    func refusesWhatCannotBeAnswered(arguments: [String], code: Int32, message: String) throws {
      let folder = try TestFolder()
      let outcome = try folder.start(arguments).finish()
      #expect(outcome.code == code, "\(outcome)")
      #expect(outcome.errors.contains(message), "\(outcome)")
      #expect(try folder.names.isEmpty)
    }

    @Test(arguments: [
      ["show"], ["show", "job"], ["show", "deployment"], ["show", "service"], ["list", "services"],
      ["list", "rollbacks"],
    ])
    func explainsItselfWithExamples(command: [String]) throws {
      let folder = try TestFolder()
      let outcome = try folder.start(command + ["--help"]).finish()
      #expect(outcome.code == 0)
      let examples = outcome.output.split(separator: "\n").filter {
        $0.contains("  rollbook \(command[0]) ")
      }
      #expect(examples.count >= 3, "\(outcome)")
    }

    @Test(.enabled(if: FileManager.default.fileExists(atPath: "/dev/full"), "no /dev/full here"))
    func saysThatItsAnswerCouldNotBeWritten() throws {
      let folder = try archive()
      let full = try folder.shell(
        #""$ROLLBOOK" show job j01 --json --archive archive.sqlite >/dev/full || echo $?"#)
      #expect(full.output == "74\n" && full.errors.contains("standard output"), "\(full)")
    }

    // MARK: - A locked archive

    @Test(.enabled(if: Program.path(of: "sqlite3") != nil, "sqlite3 is not here"))
    func answersWhileAnotherRunHoldsTheArchive() throws {
      let folder = try archive()
      let ask = ["show", "deployment", "d11", "--json", "--archive", "archive.sqlite"]
      let before = try folder.start(ask).finish()
      #expect(before.code == 0 && before.errors.isEmpty, "\(before)")
      try whileHeld(folder) {
        let derived = try folder.start(ask).finish()
        #expect(derived.code == 0 && derived.errors.isEmpty, "\(derived)")
        #expect(derived.output == before.output)
      }
      #expect(
        try folder.shell("sqlite3 archive.sqlite 'INSERT INTO dirty_day VALUES (20000)'").code == 0)
      try whileHeld(folder) {
        let stale = try folder.start(ask).finish()
        #expect(stale.code == 0 && stale.output == before.output, "\(stale)")
        #expect(stale.errorLines.count == 1 && stale.errors.contains("another run holds"))
      }
      let after = try folder.start(ask).finish()
      #expect(after.output == before.output && after.errors.isEmpty, "\(after)")
    }

    private func whileHeld(_ folder: TestFolder, _ body: () throws -> Void) throws {
      let holder = try Program(
        "/bin/sh",
        [
          "-c",
          """
          { echo 'BEGIN IMMEDIATE;'; echo '.shell touch held'
            for i in $(seq 1200); do [ -e done ] && break; sleep 0.05; done
          } | sqlite3 archive.sqlite
          """,
        ], in: folder.path)
      let start = Date()
      while !folder.exists("held"), Date().timeIntervalSince(start) < 30 { usleep(10_000) }
      try #require(folder.exists("held"))
      try body()
      try folder.write("done", "")
      #expect(try holder.finish().code == 0)
      for name in ["held", "done"] {
        try FileManager.default.removeItem(atPath: "\(folder.path)/\(name)")
      }
    }
  }
}
