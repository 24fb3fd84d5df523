import Foundation
import Testing

extension CommandTests {
  /// Gates that the configuration lists.
  @Suite struct GateListTests {
    private func folder(_ gates: String) throws -> TestFolder {
      let folder = try TestFolder()
      let jobs = (0..<40).map { i in
        #"{"job_id":"j\#(i)","job_type":"t","status":"\#(i < 20 ? "failed" : "success")","#
          + #""completed_at":"2026-10-20T12:00:00Z"}"#
      }
      try folder.write("a.ndjson", jobs.joined(separator: "\n") + "\n")
      try folder.write("rollbook.yml", "archive: a.sqlite\n" + gates)
      return folder
    }

    private func gate(_ folder: TestFolder, _ options: String...) throws -> Outcome {
      #expect(try folder.rollbook("import", "a.ndjson", "--quiet").code == 0)
      return try folder.start(["gate", "--as-of", "2026-11-01"] + options).finish()
    }

    @Test func holdsAllAndNamesThoseThatFail() throws {
      let folder = try folder(
        """
        gates:
          - {metric: job_failure_rate, max: 10%}
          - {metric: job_failure_rate, max: 40%}
          - {metric: job_failure_rate, window: 7d, max: 0.1, on_no_data: pass}
          - {metric: change_failure_rate, max: 15%}
        """)
      let outcome = try gate(folder)
      #expect(outcome.code == 3, "\(outcome)")
      let verdicts = outcome.output.split(separator: "\n").filter { $0.hasPrefix("### ") }
        .map { $0.split(separator: ": ").last.map(String.init) ?? "" }
      #expect(verdicts == ["failed", "passed, with a warning", "no data", "no data"], "\(outcome)")
      let errors = outcome.errors.split(separator: "\n")
      #expect(errors.count { $0.contains("error: ") } == 2, "\(outcome)")
      #expect(errors.count { $0.contains("warning: ") } == 2, "\(outcome)")
      let json = try JSON.object(try gate(folder, "--json").output)
      #expect(json["count"] as? Int == 4)
    }

    @Test func passesIfAllDo() throws {
      let folder = try folder("gates:\n  - metric: job_failure_rate\n    max: 90%\n")
      let outcome = try gate(folder)
      #expect(outcome.code == 0, "\(outcome)")
      #expect(outcome.errors == "")
    }

    @Test(arguments: [
      ("gates: 5", "rollbook.yml:2:1: error: 'gates' is a list of gates"),
      (
        "gates:\n  - {max: 5%}", "rollbook.yml:3:5: error: a gate needs a 'metric': one of job_fail"
      ),
      (
        "gates:\n  - {metric: job_failure, max: 5%}",
        "3:14: error: 'metric' is one of job_failure_rate"
      ),
      (
        "gates:\n  - {metric: run_time, max: 5%}", "3:5: error: '5%': run_time takes a time such as"
      ),
      ("gates:\n  - {metric: run_time}", "3:5: error: say one of a highest value, a lowest one"),
      ("gates:\n  - {metric: run_time, max: 5m, min: 1m}", "3:5: error: say one of"),
      ("gates:\n  - {metric: run_time, maximum: 5m}", "3:24: error: a gate has no key 'maximum'"),
      (
        "gates:\n  - {metric: run_time, max: 5m, window: 7}", "'window' is a number of days such as"
      ),
      ("gates:\n  - {metric: run_time, max: 5m, environment: eu}", "jobs have no environment"),
      (
        "gates:\n  - {metric: run_time, max: 5m, on_no_data: maybe}", "'on_no_data' is pass or fail"
      ),
    ])
    func saysWhatIsWrong(gates: String, message: String) throws {
      let outcome = try folder(gates).rollbook("gate")
      #expect(outcome.code == 64, "\(outcome)")
      #expect(outcome.errors.contains(message), "\(outcome)")
    }

    @Test func asksForAFigureIfThereIsNone() throws {
      let outcome = try gate(try folder(""))
      #expect(outcome.code == 64, "\(outcome)")
      #expect(outcome.errors.contains("list 'gates' in the configuration"), "\(outcome)")
      let mixed = try gate(try folder(""), "--max", "5%")
      #expect(mixed.code == 64, "\(mixed)")
    }

    @Test func namesAServiceThatIsNotThere() throws {
      let folder = try folder("gates:\n  - {metric: job_failure_rate, service: apo, max: 5%}\n")
      let outcome = try gate(folder)
      #expect(outcome.code == 66, "\(outcome)")
      #expect(outcome.errors.contains("there is no service 'apo'"), "\(outcome)")
    }
  }
}
