import Foundation
import Testing

extension CommandTests {
  /// `rollbook list jobs` and `rollbook list deployments`.
  @Suite struct ListTests {
    private static let token = "ghp_A1b2C3d4E5f6G7h8I9j0K1l2M3n4O5p6Q7r8"

    private static let records = """
      {"job_id":"j1","job_type":"build","status":"failed","created_at":"2026-10-31T22:30:00Z",\
      "started_at":"2026-10-31T22:30:10Z","completed_at":"2026-10-31T22:34:22Z","agent_id":"r1",\
      "commit_sha":"0123456789abcdef","commit_author":"Grace Hopper <g@navy.example>"}
      {"job_id":"j2\\u001b[31m","job_type":"te\\nst","status":"running","created_at":\
      "2026-10-31T23:30:00Z","agent_id":"runner \(token)","metadata":{"service":"web"}}
      {"job_id":"j3 \(token)","job_type":"build","status":"success","agent_id":"r1"}
      {"deployment_id":"d1","service_name":"api","version":"1.0","status":"live",\
      "created_at":"2026-10-30T10:00:00Z","production_deployed_at":"2026-10-31T23:10:00Z",\
      "build_job_id":"j1"}
      {"deployment_id":"d2","service_name":"x \(token)","version":"2.0","status":"live",\
      "rolled_back":true,"created_at":"2026-10-29T10:00:00Z","environment":"eu \(token)"}

      """

    private func folder(_ settings: String = "", _ records: String = records) throws -> TestFolder {
      let folder = try TestFolder()
      try folder.write("a.ndjson", records)
      try folder.write(
        "rollbook.yml", "sources: a.ndjson\narchive: a.sqlite\noutput: site\n" + settings)
      let outcome = try folder.rollbook("build", "--as-of", "2026-11-01", "--sync", "none")
      #expect(outcome.code == 0, "\(outcome)")
      return folder
    }

    private func list(_ folder: TestFolder, _ arguments: String...) throws -> Outcome {
      try folder.start(["list"] + arguments + ["--as-of", "2026-11-01"]).finish()
    }

    // MARK: - JSON

    private func expectSame(
      _ folder: TestFolder, _ file: String, _ arguments: String...,
      at location: SourceLocation = #_sourceLocation
    ) throws {
      let outcome = try folder.start(["list"] + arguments + ["--json", "--as-of", "2026-11-01"])
        .finish()
      #expect(outcome.code == 0, "\(outcome)", sourceLocation: location)
      let expected = try folder.read("site/api/dashboard/\(file)")
      #expect(outcome.output == expected, "\(file)", sourceLocation: location)
    }

    private func names(_ folder: TestFolder, _ path: String) throws -> [String] {
      try FileManager.default.contentsOfDirectory(
        atPath: "\(folder.path)/site/api/dashboard/\(path)"
      ).sorted()
    }

    @Test(arguments: [
      "", "people: none\ntime_zone: Asia/Tokyo\n", "people: initials\njob_pages: none\n",
      "redaction: off\n",
      "redaction_rules:\n  - {name: r, prefix: runner, characters: a-z-, length: 6}\n",
    ])
    func printsTheBytesOfTheSitesFiles(settings: String) throws {
      let lines = SmallSample.lines.joined(separator: "\n") + "\n"
      let folder = try folder(settings, ListTests.records + lines)
      try expectSame(folder, "jobs.json", "jobs")
      try expectSame(folder, "jobs/running.json", "jobs", "--running")
      let statuses = try names(folder, "jobs/status").map { String($0.dropLast(5)) }
      #expect(statuses.count == 10)
      for status in statuses {
        try expectSame(folder, "jobs/status/\(status).json", "jobs", "--status", status)
      }
      try expectSame(folder, "deployments.json", "deployments")
      try expectSame(
        folder, "deployments/service/search.json", "deployments", "--service", "search")
    }

