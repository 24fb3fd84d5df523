import Foundation
import Testing

extension CommandTests {
  /// `overrides.yml` from the file to every place that shows what it did, on the story whose every
  /// figure can be counted.
  @Suite struct CorrectionTests {
    private let folder: TestFolder

    init() throws {
      folder = try TestFolder()
      try folder.write("story.ndjson", Story.records.joined(separator: "\n") + "\n")
      try folder.write("rollbook.yml", "sources: [story.ndjson]\narchive: a.sqlite\noutput: site\n")
    }

    /// An entry with an author, a date and a note.
    private static func entry(_ lines: String...) -> String {
      "- "
        + (lines + ["author: Ana", "date: 2026-10-30", "note: The review says so."])
        .joined(separator: "\n  ") + "\n"
    }

    private func correct(_ entries: String...) throws {
      try folder.write("overrides.yml", entries.joined())
    }

    @discardableResult
    private func build() throws -> Outcome {
      let outcome = try folder.rollbook("build", "--as-of", "2026-11-01", "--sync", "none")
      #expect(outcome.code == 0, "\(outcome)")
      return outcome
    }

    private func page(_ path: String) throws -> Value {
      Value(try JSON.object(folder.read("site/\(path)")))
    }

    private func explain(_ arguments: String...) throws -> Value {
      let outcome = try folder.start(
        ["explain"] + arguments + ["--as-of", "2026-11-01", "--json"]
      ).finish()
      #expect(outcome.code == 0, "\(outcome)")
      return Value(try JSON.object(Data(outcome.output.utf8)))
    }

    private func leftOut(_ figure: Value) -> [String: String] {
      Dictionary(figure["left_out"].list.map { ($0["id"].text, $0["reason"].text) }) { a, _ in a }
    }

    private func texts(_ value: Value) -> [String] { value.list.map(\.text) }

    // MARK: - Figures

    @Test func figuresFollowThem() throws {
      try build()
      let before = try page("api/services/shop.json")["headline"]["change_failure_rate"]
      #expect(before.ofCounts == [3, 6])
      // A change that was taken back in earnest is one no more, one that failed is in no figure.
      try correct(
        Self.entry("deployment: d06", "rollback: false"),
        Self.entry("deployment: d08", "exclude: true"))
      try build()
      let figure = try page("api/services/shop.json")["headline"]["change_failure_rate"]
      #expect(figure.ofCounts == [1, 6])
      let explained = try explain("change_failure_rate", "shop")
      #expect(explained.ofCounts == [1, 6])
      #expect(texts(explained["hits"]) == ["d03"])
      #expect(leftOut(explained)["d08"] == "excluded by a correction")
      #expect(texts(explained["counted"]).contains("d06"))
      let naive = try explain("change_failure_rate", "shop", "--convention", "naive")
      #expect(leftOut(naive)["d08"] == "excluded by a correction")
      #expect(try page("api/services/shop.json")["kinds"]["excluded"].integer == 1)
    }

    @Test func anExcludedJobIsInNoRate() throws {
      try build()
      let before = try page("api/jobs.json")["total"].integer
      try correct(Self.entry("job: j06", "exclude: true"))
      try build()
      let figure = try explain("job_failure_rate", "--window", "30d")
      #expect(figure.ofCounts == [2, 7])
      #expect(leftOut(figure)["j06"] == "excluded by a correction")
      #expect(try page("api/index.json")["headline"]["job_failure_rate"].ofCounts == [2, 7])
      #expect(try page("api/jobs.json")["total"].integer == before)
      let html = try folder.read("site/jobs/06/j06.html")
      #expect(html.contains("The review says so."))
      #expect(html.contains("is in no figure"))
    }

    @Test func aDrillIsOnTheTimelineAndInNoCount() throws {
      try build()
      let before = try page("api/rollbacks.json")
      try correct(
        Self.entry("deployment: d03", "drill: true", "reason: The exercise of the summer"))
      try build()
      let after = try page("api/rollbacks.json")
      #expect(after["total"].integer == before["total"].integer - 1)
      #expect(after["drills"].integer == 1)
      #expect(after["rollbacks"].list.count == before["rollbacks"].list.count)
      let row = try #require(
        after["rollbacks"].list.first { $0["from"]["deployment_id"].text == "d03" })
      #expect(row["is_drill"].flag)
      #expect(row["reason"].text == "The exercise of the summer")
      #expect(row["is_reason_corrected"].flag)
      let figure = try explain("change_failure_rate", "shop")
      #expect(texts(figure["hits"]) == ["d05", "d08"])
      #expect(texts(try explain("rollback_rate", "shop")["hits"]) == ["d05"])
      let naive = try explain("change_failure_rate", "shop", "--convention", "naive")
      #expect(!texts(naive["hits"]).contains("d03"))
      #expect(try folder.read("site/rollbacks.html").contains(#"<span class="chip">drill</span>"#))
    }

