import Foundation
import Site
import Testing

extension CommandTests {
  /// `template`, `check` and `config`.
  @Suite struct TemplateCommandTests {
    @Test func listsFilesWithWhereTheyComeFrom() throws {
      let folder = try TestFolder()
      try folder.write("mine/pages/home.md", "x")
      try folder.write("mine/assets/plan.svg", "x")
      let outcome = try folder.rollbook("template", "list", "--templates", "mine")
      #expect(outcome.code == 0, "\(outcome)")
      let lines = outcome.output.split(separator: "\n")
      #expect(lines.contains { $0.wholeMatch(of: /pages\/home\.md +mine\/pages\/home\.md/) != nil })
      #expect(
        lines.contains { $0.wholeMatch(of: /assets\/plan\.svg +mine\/assets\/plan\.svg/) != nil })
      #expect(lines.contains { $0.wholeMatch(of: /layout\.html +built in/) != nil })
    }

    @Test(arguments: [
      ("home", "pages/home.md"), ("layout", "layout.html"), ("count", "partials/count.md"),
      ("style.css", "assets/style.css"), ("pages/404.md", "pages/404.md"),
    ])
    func printsABuiltInFileToBeginFrom(_ name: String, _ path: String) throws {
      let outcome = try TestFolder().rollbook("template", "show", name)
      #expect(outcome.code == 0, "\(outcome)")
      let file = try String(
        contentsOfFile: "\(Program.repository)/Templates/\(path)", encoding: .utf8)
      #expect(outcome.output == file)
    }

