import Foundation
import Testing

extension CommandTests {
  /// Many that record at once, and recording beside a run that holds the archive.
  @Suite struct RecordTogetherTests {
    private static let hasLocker = Program.path(of: "sqlite3") != nil
    private static let canTrace =
      Program.path(of: "strace").map {
        (try? Program($0, ["-qq", "-e", "trace=unlink", "/bin/true"], in: "/").finish().code) == 0
      } ?? false

    /// Another process that holds `a.sqlite` until it is let go.
    private final class Holder {
      private let program: Program
      private let pipe = Pipe()

      init(_ folder: TestFolder, _ begin: String = "BEGIN IMMEDIATE") throws {
        let sqlite = try #require(Program.path(of: "sqlite3"))
        program = try Program(
          sqlite, ["a.sqlite"], in: folder.path, input: pipe.fileHandleForReading)
        let script = ".bail on\n.timeout 10000\n\(begin);\n.shell touch held\n"
        try pipe.fileHandleForWriting.write(contentsOf: Data(script.utf8))
        while !folder.exists("held") { usleep(5000) }
        try FileManager.default.removeItem(atPath: "\(folder.path)/held")
      }

      func letGo() throws {
        try pipe.fileHandleForWriting.write(contentsOf: Data("ROLLBACK;\n".utf8))
        try pipe.fileHandleForWriting.close()
        _ = try program.finish()
      }
    }

    private func waiting(_ folder: TestFolder, _ inbox: String = "a.sqlite.inbox") -> [String] {
      let names = try? FileManager.default.contentsOfDirectory(atPath: "\(folder.path)/\(inbox)")
      return (names ?? []).filter { $0 != "rejected" }.sorted()
    }

    private func created(_ id: String) -> String {
      #"{"type":"job.created","at":"2026-11-01T08:00:00Z","job_id":"\#(id)","job_type":"b"}"#
    }

    // MARK: - At once

    @Test(arguments: [true, false])
    func keepsWhatFiftyRecordAtOnce(exists: Bool) throws {
      let folder = try TestFolder()
      if exists { try folder.record("job", "create", "--job-id", "first", "--job-type", "b") }
      let programs = try (0..<50).map { i in
        try folder.start([
          "record", "job", "create", "--job-id", "j\(i)", "--job-type", "b", "--at",
          "2026-11-01T08:00:00Z", "--archive", "a.sqlite",
        ])
      }
      for (i, program) in programs.enumerated() {
        let outcome = try program.finish()
        #expect(outcome.code == 0, "\(outcome)")
        #expect(outcome.output.contains(#""job_id":"j\#(i)","job_type":"b""#), "\(outcome)")
      }
      #expect(try folder.status()["jobs"] as? Int == (exists ? 51 : 50))
      #expect(waiting(folder) == [])
    }