    @Test func movesTheBlameAndSaysSo() throws {
      try correct(Self.entry("deployment: d07", "rollback: true", "blames: d04"))
      try build()
      let row = try page("api/deployments/../dashboard/deployments/id/04/d04.json")
      #expect(row["rolled_back_by"]["basis"].text == "override")
      #expect(row["corrections"].list.map { $0["id"].text } == ["d07"])
      let html = try folder.read("site/rollbacks.html")
      #expect(html.contains(#"<span class="chip">override</span>"#))
    }

    @Test func wasNotRolledBackWhateverTheRecordSays() throws {
      try correct(Self.entry("deployment: d03", "rolled_back: false"))
      try build()
      let page = try page("api/dashboard/deployments/id/03/d03.json")
      #expect(page["status"].text == "rolled_back")
      #expect(page["outcome"].text == "superseded")
      #expect(page["change_failure"].isNull)
      #expect(page["rolled_back_by"].isNull)
    }

    // MARK: - Services

    @Test func aServiceCountsAsAnother() throws {
      try correct(Self.entry("service: idle", "alias_of: shop"))
      try build()
      let names = try page("api/services.json")["services"].list.map { $0["service_name"].text }
      #expect(names == ["shop"])
      #expect(!folder.exists("site/services/idle.html"))
      let deployment = try page("api/dashboard/deployments/id/16/d16.json")
      #expect(deployment["service_name"].text == "idle")
      #expect(deployment["counted_service"].text == "shop")
      let html = try folder.read("site/deployments/16/d16.html")
      #expect(html.contains(#"href="../../services/shop.html""#))
      #expect(!html.contains("services/idle.html"))
      for name in ["idle", "shop"] {
        let shown = try folder.rollbook("show", "service", name, "--as-of", "2026-11-01", "--json")
        #expect(shown.output == (try folder.read("site/api/services/shop.json")), "\(shown)")
        let list = try folder.read("site/api/dashboard/deployments/service/\(name).json")
        #expect(list.contains("d16") && list.contains("d15"))
      }
      #expect(try explain("deployment_frequency", "idle")["service"].text == "shop")
    }

    // MARK: - Where they are shown

