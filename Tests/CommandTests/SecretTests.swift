import Foundation
import Redacting
import Testing

/// Secrets planted in every field of records, of what is left out and of names of files.
@Suite struct SecretTests {
  private static let jobTexts = [
    "job_id", "job_type", "source_status", "repo", "ref", "commit_sha", "commit_message",
    "commit_author", "agent_id", "logs_url", "error_message",
  ]
  private static let deploymentTexts = [
    "deployment_id", "service_name", "version", "source_status", "environment", "repo", "ref",
    "commit_sha", "commit_message", "commit_author", "build_job_id", "test_job_id",
    "deploy_job_id", "staging_job_id", "production_job_id", "rolled_back_to", "rollback_reason",
  ]
  private static let mail = "jane.roe@mail.example.org"

  /// A record with `value` in one of its fields, or in metadata or tags.
  private static func record(
    _ kind: String, _ number: Int, _ field: String, _ value: String
  ) throws -> String {
    let time = "2026-10-\(String(format: "%02d", 1 + number % 28))T10:00:00Z"
    var record: [String: Any] =
      kind == "job"
      ? [
        "job_id": "job-\(number)", "job_type": "build", "status": "failed", "created_at": time,
        "completed_at": time,
      ]
      : [
        "deployment_id": "deploy-\(number)", "service_name": "api", "version": "1.\(number)",
        "status": "live", "environment": "production", "created_at": time,
        "production_deployed_at": time, "deployed_to_production": true,
        "build_job_id": "job-\(number)",
      ]
    record["commit_author"] = "Jane Roe <\(mail)>"
    switch field {
    case "tags": record["tags"] = ["a", value]
    case "metadata": record["metadata"] = ["outer": ["inner": ["x", "see \(value) there"]]]
    case "key": record["metadata"] = ["outer": [value: 1]]
    case "logs_url": record[field] = "https://ci.example.org/?q=\(value)&r=1"
    case let field where field.hasSuffix("_id"): record[field] = "x-\(value)"
    default: record[field] = value
    }
    let data = try JSONSerialization.data(
      withJSONObject: record, options: [.sortedKeys, .withoutEscapingSlashes])
    return String(decoding: data, as: UTF8.self)
  }

  /// Each secret in each of the fields.
  private static func lines(_ samples: [(rule: String, text: String, secret: String)]) throws
    -> [String]
  {
    var lines: [String] = []
    for (i, sample) in samples.enumerated() {
      for (kind, texts) in [("job", jobTexts), ("deployment", deploymentTexts)] {
        let fields = texts + ["tags", "metadata", "key"]
        for field in fields { lines.append(try record(kind, lines.count, field, sample.text)) }
      }
      // What is left out: broken JSON, a bad time, an unknown status; cut in the middle.
      let escaped = sample.text.replacingOccurrences(of: "\n", with: "\\n")
      lines.append("{\"job_id\": \"b\(i)\", \"note\": \"\(escaped)\", oops}")
      lines.append(
        "{\"job_id\": \"c\(i)\", \"job_type\": \"x\", \"status\": \"failed\", \"created_at\": \"\(escaped)\"}"
      )
      lines.append("{\"job_id\": \"d\(i)\", \"job_type\": \"x\", \"status\": \"\(escaped)\"}")
      let filler = String(repeating: "f ", count: (4096 - 60) / 2)
      lines.append("{\"job_id\": \"e\(i)\", \"a\": \"\(filler)\", \"t\": \"\(escaped)\", oops}")
    }
    return lines
  }