    @Test(arguments: ["", "job_pages: all\n"])
    func printsTheBytesOfEachAgentsFile(settings: String) throws {
      let folder = try folder(settings)
      let since = settings.isEmpty ? ["--since", "2026-08-01"] : []
      let files = try names(folder, "jobs/agent")
      #expect(files.count == 2)
      for (file, agents) in zip(files, [["r1"], ["runner \(ListTests.token)"]]) {
        for agent in agents {
          let outcome = try folder.start(
            ["list", "jobs", "--agent", agent, "--json", "--as-of", "2026-11-01"] + since
          ).finish()
          #expect(outcome.output == (try folder.read("site/api/dashboard/jobs/agent/\(file)")))
        }
      }
    }

    /// The names that the site shows are found as well as those of the records.
    @Test func findsWhatTheSiteShowsOfANameWithASecret() throws {
      let folder = try folder("job_pages: all\n")
      let files = try names(folder, "deployments/service").filter { $0.contains("~") }
      let file = try #require(files.first)
      let path = "deployments/service/\(file)"
      let shown = try Value(JSON.object(folder.bytes("site/api/dashboard/\(path)")))[
        "deployments"
      ].list.first?["service_name"].text
      #expect(files.count == 1 && shown?.contains("[redacted:github-pat]") == true)
      try expectSame(folder, path, "deployments", "--service", shown ?? "")
      try expectSame(folder, path, "deployments", "--service", "x \(ListTests.token)")
      let agent = try #require(try names(folder, "jobs/agent").first { $0.contains("~") })
      let table = try list(folder, "jobs", "--agent", "runner \(ListTests.token)")
      let name = try #require(table.output.split(separator: "  ").first { $0.contains("runner") })
      try expectSame(
        folder, "jobs/agent/\(agent)", "jobs", "--agent", name.trimmingCharacters(in: .whitespaces))
    }

    @Test func filters() throws {
      let folder = try folder("time_zone: Europe/Berlin\n")
      func ids(_ arguments: String...) throws -> [String] {
        let outcome = try folder.start(
          ["list"] + arguments + ["--json", "--as-of", "2026-11-01"]
        ).finish()
        #expect(outcome.code == 0, "\(outcome)")
        let list = Value(try JSON.object(outcome.output))
        return (list["jobs"].list + list["deployments"].list).map {
          String(($0["job_id"].text + $0["deployment_id"].text).prefix(2))
        }
      }
      #expect(try ids("jobs") == ["j2", "j1", "j3"])
      #expect(try ids("jobs", "--limit", "1") == ["j2"])
      #expect(try ids("jobs", "--limit", "all") == ["j2", "j1", "j3"])
      #expect(try ids("jobs", "--agent", "r1") == ["j1", "j3"])
      #expect(try ids("jobs", "--agent", "r1", "--limit", "1") == ["j1"])
      #expect(try ids("jobs", "--agent", "r1", "--running") == [])
      #expect(try ids("jobs", "--service", "web") == ["j2"])
      #expect(try ids("jobs", "--service", "api") == ["j1"])
      // In Berlin 22:34 UTC of the 31st is 23:34, and 23:30 is half an hour into November.
      #expect(try ids("jobs", "--since", "2026-11-01") == ["j2"])
      #expect(try ids("jobs", "--since", "2026-10-31", "--until", "2026-10-31") == ["j1"])
      #expect(try ids("jobs", "--until", "2026-10-30") == [])
      #expect(try ids("deployments") == ["d1", "d2"])
      #expect(try ids("deployments", "--since", "2026-11-01") == ["d1"])
      #expect(try ids("deployments", "--until", "2026-10-31") == ["d2"])
      #expect(try ids("deployments", "--environment", "production") == ["d1"])
      #expect(try ids("deployments", "--environment", "eu \(ListTests.token)") == ["d2"])
      #expect(try ids("deployments", "--status", "live", "--limit", "1") == ["d1"])
      #expect(try ids("deployments", "--status", "failed") == [])
    }

    // MARK: - Tables

