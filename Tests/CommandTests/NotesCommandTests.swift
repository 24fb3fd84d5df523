import Foundation
import Testing

extension CommandTests {
  /// Release notes of a ledger with all that makes them difficult: a failed attempt, a redeployment, a
  /// rollback in place, the rollback of a rollback, two versions in the same second, one commit in two
  /// services, staging.
  @Suite struct NotesCommandTests {
    static let fixtures = "\(Program.repository)/Tests/Fixtures/notes"

    private static func folder(lines: [Substring]? = nil) throws -> TestFolder {
      let folder = try TestFolder()
      let ledger = try String(contentsOfFile: "\(fixtures)/ledger.ndjson", encoding: .utf8)
      let all = lines ?? ledger.split(separator: "\n")
      try folder.write("ledger.ndjson", all.joined(separator: "\n") + "\n")
      try folder.write(
        "rollbook.yml", String(contentsOfFile: "\(fixtures)/rollbook.yml", encoding: .utf8))
      let outcome = try folder.rollbook("import", "ledger.ndjson", "--quiet")
      guard outcome.code == 0 else { throw Problem("\(outcome)") }
      return folder
    }

    private static let shared = Result { try folder() }

    private func notes(_ arguments: [String], in folder: TestFolder? = nil) throws -> Outcome {
      let folder = try folder ?? Self.shared.get()
      return try folder.start(["notes", "--as-of", "2026-09-08"] + arguments).finish()
    }

    // MARK: - As a person would write them

    /// By the name of the file in `Fixtures/notes/expected`.
    static let cases: [(String, String)] = [
      ("latest.md", "--service shop"),
      ("all.md", "--service shop --all --include-staged"),
      ("all.html", "--service shop --all --include-staged --format html"),
      ("all.json", "--service shop --all --include-staged --format json"),
      ("changelog.md", "--service shop --all --include-staged --format keepachangelog"),
      ("context.json", "--service shop --all --format git-cliff-context"),
      ("unreleased.md", "--service shop --unreleased"),
      ("range.md", "--service shop --from 1.0.0 --to 1.3.0"),
      ("services.md", "--from 2026-09-03"),
      ("rollup.md", "--from 2026-09-03 --to 2026-09-05 --group-by type"),
      ("scopes.md", "--service shop --from 1.0.0 --group-by scope"),
      ("staging.md", "--service shop --env staging"),
    ]

    @Test(arguments: cases) func writesWhatAPersonWould(_ file: String, _ arguments: String) throws
    {
      let outcome = try notes(arguments.split(separator: " ").map(String.init))
      #expect(outcome.code == 0 && outcome.errors == "", "\(outcome)")
      let path = "\(Self.fixtures)/expected/\(file)"
      if ProcessInfo.processInfo.environment["UPDATE_GOLDEN"] != nil {
        try FileManager.default.createDirectory(
          atPath: "\(Self.fixtures)/expected", withIntermediateDirectories: true)
        try outcome.output.write(toFile: path, atomically: true, encoding: .utf8)
      }
      let expected = try String(contentsOfFile: path, encoding: .utf8)
      #expect(outcome.output == expected)
    }

    @Test func theOrderOfRecordsDoesNotMatter() throws {
      let ledger = try String(contentsOfFile: "\(Self.fixtures)/ledger.ndjson", encoding: .utf8)
      let reversed = try Self.folder(lines: ledger.split(separator: "\n").reversed())
      for arguments in [["--service", "shop", "--all", "--format", "json"], ["--format", "md"]] {
        let first = try notes(arguments)
        #expect(try notes(arguments).output == first.output)
        #expect(try notes(arguments, in: reversed).output == first.output)
      }
    }

