import Foundation
import Testing

extension TestFolder {
  /// Runs `rollbook record` on `a.sqlite` in this folder.
  @discardableResult
  func record(_ arguments: String...) throws -> Outcome {
    try start(["record"] + arguments + ["--archive", "a.sqlite"]).finish()
  }

  /// Whether a file in this folder holds a text.
  func holds(_ text: String) throws -> Bool { try shell("grep -rqaF '\(text)' .").code == 0 }

  /// What `status --json` says of `a.sqlite`.
  func status() throws -> [String: Any] {
    let outcome = try rollbook("status", "--archive", "a.sqlite", "--json")
    guard outcome.code == 0 else { throw Problem(outcome.description) }
    return try JSON.object(outcome.output)
  }
}

extension CommandTests {
  /// The eight commands that record what happens, alone on their archive.
  @Suite struct RecordTests {
    @Test func tellsTheLifeOfAJob() throws {
      let folder = try TestFolder()
      let created = try folder.record(
        "job", "create", "--job-id", "j", "--job-type", "build", "--at", "2026-11-01T08:00:00Z")
      #expect(created.code == 0 && created.errors == "", "\(created)")
      #expect(
        created.output
          == #"{"created_at":"2026-11-01T08:00:00Z","job_id":"j","job_type":"build","#
          + #""status":"pending","updated_at":"2026-11-01T08:00:00Z"}"# + "\n")
      for (second, word) in [(1, "queued"), (2, "running")] {
        let outcome = try folder.record(
          "job", "status", "j", word, "--agent", "r3", "--at", "2026-11-01T08:00:0\(second)Z")
        #expect(outcome.code == 0 && outcome.errors == "", "\(outcome)")
      }
      let completed = try folder.record(
        "job", "complete", "j", "--exit-code", "0", "--duration", "0", "--logs-url",
        "https://ci.example/1", "--at", "2026-11-01T08:00:03Z")
      #expect(
        completed.output
          == #"{"agent_id":"r3","completed_at":"2026-11-01T08:00:03Z","created_at":"#
          + #""2026-11-01T08:00:00Z","duration_seconds":0,"exit_code":0,"job_id":"j","#
          + #""job_type":"build","logs_url":"https://ci.example/1","queued_at":"#
          + #""2026-11-01T08:00:01Z","started_at":"2026-11-01T08:00:02Z","status":"success","#
          + #""updated_at":"2026-11-01T08:00:03Z"}"# + "\n")
    }

    @Test func tellsTheLifeOfADeployment() throws {
      let folder = try TestFolder()
      let steps: [[String]] = [
        [
          "create", "--deployment-id", "d", "--service", "api", "--version", "1.4.2",
          "--error-rate", "0.0",
        ],
        ["status", "d", "staging"], ["staging", "d", "--job-id", "s"],
        ["production", "d", "--job-id", "p"],
        ["rollback", "d", "--to", "1.4.1", "--reason", "--slow"],
      ]
      var last = ""
      for (second, step) in steps.enumerated() {
        let outcome = try folder.start(
          ["record", "deployment"] + step
            + ["--at", "2026-11-01T08:00:0\(second)Z", "--archive", "a.sqlite"]
        ).finish()
        #expect(outcome.code == 0 && outcome.errors == "", "\(outcome)")
        last = outcome.output
      }
      #expect(
        last
          == #"{"created_at":"2026-11-01T08:00:00Z","deployed_to_production":true,"#
          + #""deployed_to_staging":true,"deployment_id":"d","error_rate":0,"#
          + #""production_deployed_at":"2026-11-01T08:00:03Z","production_job_id":"p","#
          + #""rollback_reason":"--slow","rolled_back":true,"rolled_back_at":"#
          + #""2026-11-01T08:00:04Z","rolled_back_to":"1.4.1","service_name":"api","#
          + #""staging_deployed_at":"2026-11-01T08:00:02Z","staging_job_id":"s","status":"#
          + #""rolled_back","updated_at":"2026-11-01T08:00:04Z","version":"1.4.2"}"# + "\n")
    }

