import Foundation
import Testing

extension CommandTests {
  /// `inspect`: what is in a source, and a mapping for what nobody knows.
  @Suite struct InspectTests {
    /// A deploy log that somebody wrote at home.
    static let deploys = (0..<30).map { i in
      let environment = ["prod", "stage", "blue"][i % 3]
      let state = i == 8 ? "Weird" : i % 7 == 6 ? "FAILED" : "DEPLOYED"
      return #"{"deployId":"D-\#(i)","appName":"\#(i % 2 == 0 ? "shop" : "cart")","#
        + #""targetEnv":"\#(environment)","appVersion":"1.\#(i)","deployState":"\#(state)","#
        + #""startedAt":"2026-10-01T10:\#(10 + i):00Z","finishedAt":"2026-10-01T10:\#(10 + i):30Z","#
        + #""durationMillis":30000}"# + "\n"
    }.joined()

    private func lines(_ outcome: Outcome) -> [String] {
      outcome.output.split(separator: "\n").map(String.init)
    }

    @Test func aProposedMappingImportsTheSourceAtOnce() throws {
      let folder = try TestFolder()
      try folder.write("deploys.ndjson", InspectTests.deploys)
      let inspected = try folder.rollbook("inspect", "deploys.ndjson", "--write-mapping", "m.yml")
      #expect(inspected.code == 0, "\(inspected)")
      #expect(inspected.errors.contains("m.yml: written"), "\(inspected)")
      for line in [
        "shape         unknown", "finding       no-id: 30", "records       0 jobs, 30 deployments",
        "environment   'blue': 10, not known to be production or staging",
        "environment   'prod': 10, production", "services      2", "versions      30",
        "status        deployment failed: 4, which they call 'FAILED'",
        "unmapped      status 'Weird': 1, meaning unknown", "  deployment_id: deployId",
        "  DEPLOYED: success  # 25 times",
      ] {
        #expect(lines(inspected).contains(line), "\(line) in \(inspected)")
      }
      #expect(!inspected.output.contains("no known vendor's record"))
      #expect(try folder.names == ["deploys.ndjson", "m.yml"])
      let again = try folder.rollbook("inspect", "deploys.ndjson", "--mapping", "m.yml")
      #expect(lines(again).contains("shape         as m.yml maps it"), "\(again)")
      #expect(lines(again).contains("lines         30 = 30 records + 0 blank + 0 ignored + 0 bad"))
      let imported = try folder.rollbook(
        "import", "deploys.ndjson", "--mapping", "m.yml", "--archive", "a.sqlite")
      #expect(imported.code == 0, "\(imported)")
      #expect(imported.errors.contains("30 lines = 30 imported"), "\(imported)")
    }

    @Test func neverWritesOverAFileUnlessTold() throws {
      let folder = try TestFolder()
      try folder.write("deploys.ndjson", InspectTests.deploys)
      try folder.write("m.yml", "mine")
      let refused = try folder.rollbook("inspect", "deploys.ndjson", "--write-mapping", "m.yml")
      #expect(refused.code == 73, "\(refused)")
      #expect(refused.errors == "rollbook: error: m.yml: is there already; --force replaces it\n")
      #expect(try folder.read("m.yml") == "mine")
      let forced = try folder.rollbook(
        "inspect", "deploys.ndjson", "--write-mapping", "m.yml", "--force")
      #expect(forced.code == 0)
      #expect(try folder.read("m.yml").contains("kind: deployments"))
    }

    @Test func readsStandardInputAndPrintsJSON() throws {
      let folder = try TestFolder()
      try folder.write("deploys.ndjson", InspectTests.deploys)
      let outcome = try folder.rollbook("inspect", "-", "--json", input: "deploys.ndjson")
      #expect(outcome.code == 0 && outcome.errors == "", "\(outcome)")
      let object = try JSON.object(outcome.output)
      #expect(object["source"] as? String == "(stdin)")
      #expect(object["format"] as? String == "ndjson")
      #expect(object["proposal_is_complete"] as? Bool == true)
      #expect((object["proposal"] as? String)?.contains("deployId") == true)
      let inner = try #require(object["by_proposal"] as? [String: Any])
      #expect(inner["read"] as? Int == 30)
      let environments = try #require(inner["environments"] as? [[String: Any]])
      #expect(environments.map { $0["class"] as? String } == ["unknown", "production", "staging"])
      let file = try folder.rollbook("inspect", "deploys.ndjson", "--json")
      #expect(
        outcome.output.replacing("(stdin)", with: "deploys.ndjson")
          == file.output.replacing(", the name of the source", with: ""))
    }

