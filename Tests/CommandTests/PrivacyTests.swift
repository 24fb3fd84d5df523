import Foundation
import Testing

extension CommandTests {
  /// What the configuration says about people and secrets, through the program.
  @Suite struct PrivacyTests {
    private static let token = "acme_" + String(repeating: "aB3", count: 8)
    private static let record = """
      {"job_id":"j1","job_type":"build","status":"failed","completed_at":"2026-10-30T00:00:00Z",\
      "commit_author":"Grace Hopper <grace@navy.example>","error_message":"with \(token)",\
      "commit_message":"Fix it\\n\\nCo-authored-by: Ada Lovelace <ada@engine.example>",\
      "metadata":{"actor":{"login":"ghopper","email":"grace@navy.example"}}}

      """

    private func site(_ settings: String) throws -> (folder: TestFolder, text: String) {
      let folder = try TestFolder()
      try folder.write("a.ndjson", PrivacyTests.record)
      try folder.write(
        "rollbook.yml", "sources: a.ndjson\narchive: a.sqlite\noutput: site\n" + settings)
      let outcome = try folder.rollbook("build", "--as-of", "2026-11-01", "--sync", "none")
      #expect(outcome.code == 0, "\(outcome)")
      let files = try FileTree("\(folder.path)/site").files.values
      return (folder, files.map { String(decoding: $0, as: UTF8.self) }.joined())
    }

    private func inArchive(_ text: String, _ folder: TestFolder) throws -> Bool {
      let names = try folder.names.filter { $0.hasPrefix("a.sqlite") }
      return try names.contains { try folder.bytes($0).range(of: Data(text.utf8)) != nil }
    }

    @Test(arguments: ["names", "initials", "none"])
    func showsPeopleAsTold(policy: String) throws {
      let (folder, text) = try site("people: \(policy)\n")
      #expect(!text.contains("navy.example") && !text.contains("engine.example"))
      #expect(text.contains("Grace Hopper") == (policy == "names"))
      #expect(text.contains("Ada Lovelace") == (policy == "names"))
      #expect(text.contains("ghopper") == (policy == "names"))
      #expect(text.contains("GH") == (policy == "initials"))
      #expect(try inArchive("Grace Hopper", folder))
    }

    @Test func replacesBySomebodysOwnRules() throws {
      let rule =
        "redaction_rules:\n  - {name: acme-token, prefix: acme_, characters: A-Za-z0-9, length: 24}\n"
      let (folder, text) = try site(rule)
      #expect(!text.contains(PrivacyTests.token))
      #expect(text.contains("with [redacted:acme-token]"))
      #expect(try inArchive(PrivacyTests.token, folder))
      let build = try JSON.object(folder.read("site/build.json"))
      #expect(build["redacted"] as? [String: Int] == ["acme-token": 1])
      let missing = try folder.rollbook("import", "\(PrivacyTests.token).ndjson")
      #expect(missing.code == 66)
      #expect(missing.errors.contains("[redacted:acme-token].ndjson"), "\(missing)")
    }

    @Test func keepsSecretsOutOfTheArchiveIfTold() throws {
      let rule =
        "redaction: archive\nredaction_rules:\n"
        + "  - {name: acme-token, prefix: acme_, characters: A-Za-z0-9, length: 20-30}\n"
      let (folder, text) = try site(rule)
      #expect(!text.contains(PrivacyTests.token))
      #expect(try !inArchive(PrivacyTests.token, folder))
    }

    @Test func saysThatTheArchiveStillHoldsWhatCameBefore() throws {
      let folder = try TestFolder()
      let token = "ghp_A1b2C3d4E5f6G7h8I9j0K1l2M3n4O5p6Q7r8"
      try folder.write(
        "a.ndjson", #"{"job_id":"j1","job_type":"b","error_message":"\#(token)"}"# + "\n")
      try folder.write("rollbook.yml", "sources: a.ndjson\narchive: a.sqlite\noutput: site\n")
      func build() throws -> Outcome {
        try folder.rollbook("build", "--as-of", "2026-11-01", "--sync", "none")
      }
      #expect(try build().code == 0)
      try folder.write(
        "rollbook.yml", try folder.read("rollbook.yml") + "redaction: archive\n")
      let outcome = try build()
      #expect(outcome.code == 0, "\(outcome)")
      #expect(!outcome.errors.contains("skipped"), "\(outcome)")
      #expect(outcome.errors.contains("the archive holds 1 secret from before"), "\(outcome)")
    }

    @Test func leavesThemIfToldAndNeverAnAddress() throws {
      let github = "ghp_A1b2C3d4E5f6G7h8I9j0K1l2M3n4O5p6Q7r8"
      let folder = try TestFolder()
      try folder.write(
        "a.ndjson",
        #"{"job_id":"j1","job_type":"b","error_message":"\#(github) a@b.example"}"# + "\n")
      try folder.write("rollbook.yml", "sources: a.ndjson\noutput: site\nredaction: off\n")
      #expect(try folder.rollbook("build", "--as-of", "2026-11-01").code == 0)
      let page = try folder.read("site/jobs/j1/j1.html")
      #expect(page.contains(github) && !page.contains("a@b.example"))
    }

    @Test(arguments: [
      (
        "redaction: maybe\n",
        "rollbook.yml:1:1: error: 'redaction' is one of 'published', 'archive', 'off'"
      ),
      ("people: some\n", "rollbook.yml:1:1: error: 'people' is one of 'names', 'initials', 'none'"),
      (
        "redaction_rules:\n  - {name: A, prefix: acme_, characters: a-z, length: 8}\n",
        "rollbook.yml:2:5: error: 'A' is no name"
      ),
      (
        "redaction_rules:\n  - {name: a, prefix: acme_, characters: a-z, length: x}\n",
        "rollbook.yml:2:5: error: 'length' is"
      ),
      ("redaction_rules:\n  - {nam: a}\n", "rollbook.yml:2:6: error: a rule has no key 'nam'"),
      ("apply_deletes: yes please\n", "rollbook.yml:1:1: error: 'apply_deletes' is true or false"),
      ("max_age: soon\n", "rollbook.yml:1:10: error: 'max_age' is"),
      ("environments:\n  prod: [a]\n", "error: unknown key 'prod'"),
      ("sources:\n  - max_age: 36h\n", "rollbook.yml:2:5: error: a source needs a 'path'"),
      ("sources:\n  - {path: a, presett: github}\n", "error: unknown key 'presett'"),
    ])
    func saysWhatIsWrong(yaml: String, message: String) throws {
      let folder = try TestFolder()
      try folder.write("rollbook.yml", yaml)
      let outcome = try folder.rollbook("build")
      #expect(outcome.code == 64, "\(outcome)")
      #expect(outcome.errors.contains(message), "\(outcome)")
    }
  }
}
