import Foundation
import Testing

extension CommandTests {
  /// Mistakes in a user's templates are found before anything is published.
  @Suite struct TemplateMistakeTests {
    struct Mistake: CustomTestStringConvertible, Sendable {
      let name: String
      let body: String
      /// Line and column in the file, and what the message says.
      let place: String
      let message: String
      /// The line with the mistake, and the caret below it.
      let line: String
      let caret: String

      var testDescription: String { name }
    }

    static let mistakes = [
      Mistake(
        name: "an unknown name", body: "# {{as_off}}\n", place: "5:3",
        message: "unknown name 'as_off'; did you mean 'as_of'?", line: "# {{as_off}}",
        caret: "  ^"),
      Mistake(
        name: "an unknown name in a section",
        body: "# {{as_of}}\n\n{{#services}}\n- {{servce_name}}\n{{/services}}\n", place: "8:3",
        message: "unknown name 'servce_name'; did you mean 'service_name'?",
        line: "- {{servce_name}}", caret: "  ^"),
      Mistake(
        name: "an unclosed section", body: "# {{as_of}}\n\n{{#services}}\n- x\n", place: "7:1",
        message: "section 'services' is not closed", line: "{{#services}}", caret: "^"),
      Mistake(
        name: "a section closed by another name",
        body: "# {{as_of}}\n\n{{#services}}\n- x\n{{/service}}\n", place: "9:1", message: "service",
        line: "{{/service}}", caret: "^"),
      Mistake(
        name: "a value in an unquoted attribute", body: "# {{as_of}}\n\nx <a href={{lead}}>y</a>\n",
        place: "7:11", message: "put its value in double quotes", line: "x <a href={{lead}}>y</a>",
        caret: "          ^"),
      Mistake(
        name: "data as an address", body: "# {{as_of}}\n\n[x]({{lead}})\n", place: "7:5",
        message: "'lead' is no link", line: "[x]({{lead}})", caret: "    ^"),
      Mistake(
        name: "a value as the name of a tag", body: "# {{as_of}}\n\nx <{{lead}}>\n", place: "7:4",
        message: "stands inside an HTML tag", line: "x <{{lead}}>", caret: "   ^"),
      Mistake(
        name: "a missing partial", body: "# {{as_of}}\n\n{{> service-tabel}}\n", place: "7:1",
        message: "service-table", line: "{{> service-tabel}}", caret: "^"),
    ]

    @Test(arguments: mistakes)
    func namesThePlaceAndLeavesTheOldSite(_ mistake: Mistake) throws {
      let folder = try TestFolder()
      try folder.write("a.ndjson", #"{"job_id":"a1","job_type":"build","status":"success"}"#)
      #expect(try folder.build("a.ndjson").code == 0)
      let before = try FileStamps(folder.path + "/site")
      try folder.write("mine/pages/home.md", "---\ntitle: Mine\n---\n\n" + mistake.body)
      let outcome = try folder.build("a.ndjson", "--templates", "mine", "--quiet")
      #expect(outcome.code == 1, "\(outcome)")
      let place = "mine/pages/home.md:\(mistake.place): error: "
      #expect(outcome.errors.contains(place), "\(outcome)")
      #expect(outcome.errors.contains(mistake.message), "\(outcome)")
      #expect(outcome.errors.contains("\n\(mistake.line)\n\(mistake.caret)\n"), "\(outcome)")
      #expect(before.differences(from: try FileStamps(folder.path + "/site")) == [])
    }

    @Test func tellsAllMistakesAtOnce() throws {
      let folder = try TestFolder()
      try folder.write("a.ndjson", #"{"job_id":"a1","job_type":"build","status":"success"}"#)
      try folder.write("mine/pages/home.md", "---\ntitle: Mine\n---\n# {{a}}\n\n{{b}}\n")
      try folder.write("mine/pages/job.md", "---\ntitle: Mine\n---\n# {{c}}\n")
      try folder.write("mine/layout.html", "<!doctype html>\n<title>{{d}}</title>{{> content}}\n")
      let outcome = try folder.build("a.ndjson", "--templates", "mine")
      #expect(outcome.code == 1)
      for place in ["home.md:4:3", "home.md:6:1", "job.md:4:3", "layout.html:2:8"] {
        #expect(outcome.errors.contains("\(place): error: "), "\(place) in \(outcome)")
      }
      #expect(!folder.exists("site"))
    }

    @Test func replacesOneFileAndKeepsTheOthers() throws {
      let folder = try TestFolder()
      try folder.writeSample("sample.ndjson")
      try folder.write(
        "mine/pages/404.md", "---\ntitle: Gone\n---\n# Our own words\n\n[Home]({{home_path}})\n")
      let outcome = try folder.build("sample.ndjson", "--templates", "mine")
      #expect(outcome.code == 0, "\(outcome)")
      let site = try FileTree(folder.path + "/site")
      #expect(try SmallSample.site.get().differences(from: site) == ["404.html"])
      #expect(try folder.read("site/404.html").contains("<h1>Our own words</h1>"))
    }

    @Test func namesAFileThatNoPageUses() throws {
      let folder = try TestFolder()
      try folder.write("a.ndjson", #"{"job_id":"a1","job_type":"build","status":"success"}"#)
      try folder.write("mine/pages/hoem.md", "x")
      let outcome = try folder.build("a.ndjson", "--templates", "mine", "--quiet")
      #expect(outcome.code == 0)
      #expect(
        outcome.errorLines == ["rollbook: warning: mine/pages/hoem.md: no page uses this file"])
    }
  }
}