    @Test func keepsWhatFiftySayOfOneJob() throws {
      let folder = try TestFolder()
      try folder.record(
        "job", "create", "--job-id", "j", "--job-type", "b", "--at", "2026-11-01T07:00:00Z")
      let times = (0..<50).map { String(format: "2026-11-01T08:00:%02dZ", $0) }
      let programs = try times.map {
        try folder.start([
          "record", "job", "status", "j", "running", "--at", $0, "--agent", "at-\($0)",
          "--archive", "a.sqlite",
        ])
      }
      for program in programs { #expect(try program.finish().code == 0) }
      _ = try folder.status()
      #expect(waiting(folder) == [])
      // Each is known: the same told by a file is nothing new.
      let lines = times.map {
        #"{"type":"job.status","at":"\#($0)","job_id":"j","status":"running","#
          + #""agent_id":"at-\#($0)"}"#
      }
      try folder.write("a.ndjson", lines.joined(separator: "\n") + "\n")
      let outcome = try folder.rollbook("import", "a.ndjson", "--archive", "a.sqlite")
      #expect(outcome.errors.contains("0 imported + 0 updated + 50 duplicate"), "\(outcome)")
    }

    // MARK: - While another run holds the archive

    @Test(.enabled(if: hasLocker, "needs sqlite3 to hold a lock"))
    func letsEventsWaitWhileTheArchiveIsHeld() throws {
      let folder = try TestFolder()
      try folder.record(
        "job", "create", "--job-id", "j", "--job-type", "b", "--at", "2026-11-01T08:00:00Z")
      let holder = try Holder(folder)
      var outputs: [String] = []
      for (second, arguments) in [
        ["job", "status", "j", "running"], ["job", "complete", "j", "--exit-code", "0"],
        ["job", "create", "--job-id", "new", "--job-type", "b"],
        ["job", "status", "new", "queued"],
        ["deployment", "create", "--deployment-id", "d", "--service", "s", "--version", "1"],
        ["deployment", "staging", "d"], ["deployment", "production", "d"],
        ["deployment", "rollback", "d", "--to", "0"],
      ].enumerated() {
        let outcome = try folder.start(
          ["record"] + arguments + [
            "--at", "2026-11-01T08:01:0\(second)Z", "--archive", "a.sqlite",
          ]
        ).finish()
        #expect(outcome.code == 0, "\(outcome)")
        #expect(
          outcome.errors
            == "another run holds the archive; the event waits in \(folder.path)/a.sqlite.inbox for "
            + "the next one\n")
        outputs.append(outcome.output)
      }
      #expect(outputs[1].contains(#""status":"success""#), "\(outputs)")
      #expect(outputs[3].contains(#""queued_at":"2026-11-01T08:01:03Z""#), "\(outputs)")
      #expect(outputs[7].contains(#""status":"rolled_back""#), "\(outputs)")
      let unknown = try folder.record("job", "status", "k", "running")
      #expect(unknown.code == 66 && unknown.errors.contains("did you mean 'j'?"), "\(unknown)")
      let unusual = try folder.record("job", "status", "j", "queued")
      #expect(unusual.code == 0 && unusual.output == outputs[1], "\(unusual)")
      #expect(unusual.errors.contains("is 'success', which job.status does not change"))
      #expect(waiting(folder).count == 9)
      let asked = try folder.rollbook("status", "--archive", "a.sqlite")
      #expect(asked.code == 0 && asked.output.contains("1 jobs, 0 deployments"), "\(asked)")
      #expect(asked.errors.contains("9 recorded events wait in"), "\(asked)")
      try holder.letGo()
      let after = try folder.status()
      #expect(after["jobs"] as? Int == 2 && after["deployments"] as? Int == 1)
      #expect(waiting(folder) == [])
      // The archive shows now what was printed then.
      let again = try folder.record(
        "deployment", "rollback", "d", "--to", "0", "--at", "2026-11-01T08:01:07Z")
      #expect(again.output == outputs[7], "\(again)")
    }