    @Test func showsNothingThatATerminalObeys() throws {
      let folder = try TestFolder()
      let odd = #"\u001b[31m\u009b2J\u202e\n"#
      let line =
        #"{"id":"1","a\#(odd)":"x","status":"\#(odd)","env":"\#(odd)","version":"v","app":"\#(odd)"}"#
      try folder.write("x.ndjson", line + "\n")
      let text = try folder.rollbook("inspect", "x.ndjson", "--write-mapping", "m.yml")
      let json = try folder.rollbook("inspect", "x.ndjson", "--json")
      for shown in [text.output, json.output, try folder.read("m.yml")] {
        let bad = shown.unicodeScalars.filter {
          ($0.value < 0x20 && $0 != "\n") || 0x7F...0x9F ~= $0.value || $0.value == 0x202E
        }
        #expect(bad.isEmpty && !shown.isEmpty, "\(shown)")
      }
      let inner = try #require(try JSON.object(json.output)["by_proposal"] as? [String: Any])
      let environments = try #require(inner["environments"] as? [[String: Any]])
      #expect(environments.first?["name"] as? String == "\u{1B}[31m\u{9B}2J\u{202E}\n")
    }

    @Test func saysWhatAProposalLacks() throws {
      let folder = try TestFolder()
      try folder.write(
        "x.ndjson", #"{"deployedAt":"2026-10-01T10:00:00Z","environment":"prod"}"# + "\n")
      let outcome = try folder.rollbook("inspect", "x.ndjson", "--write-mapping", "m.yml")
      #expect(outcome.code == 0)
      #expect(
        outcome.errors.contains("complete 'deployment_id', 'service_name', 'version'"),
        "\(outcome)")
      let imported = try folder.rollbook(
        "import", "x.ndjson", "--mapping", "m.yml", "--archive", "a.sqlite")
      #expect(imported.code == 64, "\(imported)")
      #expect(imported.errors.contains("m.yml:3:1: error: deployments need"), "\(imported)")
    }

    @Test func listsTheTablesOfADatabaseAndMapsThem() throws {
      let folder = try TestFolder()
      let script = """
        sqlite3 r.db "CREATE TABLE runs (id INTEGER PRIMARY KEY, task TEXT, state TEXT, rc INTEGER);
        CREATE TABLE notes (text TEXT);
        INSERT INTO runs VALUES (1, 'build', 'ok', 0), (2, 'test', 'ok', 0), (3, 'test', 'crashed', 1);
        INSERT INTO notes VALUES ('x');"
        """
      #expect(try folder.shell(script).code == 0)
      let outcome = try folder.rollbook("inspect", "r.db", "--write-mapping", "m.yml")
      #expect(outcome.code == 0, "\(outcome)")
      for line in [
        "table         notes: 1 rows: text", "table         runs: 3 rows: id, task, state, rc",
        "records       3 jobs, 0 deployments", "table: runs",
      ] {
        #expect(lines(outcome).contains(line), "\(line) in \(outcome)")
      }
      let imported = try folder.rollbook(
        "import", "r.db", "--mapping", "m.yml", "--archive", "a.sqlite")
      #expect(imported.errors.contains("3 records = 3 imported"), "\(imported)")
    }

    @Test func ofAKnownShapeItWritesWhatMayBeChanged() throws {
      let folder = try TestFolder()
      try folder.write(
        "d.ndjson",
        #"{"deployment_id":"d","service_name":"s","version":"1","environment":"blue"}"# + "\n")
      let outcome = try folder.rollbook("inspect", "d.ndjson", "--write-mapping", "m.yml")
      #expect(outcome.output.contains("shape         Rollbook's own records"), "\(outcome)")
      #expect(
        try folder.read("m.yml").hasSuffix(
          "environments:\n  production: []\n  staging: []\n  other: []\n"))
      let imported = try folder.rollbook(
        "import", "d.ndjson", "--mapping", "m.yml", "--archive", "a.sqlite")
      #expect(imported.errors.contains("1 lines = 1 imported"), "\(imported)")
    }

    @Test func refusesWhatItCannotDo() throws {
      let folder = try TestFolder()
      try folder.write("a.ndjson", MessageTests.good)
      try folder.write("b.ndjson", MessageTests.good)
      try folder.write("m.yml", "kid: jobs\n")
      let runs: [([String], Int32, String)] = [
        (
          ["a.ndjson", "b.ndjson", "--write-mapping", "x.yml"], 64, "takes one source; there are 2"
        ),
        (
          ["a.ndjson", "--write-mapping", "x.yml", "--mapping", "y.yml"], 66, "no such mapping file"
        ),
        (["a.ndjson", "--mapping", "m.yml"], 64, "m.yml:1:1: error: unknown key 'kid'"),
        (["a.ndjson", "--preset", "githb"], 64, "no preset 'githb'"),
        (["a.ndjson", "--write-mapping", "no/x.yml"], 73, "no/x.yml: cannot be written"),
      ]
      for (arguments, code, message) in runs {
        let outcome = try folder.start(["inspect"] + arguments).finish()
        #expect(outcome.code == code, "\(outcome)")
        #expect(outcome.errors.contains(message), "\(outcome)")
      }
      #expect(try folder.names == ["a.ndjson", "b.ndjson", "m.yml"])
    }
  }
}