    @Test func allOfThemAreOnAPageWithWhatTheyDid() throws {
      try correct(
        Self.entry("deployment: d06", "rollback: false"), Self.entry("job: j06", "exclude: true"),
        Self.entry("deployment: nowhere", "drill: true"),
        Self.entry("service: idle", "alias_of: shop"))
      let outcome = try build()
      #expect(
        outcome.errors.contains("overrides.yml:11: no source has the deployment 'nowhere'"),
        "\(outcome)")
      let list = try page("api/corrections.json")
      #expect(list["total"].integer == 4)
      #expect(list["unknown"].integer == 1)
      let byID = Dictionary(list["corrections"].list.map { ($0["id"].text, $0) }) { a, _ in a }
      #expect(byID["d06"]?["effect"].text == "forward, was rollback")
      #expect(byID["d06"]?["says"].text == "is no rollback")
      #expect(byID["d06"]?["author"].text == "Ana")
      #expect(byID["d06"]?["date"].text == "2026-10-30")
      #expect(byID["j06"]?["effect"].text == "not counted, was failed")
      #expect(byID["idle"]?["effect"].text == "1 deployment and 0 jobs named so count as shop")
      #expect(byID["nowhere"]?["is_known"].flag == false)
      let findings = try page("api/data-quality.json")["findings"].list
      let row = try #require(findings.first { $0["code"].text == "correction" })
      #expect(row["count"].integer == 4)
      #expect(try folder.read("site/data-quality.html").contains(#"href="corrections.html""#))
      let sheet = try folder.rollbook("show", "deployment", "d06", "--as-of", "2026-11-01")
      #expect(sheet.output.contains("The review says so."), "\(sheet)")
    }

    @Test func theirTextsGoThroughTheFilter() throws {
      let secret = "acme_aXbYcZdQeR"
      try folder.write(
        "rollbook.yml",
        """
        sources: [story.ndjson]
        archive: a.sqlite
        output: site
        people: none
        redaction_rules: [{name: acme, prefix: acme_, characters: A-Za-z, length: 10}]
        """)
      try folder.write(
        "overrides.yml",
        """
        - deployment: d03
          reason: Token \(secret) leaked
          author: Ana Secretive
          date: 2026-10-30
          note: Ask ana@example.com about \(secret)
        """)
      try build()
      for (path, bytes) in try FileTree(folder.path + "/site").files {
        let text = String(decoding: bytes, as: UTF8.self)
        for word in [secret, "Secretive", "ana@example.com"] {
          #expect(!text.contains(word), "\(word) in \(path)")
        }
      }
      #expect(try page("api/corrections.json")["corrections"].list[0]["author"].isNull)
    }

    @Test func everyFileIsAsItsSchemaSays() throws {
      try folder.writeSample("sample.ndjson")
      try folder.write("rollbook.yml", "sources: [story.ndjson, sample.ndjson]\noutput: site\n")
      try correct(
        Self.entry("deployment: d06", "rollback: true", "blames: d04", "reason: Slow"),
        Self.entry("deployment: d03", "drill: true"),
        Self.entry("deployment: d08", "exclude: true"),
        Self.entry("deployment: nowhere", "rolled_back: true"),
        Self.entry("job: j06", "exclude: true"), Self.entry("service: idle", "alias_of: shop"))
      try build()
      let outcome = try PythonScript.run("Schema/validate.py", ["site"], in: folder)
      #expect(outcome.code == 0, "\(outcome)")
    }

    // MARK: - When they come and go

    @Test func theSameOnesAgainChangeNothing() throws {
      try correct(Self.entry("deployment: d06", "rollback: false"))
      try build()
      let before = try FileTree(folder.path + "/site").files
      let again = try build()
      #expect(again.errors.contains("+0 ~0"), "\(again)")
      #expect(try FileTree(folder.path + "/site").files == before)
    }

    @Test func takenOutTheyLeaveNothingBehind() throws {
      try build()
      let before = try FileTree(folder.path + "/site").files
      try correct(
        Self.entry("deployment: d06", "rollback: false"), Self.entry("job: j06", "exclude: true"),
        Self.entry("service: idle", "alias_of: shop"))
      try build()
      #expect(try FileTree(folder.path + "/site").files != before)
      try FileManager.default.removeItem(atPath: folder.path + "/overrides.yml")
      try build()
      // What was published in between is remembered, and nothing else.
      let after = try FileTree(folder.path + "/site").files
      #expect(after.keys == before.keys)
      for (path, bytes) in after where path.hasSuffix(".json") && !path.contains("restatements") {
        let text = String(decoding: bytes, as: UTF8.self).replacing(
          #""is_restated":true"#, with: #""is_restated":false"#)
        #expect(text == String(decoding: before[path] ?? Data(), as: UTF8.self), "\(path)")
      }
    }

    @Test func questionsFollowTheFileAndElseTheArchive() throws {
      try build()
      #expect(try explain("change_failure_rate", "shop").ofCounts == [3, 6])
      try correct(Self.entry("deployment: d08", "exclude: true"))
      #expect(try explain("change_failure_rate", "shop").ofCounts == [2, 5])
      // Without a configuration, those in the archive stay in force.
      try folder.write("elsewhere/empty", "")
      let outcome = try Program(
        Program.rollbook,
        [
          "explain", "change_failure_rate", "shop", "--archive", "../a.sqlite", "--as-of",
          "2026-11-01", "--json",
        ], in: folder.path + "/elsewhere"
      ).finish()
      #expect(outcome.code == 0, "\(outcome)")
      #expect(Value(try JSON.object(Data(outcome.output.utf8))).ofCounts == [2, 5])
    }

    // MARK: - Mistakes

    @Test func aMistakeEndsABuildBeforeItBegins() throws {
      try folder.write(
        "overrides.yml", "- deployment: d06\n  rolback: true\n  author: Ana\n  note: x\n")
      for command in ["build", "import"] {
        let outcome = try folder.rollbook(command)
        #expect(outcome.code == 64, "\(outcome)")
        #expect(
          outcome.errors.contains(
            "overrides.yml:2:3: error: unknown key 'rolback'; did you mean 'rollback'?"),
          "\(outcome)")
        #expect(outcome.errors.contains("overrides.yml:1:3: error: the entry has no 'date'"))
      }
      #expect(!folder.exists("a.sqlite"))
      #expect(!folder.exists("site"))
      // Recording goes on.
      let recorded = try folder.rollbook(
        "record", "job", "create", "--job-id", "new", "--job-type", "build")
      #expect(recorded.code == 0, "\(recorded)")
    }

    @Test func theConfigurationNamesTheFile() throws {
      try folder.write("elsewhere/rollbook.yml", "overrides: ../mine.yml\narchive: ../a.sqlite\n")
      let missing = try folder.rollbook(
        "build", "story.ndjson", "--config", "elsewhere/rollbook.yml")
      #expect(missing.code == 66, "\(missing)")
      #expect(missing.errors.contains("elsewhere/../mine.yml: no such file of corrections"))
      try folder.write("mine.yml", Self.entry("deployment: d08", "exclude: true"))
      let outcome = try folder.rollbook(
        "build", "story.ndjson", "--config", "elsewhere/rollbook.yml", "-o", "site", "--as-of",
        "2026-11-01")
      #expect(outcome.code == 0, "\(outcome)")
      #expect(try page("api/corrections.json")["total"].integer == 1)
    }

    @Test func aNewFolderHasAFileForThemThatIsTheirs() throws {
      let made = try TestFolder()
      #expect(try made.rollbook("init").code == 0)
      let example = try made.read("overrides.yml")
      #expect(example.hasPrefix("# What people say"))
      // Every entry shown in it is right once it is no comment.
      let lines = example.split(separator: "\n", omittingEmptySubsequences: false)
        .drop { !$0.hasPrefix("# - ") }.map { $0.dropFirst(2) }
      try folder.write("overrides.yml", lines.joined(separator: "\n"))
      try build()
      #expect(try page("api/corrections.json")["total"].integer == 6)
      try made.write("overrides.yml", "# mine\n")
      #expect(try made.rollbook("init", "--force").code == 0)
      #expect(try made.read("overrides.yml") == "# mine\n")
    }
  }
}