    @Test(arguments: [nil, "keepachangelog", "unconventional"])
    func gitCliffReadsTheContext(_ configuration: String?) throws {
      let folder = try TestFolder()
      let context = try notes(["--service", "shop", "--all", "--format", "git-cliff-context"])
      try folder.write("context.json", context.output)
      let outcome = try PythonScript.run(
        "Notes/git_cliff.py",
        ["\(folder.path)/context.json"] + [configuration].compactMap(\.self), in: folder)
      #expect(outcome.code == 0, "\(outcome)")
      let headings = outcome.output.split(separator: "\n").filter { $0.hasPrefix("## ") }
      let versions = ["1.4.1", "1.4.0", "1.3.0", "1.3.0", "1.2.0", "1.1.0", "1.0.0"]
      #expect(headings.count == versions.count, "\(outcome.output)")
      #expect(zip(headings, versions).allSatisfy { $0.contains($1) }, "\(headings)")
      #expect(outcome.output.lowercased().contains("guess what was meant"))
      #expect(outcome.output.lowercased().contains("update the price list"))
    }

    @Test func withoutCommitsItSaysSo() throws {
      let ledger = try String(contentsOfFile: "\(Self.fixtures)/ledger.ndjson", encoding: .utf8)
      let folder = try Self.folder(
        lines: ledger.split(separator: "\n").filter { $0.contains("deployment_id") })
      let outcome = try notes(["--service", "shop", "--from", "1.0.0"], in: folder)
      #expect(outcome.output.contains("One commit for each deployment: "), "\(outcome)")
      let json = try JSON.object(
        try notes(["--service", "shop", "--format", "json"], in: folder).output)
      let only = try #require((json["notes"] as? [[String: Any]])?.first)
      #expect(only["basis"] as? String == "deployments")
    }

    @Test func peopleAreShownAsThePolicySays() throws {
      let folder = try Self.folder()
      try folder.write("rollbook.yml", folder.read("rollbook.yml") + "people: none\n")
      let all = try notes(["--service", "shop", "--all"], in: folder)
      #expect(all.code == 0 && all.output.contains("guess what was meant"))
      for name in ["Ada", "Cy", "Dee", "Bob", "Eve", "@example.com"] {
        #expect(!all.output.contains(name), "\(name)")
      }
    }

    /// A space missing after the colon is forgiven, unless strictness is asked for.
    @Test func strictnessTakesNothingOnTrust() throws {
      let ledger = try String(contentsOfFile: "\(Self.fixtures)/ledger.ndjson", encoding: .utf8)
      let folder = try Self.folder(
        lines: ledger.replacing("feat(search): guess", with: "feat(search):guess").split(
          separator: "\n"))
      let range = ["--service", "shop", "--from", "1.2.0", "--to", "1.3.0"]
      let lenient = try notes(range, in: folder).output
      #expect(lenient.contains("### Features\n\n- **search:** guess what was meant"), "\(lenient)")
      let strict = try notes(range + ["--strict"], in: folder).output
      #expect(
        strict.contains("### Other changes\n\n- feat(search):guess what was meant"), "\(strict)")
      try folder.write(
        "rollbook.yml",
        folder.read("rollbook.yml").replacing("notes:\n", with: "notes:\n  strict: true\n"))
      #expect(try notes(range, in: folder).output == strict)
    }

    @Test func nothingNewIsNoError() throws {
      let outcome = try notes(["--service", "shop", "--from", "2026-09-04", "--to", "2026-09-04"])
      #expect(outcome.code == 0)
      #expect(outcome.output == "No changes reached `production`.\n")
    }

    // MARK: - Data stays text