    /// As a first import does, which writes without a log beside the file.
    @Test(.enabled(if: hasLocker, "needs sqlite3 to hold a lock"))
    func keepsEventsThoughTheArchiveCannotBeRead() throws {
      let folder = try TestFolder()
      try folder.write("a.ndjson", #"{"job_id":"j","job_type":"b","status":"pending"}"#)
      #expect(try folder.rollbook("import", "a.ndjson", "--archive", "a.sqlite").code == 0)
      #expect(try folder.shell("sqlite3 a.sqlite 'PRAGMA journal_mode = DELETE'").code == 0)
      let holder = try Holder(folder, "BEGIN EXCLUSIVE")
      let outcome = try folder.record(
        "job", "status", "j", "running", "--at", "2026-11-01T08:00:00Z")
      #expect(outcome.code == 0, "\(outcome)")
      #expect(
        outcome.output
          == #"{"type":"job.status","at":"2026-11-01T08:00:00Z","job_id":"j","status":"running"}"#
          + "\n")
      #expect(outcome.errors.contains("Whether there is a job 'j' could not be looked up"))
      #expect(waiting(folder).count == 1)
      try holder.letGo()
      #expect(
        try folder.record("job", "complete", "j", "--exit-code", "0").output
          .contains(#""started_at":"2026-11-01T08:00:00Z","status":"success""#))
      #expect(waiting(folder) == [])
    }

    @Test func losesNothingBesideALongImport() throws {
      let folder = try TestFolder()
      try folder.record("job", "create", "--job-id", "known", "--job-type", "b")
      let pipe = Pipe()
      let importing = try folder.start(
        ["import", "-", "--archive", "a.sqlite"], input: pipe.fileHandleForReading)
      let line = Data(#"{"job_id":"imported","job_type":"b","status":"success"}"#.utf8 + [0x0A])
      try pipe.fileHandleForWriting.write(contentsOf: line)
      // Until it holds the archive, what is recorded goes right in.
      var count = 0
      while waiting(folder).isEmpty {
        count += 1
        let outcome = try folder.record("job", "create", "--job-id", "j\(count)", "--job-type", "b")
        try #require(outcome.code == 0 && count < 500, "\(outcome)")
      }
      let ended = try folder.record("job", "complete", "known", "--exit-code", "1")
      #expect(ended.code == 0 && ended.output.contains(#""status":"failed""#), "\(ended)")
      #expect(importing.isRunning)
      try pipe.fileHandleForWriting.close()
      #expect(try importing.finish().code == 0)
      #expect(try folder.status()["jobs"] as? Int == count + 2)
      #expect(waiting(folder) == [])
    }

    // MARK: - The inbox

    @Test func takesTheInboxInBeforeABuild() throws {
      let folder = try TestFolder()
      try folder.write("rollbook.yml", "archive: .rollbook/archive.sqlite\n")
      try folder.write("a.ndjson", MessageTests.good)
      try folder.write(".rollbook/inbox/1.json", created("w1"))
      try folder.write(".rollbook/inbox/2.json", "no event")
      let plan = try folder.build("a.ndjson", "--dry-run")
      #expect(plan.errors.contains("1 event that had waited was taken in\n"), "\(plan)")
      #expect(waiting(folder, ".rollbook/inbox") == ["1.json", "2.json"])
      #expect(!folder.exists(".rollbook/archive.sqlite"))
      let outcome = try folder.build("a.ndjson")
      #expect(outcome.code == 0 && folder.exists("site/jobs/w1/w1.html"), "\(outcome)")
      #expect(waiting(folder, ".rollbook/inbox") == [])
      #expect(try folder.read(".rollbook/inbox/rejected/2.json") == "no event")
      #expect(outcome.errors.contains("rejected/2.json: is no event, and is left out: "))
      #expect(outcome.errors.contains("1 event that had waited was taken in\n"), "\(outcome)")
    }

    @Test(arguments: [
      ["record", "job", "create", "--job-type", "b"], ["status"], ["doctor"],
      ["import", "a.ndjson"], ["list", "jobs"], ["show", "job", "w1"],
    ])
    func takesTheInboxInWhereverAnArchiveIsOpened(command: [String]) throws {
      let folder = try TestFolder()
      try folder.write("a.ndjson", MessageTests.good)
      try folder.record("job", "create", "--job-id", "first", "--job-type", "b")
      try folder.write("a.sqlite.inbox/1.json", created("w1"))
      let outcome = try folder.start(command + ["--archive", "a.sqlite"]).finish()
      #expect(outcome.errors.contains("1 event that had waited was taken in\n"), "\(outcome)")
      #expect(waiting(folder) == [])
      let known = try folder.record("job", "status", "w1", "queued")
      #expect(known.code == 0, "\(known)")
    }

    /// As for a second user, whom nobody has let into the folder.
    @Test func goesOnWithoutAnInboxThatCannotBeRead() throws {
      let folder = try TestFolder()
      try folder.record("job", "create", "--job-id", "j", "--job-type", "b")
      try folder.write("a.sqlite.inbox", "no folder")
      for command in [["status"], ["list", "jobs"], ["record", "job", "status", "j", "running"]] {
        let outcome = try folder.start(command + ["--archive", "a.sqlite"]).finish()
        #expect(outcome.code == 0, "\(outcome)")
        #expect(outcome.errorLines.count == 1, "\(outcome)")
        #expect(outcome.errors.contains("a.sqlite.inbox: cannot read the folder"), "\(outcome)")
      }
    }

    @Test func tellsOfWhatWasPutAside() throws {
      let folder = try TestFolder()
      try folder.record("job", "create", "--job-id", "j", "--job-type", "b")
      try folder.write("a.sqlite.inbox/1.json", "no event")
      for _ in 1...2 {
        let doctor = try folder.rollbook("doctor", "--archive", "a.sqlite")
        #expect(doctor.code == 2, "\(doctor)")
        #expect(doctor.output.contains("rejected events: 1; files in "), "\(doctor)")
        #expect(doctor.output.contains("a.sqlite.inbox/rejected"), "\(doctor)")
      }
    }

    /// What was kept before there was any archive is no reason to refuse what follows.
    @Test func knowsWhatWaitsForAnArchiveThatIsNotThere() throws {
      let folder = try TestFolder()
      try folder.write("a.sqlite.inbox/1.json", created("w1"))
      let outcome = try folder.record("job", "complete", "w1", "--exit-code", "0")
      #expect(outcome.code == 0 && outcome.output.contains("success"), "\(outcome)")
    }

    // MARK: - Durability

    @Test(.enabled(if: canTrace, "needs strace and the right to trace"))
    func isOnTheDiskBeforeItIsPrinted() throws {
      let folder = try TestFolder()
      try folder.record("job", "create", "--job-id", "j", "--job-type", "b")
      let calls = try trace(folder, "running")
      let printed = try #require(calls.firstIndex { $0.contains("write(1") })
      #expect(
        calls[..<printed].contains { $0.contains("sync(") && $0.contains("a.sqlite-wal") },
        "\(calls)")
    }

    @Test(.enabled(if: canTrace && hasLocker, "needs strace and sqlite3"))
    func isOnTheDiskBeforeItIsPrintedThoughItWaits() throws {
      let folder = try TestFolder()
      try folder.record("job", "create", "--job-id", "j", "--job-type", "b")
      let holder = try Holder(folder)
      let calls = try trace(folder, "running")
      try holder.letGo()
      let printed = try #require(calls.firstIndex { $0.contains("write(1") })
      func first(_ call: String, _ place: String) -> Int {
        calls.firstIndex { $0.contains(call) && $0.contains(place) } ?? .max
      }
      let steps = [
        first("fsync(", ".json.new>"), first("rename", ".json.new"),
        first("fsync(", "a.sqlite.inbox>"), printed,
      ]
      #expect(steps == steps.sorted() && !steps.contains(.max), "\(calls)")
    }

    private func trace(_ folder: TestFolder, _ status: String) throws -> [Substring] {
      let strace = try #require(Program.path(of: "strace"))
      let outcome = try Program(
        strace,
        [
          "-f", "-y", "-qq", "-o", "trace", "-e", "trace=fsync,fdatasync,rename,renameat2,write",
          Program.rollbook, "record", "job", "status", "j", status, "--archive", "a.sqlite",
        ], in: folder.path
      ).finish()
      #expect(outcome.code == 0, "\(outcome)")
      return try folder.read("trace").split(separator: "\n")
    }

    /// Killed as soon as it begins to remove what it has taken in.
    @Test(.enabled(if: canTrace, "needs strace and the right to trace"))
    func losesNothingAndCountsNothingTwiceWhenKilled() throws {
      let folder = try TestFolder()
      try folder.record("job", "create", "--job-id", "first", "--job-type", "b")
      for i in 0..<5 { try folder.write("a.sqlite.inbox/\(i).json", created("w\(i)")) }
      let strace = try #require(Program.path(of: "strace"))
      let killed = try Program(
        strace,
        [
          "-f", "-qq", "-o", "/dev/null", "-e", "inject=unlink:signal=KILL:when=2",
          Program.rollbook, "status", "--archive", "a.sqlite",
        ], in: folder.path
      ).finish()
      #expect(killed.code != 0, "\(killed)")
      #expect(!waiting(folder).isEmpty)
      let status = try folder.status()
      #expect(status["jobs"] as? Int == 6)
      #expect((status["imports"] as? [Any])?.count == 2)
      #expect(waiting(folder) == [])
    }
  }
}