  @Test func publishesNoSecretAnywhere() throws {
    var made = SecretSamples(seed: 20)
    let samples = made.everyRule()
    #expect(Set(samples.map(\.rule)) == Set(Redactor.standard.ruleNames))
    let folder = try TestFolder()
    var fileSecrets = SecretSamples(seed: 21)
    let named = fileSecrets.all()[0]
    let file = "records-\(named.text).ndjson"
    try folder.write(file, try SecretTests.lines(samples).joined(separator: "\n") + "\n")
    let outcome = try folder.rollbook(
      "build", file, "-o", "public", "--as-of", "2026-11-01", "--max-errors", "100%",
      "--report", "report.json", "--sync", "none")
    #expect(outcome.code == 0, "\(outcome)")
    // A cut piece is enough, as a slug in a file's name would show it; the local part of an address
    // alone is too much.
    var pieces = (samples + [named]).flatMap { sample in
      [sample.secret.prefix(12), sample.secret.suffix(12)].map { (sample.rule, String($0)) }
    }
    pieces.append(("an address", String(SecretTests.mail.prefix(8))))
    let search = PieceSearch(pieces)
    let tree = try FileTree("\(folder.path)/public")
    #expect(tree.files.count > samples.count * 50)
    var found: [String] = []
    for (path, bytes) in tree.files {
      found += search.found(in: Data(path.utf8)).map { "\($0) in the name \(path)" }
      found += search.found(in: bytes).map { "\($0) in \(path)" }
    }
    for (place, text) in [
      ("stdout", outcome.output), ("stderr", outcome.errors),
      ("the report", try folder.read("report.json")),
    ] {
      found += search.found(in: Data(text.utf8)).map { "\($0) in \(place)" }
    }
    #expect(found.isEmpty, "\(found.prefix(20))")
    try SecretTests.expectCounts(tree, Set(samples.map(\.rule)))
  }

  /// Each rule is named and counted.
  private static func expectCounts(_ tree: FileTree, _ rules: Set<String>) throws {
    let json = try #require(tree.files["build.json"])
    let build = try #require(JSONSerialization.jsonObject(with: json) as? [String: Any])
    let redacted = try #require(build["redacted"] as? [String: Int])
    for rule in rules { #expect(redacted[rule] ?? 0 > 0, "\(rule) is not counted") }
    let page = String(decoding: try #require(tree.files["data-quality.html"]), as: UTF8.self)
    #expect(page.contains("<code>github-pat</code>"))
  }

  @Test func keepsEveryRecordThoughItsIdIsRedacted() throws {
    var made = SecretSamples(seed: 22)
    let tokens =
      made.all().filter { $0.rule == "github-pat" && $0.text.hasPrefix("ghp_") }
      + {
        var more = SecretSamples(seed: 23)
        return [more.all()[0]]
      }()
    let folder = try TestFolder()
    let lines = try tokens.enumerated().flatMap { i, token in
      [
        try SecretTests.record("deployment", i, "deployment_id", token.text),
        try SecretTests.record("deployment", 10 + i, "service_name", token.text),
      ]
    }
    try folder.write("records.ndjson", lines.joined(separator: "\n"))
    let outcome = try folder.rollbook(
      "build", "records.ndjson", "-o", "public", "--as-of", "2026-11-01")
    #expect(outcome.code == 0, "\(outcome)")
    let tree = try FileTree("\(folder.path)/public")
    let pages = tree.files.keys.filter {
      $0.hasPrefix("deployments/") && $0.hasSuffix(".html") && !$0.contains("months")
    }
    #expect(pages.count == lines.count, "\(pages)")
    let services = tree.files.keys.filter {
      $0.hasPrefix("services/") && $0.hasSuffix(".html") && !$0.contains("releases")
    }
    #expect(services.count == 1 + tokens.count, "\(services)")
    for path in services where path.contains("redacted") {
      let page = String(decoding: tree.files[path] ?? Data(), as: UTF8.self)
      #expect(page.contains("1 deployment"), "\(path) has lost its deployments")
    }
  }

  @Test func isTheSameSiteEveryTime() throws {
    var made = SecretSamples(seed: 24)
    let samples = made.all()
    let folder = try TestFolder()
    let lines = try SecretTests.lines(samples).filter { !$0.contains("oops") }
    try folder.write("a.ndjson", lines.joined(separator: "\n"))
    for (file, site) in [("a.ndjson", "one"), ("a.ndjson", "two")] {
      let outcome = try folder.rollbook(
        "build", file, "-o", site, "--as-of", "2026-11-01", "--max-errors", "100%")
      #expect(outcome.code == 0, "\(outcome)")
    }
    let one = try FileTree("\(folder.path)/one")
    let two = try FileTree("\(folder.path)/two")
    #expect(one.files == two.files)
  }
}