    @Test func messagesAreNeverMarkup() throws {
      let hostile = [
        "feat(<b>x</b>): <script>alert(1)</script> [a](javascript:b) **c** `d` # e @f",
        "fix: ![x](http://y) <!-- ``` ~~~ | \\ &amp; {{title}} \u{202E}",
        "# Heading\n\n- list\n\n---\n\n<h1>x</h1>",
      ]
      let harmless = ["feat(scope): words", "fix: words", "Heading"]
      func markup(_ messages: [String]) throws -> [String] {
        var lines: [Substring] = []
        for (i, message) in messages.enumerated() {
          let commit: [String: Any] = [
            "sha": "c\(i)", "parents": i == 0 ? [] : ["c\(i - 1)"], "message": message,
            "committed_at": "2026-09-0\(i + 1)T08:00:00Z", "author": "a\(i)",
          ]
          lines.append(
            Substring(
              String(decoding: try JSONSerialization.data(withJSONObject: commit), as: UTF8.self)))
        }
        lines.append(
          #"{"deployment_id":"d","service_name":"s","version":"1","status":"live","environment":"production","deployed_to_production":true,"production_deployed_at":"2026-09-04T08:00:00Z","commit_sha":"c2"}"#
        )
        let folder = try Self.folder(lines: lines)
        let markdown = try notes(["--service", "s"], in: folder).output
        try folder.write("notes.md", markdown)
        let html = try Program(
          "/usr/bin/cmark-gfm", ["--unsafe", "-e", "table", "-e", "autolink", "notes.md"],
          in: folder.path
        ).finish().output
        let ours = try notes(["--service", "s", "--format", "html"], in: folder).output
        return [html, ours].map { text in
          text.matches(of: /<\/?[a-z0-9]+/).map { String($0.output) }
            .filter { !["<bdi", "</bdi", "<span", "</span"].contains($0) }.joined(separator: " ")
        }
      }
      #expect(try markup(hostile) == markup(harmless))
    }

    // MARK: - Files

    @Test func prependsWhatIsNewAndKeepsTheRest() throws {
      let folder = try Self.folder()
      func prepend(_ version: String) throws -> Outcome {
        try notes(
          [
            "--service", "shop", "--to", version, "--format", "keepachangelog", "--prepend", "C.md",
          ],
          in: folder)
      }
      #expect(try prepend("2026-09-03").code == 0)
      let first = try folder.read("C.md")
      #expect(first.hasPrefix("# Changelog\n"))
      try folder.write(
        "C.md", first.replacing("# Changelog\n", with: "# Ours\n\n```\n## code\n```\n"))
      #expect(try prepend("1.3.0").errors == "")
      let second = try folder.read("C.md")
      let headings = second.split(separator: "\n").filter { $0.hasPrefix("## ") }
      #expect(headings == ["## code", "## [1.3.0] - 2026-09-05", "## [1.2.0] - 2026-09-03"])
      #expect(second.hasPrefix("# Ours\n\n```\n## code\n```\n") && !second.contains("# Changelog"))
      let again = try prepend("1.3.0")
      #expect(again.code == 0)
      #expect(again.errors.contains("C.md: has these notes already; left as it is"), "\(again)")
      #expect(try folder.read("C.md") == second)
      #expect(try folder.names.filter { $0.hasPrefix(".C.md") } == [])
    }

    @Test func writesToAFile() throws {
      let folder = try Self.folder()
      let outcome = try notes(["--service", "shop", "-o", "n.md"], in: folder)
      #expect(outcome.code == 0 && outcome.output == "", "\(outcome)")
      #expect(try folder.read("n.md") == notes(["--service", "shop"]).output)
    }