    /// What was recorded is the record that the same object in a file would have been.
    @Test func takesEveryFieldOfARecord() throws {
      let folder = try TestFolder()
      let times = ["created", "queued", "started", "completed", "updated"].enumerated().flatMap {
        ["--\($1)-at", "2026-10-01T08:00:0\($0)Z"]
      }
      let job = try folder.start(
        [
          "record", "job", "create", "--job-id", "j", "--job-type", "build", "--status", "failed",
          "--source-status", "broken", "--repo", "acme/api", "--ref", "main", "--commit-sha",
          "4be1", "--commit-message", "-- fix\n\"it\"", "--commit-author", "Ann", "--agent", "r3",
          "--exit-code", "-9", "--duration", "12.5", "--logs-url", "https://ci/1",
          "--error-message", "no", "--tag", "b", "--tag", "a", "--metadata",
          #"{"n": 1.50, "m": [null, {"x": "é"}]}"#, "--at", "2026-10-01T07:00:00Z", "--archive",
          "a.sqlite",
        ] + times
      ).finish()
      #expect(
        job.output
          == #"{"agent_id":"r3","commit_author":"Ann","commit_message":"-- fix\n\"it\"","#
          + #""commit_sha":"4be1","completed_at":"2026-10-01T08:00:03Z","created_at":"#
          + #""2026-10-01T08:00:00Z","duration_seconds":12.5,"error_message":"no","exit_code":-9,"#
          + #""job_id":"j","job_type":"build","logs_url":"https://ci/1","metadata":"#
          + #"{"m":[null,{"x":"é"}],"n":1.50},"queued_at":"2026-10-01T08:00:01Z","ref":"main","#
          + #""repo":"acme/api","source_status":"broken","started_at":"2026-10-01T08:00:02Z","#
          + #""status":"failed","tags":["b","a"],"updated_at":"2026-10-01T08:00:04Z"}"# + "\n",
        "\(job)")
      let deployment = try folder.record(
        "deployment", "create", "--deployment-id", "d", "--service-name", "api", "--version",
        "-1.4", "--status", "live", "--source-status", "ok", "--environment", "eu",
        "--build-job-id",
        "b", "--test-job-id", "t", "--deploy-job-id", "y", "--staging-job-id", "s",
        "--production-job-id", "p", "--deployed-to-staging", "true", "--deployed-to-production",
        "true", "--rolled-back", "false", "--staging-deployed-at", "2026-10-01T08:00:00Z",
        "--production-deployed-at", "2026-10-01T09:00:00Z", "--error-rate", "0.01", "--latency-ms",
        "-0.5", "--requests-per-sec", "1e3", "--at", "2026-10-01T07:00:00Z")
      #expect(
        deployment.output
          == #"{"build_job_id":"b","created_at":"2026-10-01T07:00:00Z","deploy_job_id":"y","#
          + #""deployed_to_production":true,"deployed_to_staging":true,"deployment_id":"d","#
          + #""environment":"eu","error_rate":0.01,"latency_ms":-0.5,"production_deployed_at":"#
          + #""2026-10-01T09:00:00Z","production_job_id":"p","requests_per_sec":1000,"#
          + #""rolled_back":false,"service_name":"api","source_status":"ok","#
          + #""staging_deployed_at":"2026-10-01T08:00:00Z","staging_job_id":"s","status":"live","#
          + #""test_job_id":"t","updated_at":"2026-10-01T07:00:00Z","version":"-1.4"}"# + "\n",
        "\(deployment)")
    }

    @Test func makesAnIDThatSortsByTime() throws {
      let folder = try TestFolder()
      var ids: [String] = []
      for _ in 0..<5 {
        let outcome = try folder.record("job", "create", "--job-type", "build", "--job-id", "")
        ids.append(try #require(try JSON.object(outcome.output)["job_id"] as? String))
      }
      #expect(Set(ids).count == 5 && ids == ids.sorted())
      let shape = /[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}/
      #expect(ids.allSatisfy { $0.wholeMatch(of: shape) != nil }, "\(ids)")
    }

    // MARK: - What it says

    @Test func saysWhatIsUnusualLateOrKnown() throws {
      let folder = try TestFolder()
      try folder.record(
        "job", "create", "--job-id", "j", "--job-type", "b", "--at", "2026-11-01T08:00:00Z")
      let end = ["job", "complete", "j", "--exit-code", "0", "--at", "2026-11-01T08:00:09Z"]
      func run(_ arguments: [String]) throws -> Outcome {
        try folder.start(["record"] + arguments + ["--archive", "a.sqlite"]).finish()
      }
      let first = try run(end)
      #expect(first.errors == "")
      for (arguments, message) in [
        (end, "job 'j': this very event is known already; nothing has changed"),
        (
          ["job", "status", "j", "running", "--at", "2026-11-01T08:00:10Z"],
          "rollbook: warning: job 'j' is 'success', which job.status does not change; the event is "
            + "kept and listed under data quality, the record stays as it is"
        ),
        (
          ["job", "create", "--job-id", "j", "--job-type", "x", "--at", "2026-11-01T08:00:00Z"],
          "job 'j' is as it was: what was known stays, and the event is kept in the history"
        ),
      ] {
        let outcome = try run(arguments)
        #expect(outcome.code == 0 && outcome.output == first.output, "\(outcome)")
        #expect(outcome.errors == message + "\n")
      }
      let late = try run(["job", "status", "j", "queued", "--at", "2026-11-01T08:00:05Z"])
      #expect(late.code == 0 && late.output.contains(#""queued_at":"2026-11-01T08:00:05Z""#))
      #expect(
        late.errors
          == "job 'j' has changed since 2026-11-01T08:00:05Z; the event took its place in the "
          + "history\n"
      )
      #expect(try run(end + ["--quiet"]).errors == "")
    }

    @Test func warnsOfARollbackToTheSameVersion() throws {
      let folder = try TestFolder()
      try folder.record(
        "deployment", "create", "--deployment-id", "d", "--service", "api", "--version", "2")
      let outcome = try folder.record("deployment", "rollback", "d", "--to", "2")
      #expect(outcome.code == 0 && outcome.output.contains(#""rolled_back_to":"2""#), "\(outcome)")
      #expect(
        outcome.errors
          == "rollbook: warning: deployment 'd' is of version '2' itself, so that it went back to "
          + "itself; the event is recorded as it was told\n")
    }

    @Test func takesEmptyOptionsAsNotGiven() throws {
      let folder = try TestFolder()
      let created = try folder.record(
        "job", "create", "--job-id", "j", "--job-type", "b", "--tag", "", "--at", "")
      #expect(created.code == 0 && !created.output.contains("tags"), "\(created)")
      let changed = try folder.record("job", "status", "j", "running", "--at", "")
      #expect(changed.code == 0 && changed.output.contains("started_at"), "\(changed)")
    }

    @Test func namesTheNearestOfAnUnknownID() throws {
      let folder = try TestFolder()
      for id in ["build-17", "build-18", "build-19", "build-170", "other"] {
        try folder.record("job", "create", "--job-id", id, "--job-type", "b")
      }
      let imports = try folder.status()["imports"] as? [Any]
      let outcome = try folder.record("job", "complete", "biuld-17", "--exit-code", "0")
      #expect(outcome.code == 66 && outcome.output == "", "\(outcome)")
      #expect(
        outcome.errors
          == "rollbook: error: a.sqlite: there is no job 'biuld-17', nothing was recorded; did you "
          + "mean 'build-17', 'build-170' or 'build-18'?\n")
      let far = try folder.record("deployment", "staging", "build-17")
      #expect(far.code == 66, "\(far)")
      #expect(
        far.errors
          == "rollbook: error: a.sqlite: there is no deployment 'build-17', nothing was recorded\n")
      #expect(try (folder.status()["imports"] as? [Any])?.count == imports?.count)
    }

    @Test(arguments: [
      (["job", "create", "--job-type", ""], "--job-type is missing or empty"),
      (
        ["job", "create", "--job-type", "b", "--exit-code", "abc"],
        "--exit-code: 'abc' must be a whole number"
      ),
      (
        ["job", "create", "--job-type", "b", "--duration", "1s"],
        "--duration: '1s' must be a number"
      ),
      (
        ["job", "create", "--job-type", "b", "--at", "soon"],
        "--at: 'soon' is not a time such as 2026-11-01T00:00:00Z"
      ),
      (
        ["job", "create", "--job-type", "b", "--created-at", "1066-10-14T00:00:00Z"],
        "--created-at: '1066-10-14T00:00:00Z' is not between 1990 and 2100"
      ),
      (
        ["job", "create", "--job-type", "b", "--metadata", "[1]"],
        "--metadata: must be a JSON object"
      ),
      (
        ["job", "create", "--job-type", "b", "--metadata", #"{"a":1},"job_id":"x""#],
        "--metadata: is not valid JSON at byte 8: more text after the end of the value"
      ),
      (
        ["job", "create", "--job-type", "b", "--status", "sucess"],
        "--status: 'sucess' is none of pending, queued, running, success, failed, cancelled, "
          + "timeout, error, skipped, unknown; did you mean 'success'?"
      ),
      (
        ["job", "complete", "j", "--status", "running"],
        "--status: 'running' is none of success, failed, cancelled, timeout, error, skipped"
      ),
      (["job", "complete", "j"], "how did it end? Say --exit-code N, or --status WORD"),
      (["job", "complete", "", "--exit-code", "0"], "the id is missing or empty"),
      (
        ["deployment", "status", "d", "lvie"],
        "the status: 'lvie' is none of pending, staging, staged, production, live, failed, "
          + "rolled_back; did you mean 'live'?"
      ),
      (
        ["deployment", "create", "--service", "s", "--version", "1", "--error-rate", "7"],
        "--error-rate: '7' is not between 0 and 1"
      ),
      (
        ["deployment", "create", "--service", "s", "--version", ""],
        "--version is missing or empty"
      ),
      (
        ["deployment", "rollback", "d", "--to", ""],
        "--to is empty: which version is live again?"
      ),
    ])
    func namesTheOptionThatIsWrong(arguments: [String], message: String) throws {
      let folder = try TestFolder()
      let outcome = try folder.start(["record"] + arguments + ["--archive", "a.sqlite"]).finish()
      #expect(outcome.code == 64 && outcome.output == "", "\(outcome)")
      #expect(outcome.errors == "rollbook: error: \(message)\n")
      #expect(try folder.names == [])
    }

    /// The version of a deployment is no question for the version of the program.
    @Test func failsIfADeploymentIsNotToldWhole() throws {
      let folder = try TestFolder()
      for arguments in [["--version", "1"], ["--version"], ["--service", "s"]] {
        let outcome = try folder.start(
          ["record", "deployment", "create", "--archive", "a.sqlite"] + arguments
        ).finish()
        #expect(outcome.code == 64 && outcome.output == "", "\(outcome)")
      }
    }

    @Test func needsAnArchive() throws {
      let folder = try TestFolder()
      let none = try folder.rollbook("record", "job", "create", "--job-type", "b")
      #expect(none.code == 64 && none.errors.contains("Name one with --archive FILE"), "\(none)")
      let missing = try folder.record("job", "status", "j", "running")
      #expect(missing.code == 66, "\(missing)")
      #expect(missing.errors.contains("a.sqlite: no such archive"), "\(missing)")
      #expect(missing.errors.contains("'rollbook record job create'"), "\(missing)")
      #expect(try folder.names == [])
    }

    @Test func usesTheArchiveOfItsFolder() throws {
      let folder = try TestFolder()
      try folder.write("rollbook.yml", "time_zone: Europe/Berlin\n")
      let outcome = try folder.rollbook("record", "job", "create", "--job-type", "b")
      #expect(outcome.code == 0, "\(outcome)")
      #expect(folder.exists(".rollbook/archive.sqlite"))
    }

    @Test func writesMessagesAsJSONWhenAskedTo() throws {
      let folder = try TestFolder()
      let outcome = try folder.record("job", "status", "j\u{1B}[31m", "no", "--log-format", "json")
      #expect(outcome.code == 64)
      #expect(try JSON.object(outcome.errors)["level"] as? String == "error", "\(outcome)")
    }

    // MARK: - What it does not say

    private static let secret = "ghp_" + RecordTests.piece + "E5f6G7h8I9j0K1l2M3n4O5p6Q7r8"
    private static let piece = "A1b2C3d4"

    @Test func printsNoSecret() throws {
      let folder = try TestFolder()
      let created = try folder.record(
        "job", "create", "--job-id", "j", "--job-type", "b", "--commit-message",
        "use \(RecordTests.secret)", "--metadata", #"{"token":"\#(RecordTests.secret)"}"#)
      #expect(created.code == 0, "\(created)")
      let unknown = try folder.record("job", "status", RecordTests.secret, "running")
      for outcome in [created, unknown] {
        #expect(!"\(outcome)".contains(RecordTests.piece), "\(outcome)")
        #expect("\(outcome)".contains("[redacted:github-pat]"), "\(outcome)")
      }
      #expect(try folder.holds(RecordTests.piece), "the archive keeps what it was told")
    }

    @Test func keepsNoSecretIfTheArchiveIsToHoldNone() throws {
      let folder = try TestFolder()
      try folder.write("rollbook.yml", "redaction: archive\narchive: a.sqlite\n")
      for arguments in [
        ["create", "--job-id", RecordTests.secret, "--job-type", "b"],
        ["status", RecordTests.secret, "running"],
        [
          "complete", RecordTests.secret, "--exit-code", "1", "--error-message", RecordTests.secret,
        ],
      ] {
        let outcome = try folder.start(["record", "job"] + arguments).finish()
        #expect(outcome.code == 0, "\(outcome)")
      }
      #expect(try !folder.holds(RecordTests.piece))
      #expect(try folder.status()["jobs"] as? Int == 1)
    }

    @Test func printsNoAddress() throws {
      let folder = try TestFolder()
      let outcome = try folder.record(
        "job", "create", "--job-type", "b", "--commit-author", "Ann Lee <ann@lee.example>",
        "--error-message", "ask ann@lee.example")
      #expect(outcome.code == 0 && !outcome.output.contains("ann@lee"), "\(outcome)")
      #expect(outcome.output.contains(#""commit_author":"Ann Lee""#), "\(outcome)")
      #expect(try folder.holds("ann@lee.example"), "the archive keeps what it was told")
    }

    @Test func findsSecretsBeforeABuild() throws {
      let folder = try TestFolder()
      try folder.record(
        "job", "create", "--job-id", "j", "--job-type", "b", "--commit-message",
        "use \(RecordTests.secret)")
      let doctor = try folder.rollbook("doctor", "--archive", "a.sqlite")
      #expect(doctor.code == 2 && doctor.output.contains("secret github-pat: 1"), "\(doctor)")
    }

    @Test func showsPeopleAsTheConfigurationWants() throws {
      let folder = try TestFolder()
      try folder.write("rollbook.yml", "people: none\narchive: a.sqlite\n")
      let outcome = try folder.rollbook(
        "record", "job", "create", "--job-type", "b", "--commit-author", "Ann Lee")
      #expect(outcome.code == 0 && !outcome.output.contains("Ann"), "\(outcome)")
    }

    @Test(arguments: [
      ["record"], ["record", "job"], ["record", "deployment"], ["record", "job", "create"],
      ["record", "job", "status"], ["record", "job", "complete"],
      ["record", "deployment", "create"], ["record", "deployment", "status"],
      ["record", "deployment", "staging"], ["record", "deployment", "production"],
      ["record", "deployment", "rollback"],
    ])
    func helpsWithThreeExamples(command: [String]) throws {
      let outcome = try TestFolder().start(command + ["--help"]).finish()
      #expect(outcome.code == 0, "\(outcome)")
      let name = "rollbook \(command.joined(separator: " "))"
      let examples = outcome.output.components(separatedBy: name)
      #expect(examples.count > 3, "\(outcome)")
    }
  }
}