    @Test(arguments: ["context", "show"])
    func namesTheNearestOfAnUnknownTemplate(_ command: String) throws {
      let outcome = try TestFolder().rollbook("template", command, "servce")
      #expect(outcome.code == 66, "\(outcome)")
      #expect(
        outcome.errors
          == "rollbook: error: there is no template 'servce'; did you mean 'service'?\n")
    }

    @Test func tellsWhatATemplateSees() throws {
      let outcome = try TestFolder().rollbook("template", "context", "deployment")
      #expect(outcome.code == 0, "\(outcome)")
      let lines = outcome.output.split(separator: "\n").map(String.init)
      let version = try #require(lines.first { $0.hasPrefix("version ") })
      #expect(version.contains(" id "), "\(version)")
      #expect(version.contains("{{version}}"), "\(version)")
      #expect(lines.contains { $0.contains("{{#previous}}...{{/previous}}") }, "\(outcome)")
      // What stands inside is indented.
      #expect(lines.contains { $0.hasPrefix("  version") }, "\(outcome)")
    }

    @Test(arguments: TemplateContext.names)
    func tellsItOfEveryTemplateAsJSON(_ name: String) throws {
      let outcome = try TestFolder().rollbook("template", "context", name, "--json")
      #expect(outcome.code == 0, "\(outcome)")
      let object = try JSON.object(outcome.output)
      #expect(object["template"] as? String == name)
      let fields = try #require(object["fields"] as? [[String: Any]])
      #expect(fields.count > 0)
      for field in fields {
        #expect((field["meaning"] as? String)?.hasSuffix(".") == true, "\(field)")
        #expect((field["tag"] as? String)?.contains(try #require(field["name"] as? String)) == true)
      }
      if name == "layout" || name == "home" {
        #expect(fields.contains { $0["example"] is String }, "\(fields)")
      }
    }

    // MARK: - check

    @Test func findsNothingWrongWithANewFolder() throws {
      let folder = try TestFolder()
      #expect(try folder.rollbook("init").code == 0)
      let outcome = try folder.rollbook("check", "--strict")
      #expect(outcome.code == 0, "\(outcome)")
      #expect(outcome.output.hasPrefix("checked: rollbook.yml, overrides.yml, "), "\(outcome)")
      #expect(outcome.errors == "")
      #expect(try folder.rollbook("check", "--quiet").output == "")
    }

    @Test func tellsEveryMistakeWithItsLineAndACaret() throws {
      let folder = try TestFolder()
      try folder.write(
        "rollbook.yml",
        "sit_name: x\nmax_errors: many\nbudgets: {page: huge}\n")
      let outcome = try folder.rollbook("check")
      #expect(outcome.code == 2, "\(outcome)")
      #expect(
        outcome.output == """
          rollbook.yml:1:1: error: unknown key 'sit_name'; did you mean 'site_name'?
          sit_name: x
          ^
          rollbook.yml:2:1: error: 'max_errors' is a number or a share such as 10%
          max_errors: many
          ^
          rollbook.yml:3:17: error: 'huge' is no size; write one such as 100 kB, or off
          budgets: {page: huge}
                          ^

          """)
    }

    @Test func looksIntoEveryFileThatTheConfigurationNames() throws {
      let folder = try TestFolder()
      try folder.write(
        "rollbook.yml",
        "templates: mine\noverrides: mine.yml\nsources:\n  - {path: a.ndjson, mapping: m.yml}\n")
      try folder.write("m.yml", "feilds: {}\n")
      try folder.write("mine.yml", "- deploymnt: x\n")
      try folder.write("mine/pages/home.md", "---\ntitle: x\n---\n# {{as_off}}\n")
      try folder.write("mine/assets/style.css", "a { background: url(x.png) }\n")
      let outcome = try folder.rollbook("check")
      #expect(outcome.code == 2, "\(outcome)")
      for start in [
        "m.yml:1:1: error: unknown key 'feilds'", "mine.yml:1:3: error: ",
        "mine/pages/home.md:4:3: error: unknown name 'as_off'",
        "mine/assets/style.css:1:21: error: there is no file 'assets/x.png'",
      ] {
        #expect(outcome.output.contains(start), "\(start) in \(outcome)")
      }
      #expect(outcome.errors.contains("a.ndjson"), "\(outcome)")
    }

    @Test func warnsOfWhatDoesNothing() throws {
      let folder = try TestFolder()
      try folder.write(
        "rollbook.yml", "templates: mine\ntheme: {accent: '#005'}\nsources: [gone.ndjson]\n")
      try folder.write("mine/pages/hoem.md", "x")
      try folder.write("mine/partials/mine.md", "x")
      try folder.write("mine/assets/plan.svg", "x")
      try folder.write(
        "mine/layout.html", "<!doctype html>\n<title>{{title}}</title>{{> content}}\n")
      let outcome = try folder.rollbook("check")
      #expect(outcome.code == 0, "\(outcome)")
      for message in [
        "mine/pages/hoem.md: no page uses this file",
        "mine/partials/mine.md: no template or stylesheet names this file",
        "mine/assets/plan.svg: no template or stylesheet names this file",
        "'theme' changes nothing: layout.html does not link {{theme_path}}", "gone.ndjson",
      ] {
        #expect(outcome.errors.contains(message), "\(message) in \(outcome)")
      }
      #expect(outcome.errorLines.count == 5, "\(outcome)")
      #expect(try folder.rollbook("check", "--strict").code == 2)
    }

    @Test func refusesAConfigurationThatIsNotThere() throws {
      #expect(try TestFolder().rollbook("check", "-c", "x.yml").code == 66)
    }

    // MARK: - config

    private func values(_ outcome: Outcome) throws -> [String: [String: String]] {
      let list = try #require(JSON.object(outcome.output)["values"] as? [[String: String]])
      return Dictionary(list.map { ($0["key"] ?? "", $0) }) { first, _ in first }
    }

    @Test func printsWhatCountsAndWhoSaidSo() throws {
      let folder = try TestFolder()
      try folder.write(
        "rollbook.yml", "site_name: Ours\n\ntime_zone: UTC\nsources: [a.ndjson]\noutput: out\n")
      let outcome = try folder.rollbook(
        "config", "--print", "--json", "--archive", "x.sqlite",
        environment: ["ROLLBOOK_TIME_ZONE": "Europe/Berlin"])
      #expect(outcome.code == 0, "\(outcome)")
      let values = try values(outcome)
      for (key, value, from) in [
        ("site_name", "Ours", "rollbook.yml:1"),
        ("time_zone", "Europe/Berlin", "ROLLBOOK_TIME_ZONE"),
        ("sources", "[a.ndjson]", "rollbook.yml:4"), ("output", "out", "rollbook.yml:5"),
        ("archive", "x.sqlite", "--archive"), ("people", "names", "default"),
        ("budgets", "{page: 100 kB, assets: 30 kB}", "default"),
      ] {
        #expect(values[key] == ["key": key, "value": value, "from": from], "\(key)")
      }
      let table = try folder.rollbook("config")
      #expect(table.output.firstMatch(of: /\nsite_name +Ours +rollbook.yml:1\n/) != nil, "\(table)")
    }

    /// Whoever adds a key says what it is in words.
    @Test func printsEveryKeyOfTheScaffold() throws {
      let folder = try TestFolder()
      #expect(try folder.rollbook("init").code == 0)
      let values = try values(folder.rollbook("config", "--json"))
      let yaml = try folder.read("rollbook.yml")
      #expect(values.count > 20)
      for key in values.keys {
        #expect(yaml.contains("\n\(key):") || yaml.contains("\n# \(key):"), "\(key)")
      }
    }
  }
}
