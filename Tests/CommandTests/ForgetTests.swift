import Foundation
import Testing

extension CommandTests {
  /// `forget`: what goes, what stays, and that it does not come back.
  @Suite struct ForgetTests {
    private let folder: TestFolder

    private static let lines = [
      #"{"job_id":"secret-name","job_type":"build","status":"failed","completed_at":"2026-03-01T00:00:00Z"}"#,
      #"{"job_id":"secret-name","job_type":"build","status":"running","started_at":"2026-02-28T23:00:00Z"}"#,
      #"{"job_id":"named","job_type":"build","status":"success","completed_at":"2025-03-01T00:00:00Z"}"#,
      #"{"job_id":"old","job_type":"build","status":"success","completed_at":"2025-03-01T00:00:00Z"}"#,
      #"{"deployment_id":"d0","service_name":"api","version":"0","status":"live","#
        + #""production_deployed_at":"2025-03-01T12:00:00Z"}"#,
      #"{"deployment_id":"d1","service_name":"api","version":"1","status":"live","#
        + #""production_deployed_at":"2025-10-01T12:00:00Z","build_job_id":"named"}"#,
      #"{"type":"job.completed","at":"2026-03-02T00:00:00Z","job_id":"secret-name","exit_code":1}"#,
    ]

    init() throws {
      folder = try TestFolder()
      try folder.write("rollbook.yml", "archive: a.sqlite\n")
      try folder.write("a.ndjson", ForgetTests.lines.joined(separator: "\n") + "\n")
      try run("import", "a.ndjson")
    }

    @discardableResult
    private func run(_ arguments: String..., code: Int32 = 0) throws -> Outcome {
      let outcome = try folder.start(arguments).finish()
      #expect(outcome.code == code, "\(arguments): \(outcome)")
      return outcome
    }

    private func bag(_ name: String) throws {
      try run("bag", name, "--as-of", "2026-11-01", "--sync", "none", "--quiet")
    }

    @Test func nothingOfARecordStaysButAHash() throws {
      try bag("old")
      let planned = try run("forget", "job", "secret-name", "--reason", "A name", "--dry-run")
      #expect(
        planned.output == "job secret-name\n" && planned.errors == "1 job would be forgotten\n")
      try run("show", "job", "secret-name")
      let done = try run(
        "forget", "job", "secret-name", "--reason", "A name", "--as-of", "2026-11-01")
      #expect(done.output == "job secret-name\n" && done.errors == "1 job forgotten\n")
      try run("show", "job", "secret-name", code: 66)
      let left = try folder.shell("! grep -q secret-name a.sqlite*")
      #expect(left.code == 0, "\(left)")

      try bag("new")
      let line = try folder.read("new/data/records/removals.ndjson")
      #expect(line.hasPrefix(#"{"date":"2026-11-01","id_sha256":""#), "\(line)")
      #expect(line.hasSuffix(#"","kind":"job","note":"A name","reason":"forgotten"}"# + "\n"))
      let compared = try run("verify", "new", "--against", "old")
      #expect(compared.output.contains("note     1 forgotten on purpose\n"), "\(compared)")
      #expect(try folder.shell("! grep -rq secret-name new").code == 0)
    }

    @Test func noImportBringsItBack() throws {
      try run("forget", "job", "secret-name", "--reason", "A name")
      let again = try run("import", "a.ndjson", "--again")
      #expect(
        again.errors.contains(
          "7 lines = 0 imported + 0 updated + 4 duplicate + 0 conflict + 0 blank + 3 ignored + 0 "
            + "quarantined\n  forgotten: 3\n"), "\(again)")
      try run("show", "job", "secret-name", code: 66)
      let recorded = try run(
        "record", "job", "create", "--job-id", "secret-name", "--job-type", "build", code: 66)
      #expect(!recorded.output.contains("secret-name"))
      // Also not in an archive that its bag became.
      try bag("bag")
      try run("import", "bag", "--archive", "b.sqlite")
      let restored = try run("import", "a.ndjson", "--archive", "b.sqlite", "--again")
      #expect(restored.errors.contains("+ 3 ignored"), "\(restored)")
    }

    @Test func keepsWhatIsStillNeeded() throws {
      let planned = try run("forget", "--before", "2026-01-01", "--reason", "Old", "--dry-run")
      #expect(planned.output == "job old\ndeployment d0\n", "\(planned)")
      try bag("old")
      let done = try run("forget", "--before", "2026-01-01", "--reason", "Old")
      #expect(done.output == planned.output, "\(done)")
      #expect(
        done.errors.contains(
          "1 job as old stay: live, or named by deployments that stay\n"), "\(done)")
      try run("show", "job", "named")
      try run("show", "deployment", "d1")
      try bag("new")
      let compared = try run("verify", "new", "--against", "old")
      #expect(
        compared.output.contains("2 removed, since they were older than records are kept"),
        "\(compared)")
    }

    @Test func saysWhatItCannotDo() throws {
      let unknown = try run("forget", "job", "secret-nam", "--reason", "x", code: 66)
      #expect(unknown.errors.contains("secret-name"), "\(unknown)")
      try run("forget", "job", "--reason", "x", code: 64)
      try run("forget", "--reason", "x", code: 64)
      try run("forget", "job", "old", code: 64)
      try run("forget", "job", "old", "--before", "2026-01-01", "--reason", "x", code: 64)
      let named = try run("forget", "job", "named", "--reason", "x")
      #expect(named.errors.contains("1 deployment still names the job 'named'"), "\(named)")
      let twice = try run("forget", "job", "named", "--reason", "x", code: 66)
      #expect(twice.errors.contains("forgotten already"), "\(twice)")
    }
  }
}