    @Test func takesATemplateForBothFormats() throws {
      let folder = try Self.folder()
      try folder.write(
        "t.md",
        "{{#notes}}\n# {{service_name}} `{{version}}`\n\n{{#versions}}\n- {{verdict}}\n{{/versions}}\n{{/notes}}\n"
      )
      let arguments = ["--service", "shop", "--template", "t.md"]
      #expect(try notes(arguments, in: folder).output == "# shop `1.4.1`\n\n- live\n")
      let html = try notes(arguments + ["--format", "html"], in: folder).output
      #expect(
        html.contains("<h1><bdi>shop</bdi> <code>1.4.1</code></h1>\n<ul>\n<li>live</li>\n</ul>"))
      for (template, message) in [
        ("# {{versoin}}\n", "t.md:1:3: error: unknown name 'versoin'"),
        ("`a {{as_of}}`\n", "t.md:1:4: error: a value in a code span stands alone in it"),
        ("{{#notes}}\n", "t.md:1:1: error: section 'notes' is not closed"),
      ] {
        try folder.write("t.md", template)
        let outcome = try notes(arguments, in: folder)
        #expect(outcome.code == 1 && outcome.errors.contains(message), "\(outcome)")
      }
    }

    // MARK: - Mistakes

    @Test(
      arguments: [
        ("--service sho", 66, "there is no service 'sho'; did you mean 'shop'?"),
        ("--service shop --env qa", 66, "shop has no environment 'qa'; it has production, staging"),
        ("--service shop --from 9", 66, "no version, commit or deployment '9' of shop was live"),
        (
          "--service shop --to 1.5.0", 66, "'1.5.0' of shop was live in production; the newest that"
        ),
        ("--service shop --from 1.4.1 --to 1.2.0", 64, "was not live in production before '1.2.0'"),
        ("--from 1.2.0", 64, "'1.2.0' is no day or time; a version, commit or deployment needs"),
        ("--latest --all", 64, "say one of --latest, --all, --unreleased"),
        ("--format json --prepend x", 64, "--prepend is for md and keepachangelog"),
        ("--format json --template x", 64, "--template is for md and html"),
        ("--service shop --template none.md", 66, "none.md: no such file"),
      ] as [(String, Int32, String)])
    func saysWhatIsWrong(_ arguments: String, _ code: Int32, _ message: String) throws {
      let outcome = try notes(arguments.split(separator: " ").map(String.init))
      #expect(outcome.code == code, "\(outcome)")
      #expect(outcome.errors.contains(message), "\(outcome)")
      #expect(outcome.output == "")
    }

    @Test(arguments: [
      ("notes: 5", ":2:8: error: 'notes' is a list of keys"),
      ("notes: {link: 5}", ":2:9: error: 'notes' has no key 'link'; did you mean 'links'?"),
      ("notes: {repository: shop}", ":2:21: error: 'repository' is a name such as owner/repo"),
      ("notes: {links: {issue: 'ftp://x/'}}", ":2:24: error: an address begins with https://"),
      ("notes: {links: {issue: 'https://{repo}/'}}", ":2:24: error: the host of an address"),
      (
        "notes: {links: {issue: 'https://x/{sha}'}}",
        ":2:24: error: this address can't have a {sha}"
      ),
      ("notes: {links: {projects: {A: 'https://x/{repo}'}}}", "this address can't have a {repo}"),
      (
        "notes: {sections: [{title: A, types: [feat]}]}",
        "exactly one section has 'content: breaking'"
      ),
      ("notes: {sections: [{types: [feat]}]}", "a section needs a 'title'"),
      ("notes: {sections: [{title: A, content: all}]}", "'content' is breaking, reverts or other"),
    ])
    func saysWhatIsWrongInTheConfiguration(_ line: String, _ message: String) throws {
      let folder = try TestFolder()
      try folder.write("rollbook.yml", "archive: a.sqlite\n\(line)\n")
      let outcome = try folder.start(["notes"]).finish()
      #expect(outcome.code == 64, "\(outcome)")
      #expect(outcome.errors.contains(message), "\(outcome)")
    }

    @Test func sectionsOfTheConfigurationCount() throws {
      let folder = try Self.folder()
      try folder.write(
        "rollbook.yml",
        """
        archive: archive.sqlite
        notes:
          sections:
            - {title: Careful, content: breaking}
            - {title: New, types: [feat, docs]}
            - {title: Back, content: reverts}
            - {title: All else, content: other}
        """)
      let outcome = try notes(
        ["--service", "shop", "--from", "1.0.0", "--to", "1.3.0"], in: folder)
      let headings = outcome.output.split(separator: "\n").filter { $0.hasPrefix("### ") }
      #expect(headings == ["### Careful", "### New", "### All else", "### Deployments"])
      #expect(!outcome.output.contains("https://"), "\(outcome)")
    }
  }
}