    @Test func printsAlignedTablesInTheZoneOfTheConfiguration() throws {
      let folder = try folder("time_zone: Europe/Berlin\n")
      let lines = try list(folder, "jobs", "--service", "api").output.split(separator: "\n")
      #expect(
        lines == [
          "JOB ID  JOB TYPE  STATUS  CREATED AT                  RUN TIME  AGENT ID  COMMIT        AUTHOR",
          "j1      build     failed  2026-10-31 23:30:00 +01:00  4 m 12 s  r1        0123456789ab  "
            + "Grace Hopper",
        ])
      let deployments = try list(folder, "deployments", "--service", "api").output
      #expect(
        deployments.split(separator: "\n").last
          == "d1             api           1.0      live    production   2026-10-30 11:00:00 +01:00  "
          + "2026-11-01 00:10:00 +01:00  -")
    }

    @Test func printsNothingThatATerminalObeysAndNoSecret() throws {
      let folder = try folder()
      for kind in ["jobs", "deployments"] {
        let outcome = try list(folder, kind)
        #expect(outcome.output.split(separator: "\n").count == (kind == "jobs" ? 4 : 3))
        #expect(!outcome.output.unicodeScalars.contains { $0.value < 0x20 && $0 != "\n" })
        #expect(!outcome.output.contains(ListTests.token))
        #expect(!outcome.output.contains("navy"))
      }
    }

    @Test func listsWhatWasRecordedJustNow() throws {
      let folder = try folder()
      let recorded = try folder.rollbook(
        "record", "deployment", "create", "--deployment-id", "d-now", "--service-name", "api",
        "--version", "9", "--at", "2026-11-01T00:00:00Z")
      #expect(recorded.code == 0, "\(recorded)")
      let outcome = try list(folder, "deployments", "--limit", "1")
      #expect(outcome.output.contains("d-now"), "\(outcome)")
    }

    // MARK: - Mistakes

    @Test func saysOnStandardErrorThatNothingFits() throws {
      let folder = try folder()
      let jobs = try list(folder, "jobs", "--status", "skipped")
      #expect(jobs.code == 0 && jobs.output == "" && jobs.errors == "no job fits\n", "\(jobs)")
      let quiet = try list(folder, "deployments", "--status", "failed", "--quiet")
      #expect(quiet.code == 0 && quiet.output == "" && quiet.errors == "", "\(quiet)")
    }

    @Test(
      arguments: [
        (["jobs", "--status", "faild"], 64, "did you mean 'failed'?"),
        (["jobs", "--status", "FAILED"], 64, "did you mean 'failed'?"),
        (["deployments", "--status", "success"], 64, "one of pending, staging, staged"),
        (["jobs", "--status", "failed", "--running"], 64, "--running and --status"),
        (["jobs", "--limit", "0"], 64, "The value '0' is invalid"),
        (["jobs", "--limit=-1"], 64, "is invalid"), (["jobs", "--limit", "1e3"], 64, "is invalid"),
        (["jobs", "--since", "yesterday"], 64, "write a day such as"),
        (["jobs", "--since", "2026-11-02", "--until", "2026-11-01"], 64, "is after"),
        (["jobs", "--agent", "r2"], 66, "did you mean 'r1'?"),
        (["jobs", "--agent", "build"], 66, "no job says that it ran on an agent 'build'"),
        (["jobs", "--service", "wep"], 66, "did you mean 'web'?"),
        (["deployments", "--service", "apu"], 66, "did you mean 'api'?"),
        (["jobs", "--archive", "none.sqlite"], 66, "no such archive"),
      ] as [([String], Int32, String)])
    func saysWhatIsWrong(arguments: [String], code: Int32, message: String) throws {
      let folder = try folder()
      let outcome = try folder.start(["list"] + arguments + ["--as-of", "2026-11-01"]).finish()
      #expect(outcome.code == code, "\(outcome)")
      #expect(outcome.errors.contains(message), "\(outcome)")
      #expect(outcome.output == "")
    }
  }
}
