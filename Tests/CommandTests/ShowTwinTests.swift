import Foundation
import Sampling
import Testing

extension CommandTests {
  /// `show --json` and `list --json` print what a site built on the same day has in its files.
  @Suite struct ShowTwinTests {
    /// A file of the site, and the arguments that ask for the same.
    private struct Question {
      let arguments: [String]
      let file: String
    }

    @Test func printsTheBytesOfTheSitesFiles() throws {
      let folder = try TestFolder()
      try writeSample(
        SampleOptions(jobs: 100, deployments: 40), to: "\(folder.path)/sample.ndjson")
      try build(folder, "sample.ndjson")
      let questions = try questions(of: folder)
      #expect(questions.count > 100)
      for question in questions { try compare(question, in: folder) }
    }

    @Test(arguments: ["people: initials\ntime_zone: Asia/Kathmandu\n", "redaction: off\n"])
    func printsTheSameOfHostileRecords(settings: String) throws {
      let folder = try TestFolder()
      try folder.writeLines("hostile.ndjson", HostileQuestions.lines)
      try folder.write(
        "rollbook.yml", "archive: archive.sqlite\noutput: site\n" + settings)
      try build(folder, "hostile.ndjson")
      let questions = try questions(of: folder)
      #expect(questions.count > 30)
      let isRedacted = questions.contains {
        $0.arguments.last?.hasPrefix("build-[redacted:") == true
      }
      #expect(isRedacted == !settings.contains("redaction: off"))
      for question in questions { try compare(question, in: folder) }
      // The ids as they are in the records, some of which no page shows.
      for id in HostileQuestions.jobs { try compare("job", id, in: folder, questions) }
      for id in HostileQuestions.deployments {
        try compare("deployment", id, in: folder, questions)
      }
    }

    @Test func answersForAJobThatHasNoPage() throws {
      let folder = try TestFolder()
      let old =
        #"{"job_id":"old-1","job_type":"build","status":"failed","exit_code":0,"#
        + #""completed_at":"2024-01-05T10:00:00Z"}"#
      try folder.write("a.ndjson", old + "\n")
      try build(folder, "a.ndjson")
      #expect(
        !folder.exists(
          "site/api/dashboard/jobs"
            + "/id/-1/old-1.json"))
      let short = try folder.rollbook(
        "show", "job", "old-1", "--json", "--archive", "archive.sqlite")
      #expect(
        try folder.rollbook(
          "build", "-o", "all", "--archive", "archive.sqlite", "--job-pages",
          "all", "--as-of", "2026-11-01", "--sync", "none"
        ).code == 0)
      #expect(short.output == (try folder.read("all/api/dashboard/jobs/id/-1/old-1.json")))
    }

    // MARK: - Asking

    private func build(_ folder: TestFolder, _ source: String) throws {
      let outcome = try folder.build(source, "--archive", "archive.sqlite")
      try #require(outcome.code == 0, "\(outcome)")
    }

    /// One for each job, deployment and service that has a file, and for both lists.
    private func questions(of folder: TestFolder) throws -> [Question] {
      let files = try FileTree("\(folder.path)/site").files
      return try files.keys.sorted().compactMap { path in
        let parts = path.split(separator: "/")
        switch (parts.prefix(2).joined(separator: "/"), parts.count) {
        case ("api/services.json", 2):
          return Question(arguments: ["list", "services"], file: path)
        case ("api/rollbacks.json", 2):
          return Question(arguments: ["list", "rollbacks"], file: path)
        case ("api/services", 3):
          return try question("service", "service_name", path, folder)
        case ("api/dashboard", 6) where parts[3] == "id":
          return parts[2] == "jobs"
            ? try question("job", "job_id", path, folder)
            : try question("deployment", "deployment_id", path, folder)
        default: return nil
        }
      }
    }

    private func question(
      _ kind: String, _ field: String, _ path: String, _ folder: TestFolder
    ) throws -> Question {
      let twin = try JSON.object(folder.read("site/\(path)"))
      let id = try #require(twin[field] as? String)
      return Question(arguments: ["show", kind, "--", id], file: path)
    }

    private func compare(_ question: Question, in folder: TestFolder) throws {
      let options = ["--json", "--archive", "archive.sqlite", "--as-of", SmallSample.asOf]
      let arguments = question.arguments
      let outcome = try folder.start(
        Array(arguments.prefix(2)) + options + Array(arguments.dropFirst(2))
      ).finish()
      #expect(outcome.code == 0 && outcome.errors.isEmpty, "\(arguments): \(outcome)")
      #expect(
        Data(outcome.output.utf8) == (try folder.bytes("site/\(question.file)")),
        "\(arguments) is not \(question.file)")
    }

    private func compare(
      _ kind: String, _ id: String, in folder: TestFolder, _ questions: [Question]
    ) throws {
      let outcome = try folder.rollbook(
        "show", kind, "--json", "--archive", "archive.sqlite", "--as-of", SmallSample.asOf, "--", id
      )
      #expect(outcome.code == 0, "\(id): \(outcome)")
      let isThere = try questions.contains {
        try folder.bytes("site/\($0.file)") == Data(outcome.output.utf8)
      }
      #expect(isThere, "no file of the site has what is printed for \(id)")
    }
  }
}

/// Ids, names and texts that something could go wrong with.
private enum HostileQuestions {
  private static let token = "ghp_" + "0123456789abcdefghij" + "ABCDEFGHIJ012345"
  private static let ids = [
    "plain-1", "-leading", "UPPER", "upper", "a/b", "..", "con", "x", "e\u{301}", "é", "a b",
    "tab\there", "line\nfeed", "esc\u{1B}[31m", "\u{202E}rtl", "<b>&amp;", "日本", "🚀",
    String(repeating: "long", count: 75), "build-\(token)", "mail me@here.example",
    "[redacted:github-pat]~0123", "%2e%2e", "quote\"'`$(id)",
  ]

  static let jobs = ids.map { "job \($0)" } + ids
  static let deployments = ids.map { "dep \($0)" }

  static var lines: [Substring] {
    let jobLines = jobs.enumerated().map { i, id in
      record([
        "job_id": id, "job_type": "build \(id)", "status": ["success", "failed", "odd"][i % 3],
        "commit_author": "Ada \(id) <ada@here.example>", "error_message": "with \(token) \(id)",
        "agent_id": id, "completed_at": "2026-10-\(10 + i % 20)T10:00:00Z", "exit_code": 0,
        "metadata": ["author": "Bob", id: [id, 1.5]],
        "logs_url": "https://u:p@ci.example/?token=\(i)",
      ])
    }
    let deploymentLines = deployments.enumerated().map { i, id in
      record([
        "deployment_id": id, "service_name": ids[i % 12], "version": "1.\(i / 3) \(ids[i])",
        "status": i % 4 == 3 ? "rolled_back" : "live",
        "environment": i % 2 == 0 ? "production" : id,
        "deployed_to_production": true, "build_job_id": jobs[i], "test_job_id": "nowhere \(id)",
        "production_deployed_at": "2026-10-\(10 + i % 20)T11:00:00Z", "rolled_back_to": ids[i],
        "rollback_reason": "because of \(token)",
      ])
    }
    return (jobLines + deploymentLines).map { Substring($0) }
  }

  private static func record(_ fields: [String: Any]) -> String {
    let data = try? JSONSerialization.data(withJSONObject: fields, options: [.sortedKeys])
    return String(decoding: data ?? Data(), as: UTF8.self)
  }
}
