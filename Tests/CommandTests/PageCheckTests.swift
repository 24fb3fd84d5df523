import Foundation
import Testing

extension CommandTests {
  /// What every build checks of the pages it writes: links and sizes.
  @Suite struct PageCheckTests {
    struct Link: CustomTestStringConvertible, Sendable {
      let html: String
      /// What is said of it; nil for a good one.
      var complaint: String?

      init(_ html: String, _ complaint: String? = nil) {
        self.html = html
        self.complaint = complaint
      }

      var testDescription: String { html }
    }

    static let links = [
      Link("[a](services.html)"),
      Link("[a](services.html?sort=name#main)"),
      Link("[a](./services.html)"),
      Link("[a](services%2Ehtml)"),
      Link("[a](jobs.html#months)"),
      Link("[a](#main)"),
      Link("[a](#top) [b](#)"),
      Link("[a](#mine) <b id=mine>x</b>"),
      Link("<p id='a&amp;b'></p>[a](#a&amp;b)"),
      Link("[a](https://example.com/nowhere.html) [b](mailto:a@example.com) [c](//example.com/x)"),
      Link("[a](/elsewhere.html)"),
      Link("[a](/reports/services.html)"),
      Link("<!-- <a href=\"nowhere.html\"> -->"),
      Link("<script type=\"application/json\">\"<a href='nowhere.html'>\"</script>"),
      Link("[a](api/services.json#x)"),
      Link(
        "[a](nowhere.html)", "the link 'nowhere.html' leads nowhere: the site has no nowhere.html"),
      Link("<A HREF='nowhere.html'>x</A>", "the link 'nowhere.html' leads nowhere"),
      Link("<img alt=x src=nowhere.png>", "the site has no nowhere.png"),
      Link("[a](services/)", "the site has no services/index.html"),
      Link("[a](/reports/nowhere.html)", "the site has no nowhere.html"),
      Link("[a](x/../nowhere.html)", "the site has no nowhere.html"),
      Link("[a](../up.html)", "the link '../up.html' leads out of the site"),
      Link("[a](jobs.html#nix)", "jobs.html has no element with the id 'nix'"),
      Link("[a](#nix)", "404.html has no element with the id 'nix'"),
    ]

    private static let record = #"{"job_id":"a1","job_type":"build","status":"success"}"#

    private func folder(page: String) throws -> TestFolder {
      let folder = try TestFolder()
      try folder.write("a.ndjson", PageCheckTests.record)
      try folder.write("rollbook.yml", "base_url: https://example.com/reports\n")
      try folder.write("mine/pages/404.md", "---\ntitle: Gone\n---\n# x\n\n\(page)\n")
      return folder
    }

    @Test(arguments: links)
    func saysWhichLinkLeadsNowhere(_ link: Link) throws {
      let folder = try folder(page: link.html)
      let outcome = try folder.build("a.ndjson", "--templates", "mine", "--quiet")
      #expect(outcome.code == 0, "\(outcome)")
      guard let complaint = link.complaint else {
        #expect(outcome.errors == "")
        return
      }
      #expect(outcome.errorLines.count == 1, "\(outcome)")
      #expect(outcome.errors.contains("404.html: the link '"), "\(outcome)")
      #expect(outcome.errors.contains(complaint), "\(outcome)")
      #expect(outcome.errors.contains("(template pages/404.md"), "\(outcome)")
    }

    @Test func publishesNothingUnderStrict() throws {
      let folder = try folder(page: "[a](nowhere.html)")
      #expect(try folder.build("a.ndjson").code == 0)
      let before = try FileStamps(folder.path + "/site")
      let outcome = try folder.build("a.ndjson", "--templates", "mine", "--strict", "--report", "r")
      #expect(outcome.code == 2, "\(outcome)")
      #expect(outcome.errors.contains("error: 404.html: the link 'nowhere.html'"), "\(outcome)")
      #expect(outcome.errors.contains("nothing was published"), "\(outcome)")
      #expect(before.differences(from: try FileStamps(folder.path + "/site")) == [])
      #expect(try folder.read("r").contains("\"exit\":2"))
      #expect(try folder.read("r").contains("nowhere.html"))
    }

    @Test func tellsOneTargetOnceHoweverOftenPagesLinkToIt() throws {
      let folder = try TestFolder()
      try folder.writeSample("sample.ndjson")
      let text = try String(
        contentsOfFile: "\(Program.repository)/Templates/layout.html", encoding: .utf8)
      try folder.write(
        "mine/layout.html",
        text.replacing("<footer>", with: "<footer><a href=\"{{home_path}}#nix\">x</a>"))
      let outcome = try folder.build("sample.ndjson", "--templates", "mine", "--quiet")
      #expect(outcome.errorLines.count == 1, "\(outcome)")
      #expect(outcome.errors.contains("index.html has no element with the id 'nix'"), "\(outcome)")
      #expect(outcome.errors.contains("links in all"), "\(outcome)")
    }

    @Test func knowsFilesThatOthersPutIntoTheSite() throws {
      let folder = try folder(page: "[a](handbook.pdf)")
      #expect(try folder.build("a.ndjson").code == 0)
      try folder.write("site/handbook.pdf", "x")
      let outcome = try folder.build("a.ndjson", "--templates", "mine", "--strict")
      #expect(outcome.code == 0, "\(outcome)")
      #expect(outcome.errors.contains("nowhere") == false)
    }

    // MARK: - Sizes

    @Test func warnsOfPagesOverTheirBudgetAndNamesTheLargest() throws {
      let folder = try TestFolder()
      try folder.write("a.ndjson", PageCheckTests.record)
      try folder.write("rollbook.yml", "budgets: {page: 1 kB, assets: 2kB}\n")
      let strict = try folder.build("a.ndjson", "--strict")
      #expect(strict.code == 2, "\(strict)")
      #expect(!folder.exists("site"))
      let outcome = try folder.build("a.ndjson", "--quiet")
      #expect(outcome.code == 0, "\(outcome)")
      #expect(outcome.errorLines.count == 2, "\(outcome)")
      #expect(
        outcome.errors.firstMatch(
          of:
            /pages are larger than 1 kB of HTML, the budget: [a-z.\/-]+ \([0-9.]+ kB\), .+ and \d+ more\n/
        ) != nil, "\(outcome)")
      #expect(
        outcome.errors.firstMatch(
          of: /CSS and JavaScript are [0-9.]+ kB together, the budget is 2 kB\n/) != nil,
        "\(outcome)")
    }

    @Test(arguments: ["off", "{page: off, assets: off}", "{page: 1 MB, assets: 1 MB}"])
    func saysNothingWithinTheBudget(_ budgets: String) throws {
      let folder = try TestFolder()
      try folder.write("a.ndjson", PageCheckTests.record)
      try folder.write("rollbook.yml", "budgets: \(budgets)\n")
      let outcome = try folder.build("a.ndjson", "--strict", "--quiet")
      #expect(outcome.code == 0, "\(outcome)")
      #expect(outcome.errors == "")
    }

    @Test(arguments: [
      ("big", "1:10: error: 'budgets' has 'page' and 'assets', or is off"),
      ("{pages: 1 kB}", "1:11: error: unknown key 'pages'; did you mean 'page'?"),
      ("{page: huge}", "1:17: error: 'huge' is no size; write one such as 100 kB, or off"),
    ])
    func refusesABudgetThatIsNone(_ budgets: String, _ message: String) throws {
      let folder = try TestFolder()
      try folder.write("rollbook.yml", "budgets: \(budgets)\n")
      let outcome = try folder.build("a.ndjson")
      #expect(outcome.code == 64, "\(outcome)")
      #expect(outcome.errors.contains("rollbook.yml:\(message)"), "\(outcome)")
    }

    @Test func tellsTheSizesOfPagesByKindIfAsked() throws {
      let folder = try TestFolder()
      try folder.writeSample("sample.ndjson")
      let outcome = try folder.build("sample.ndjson", "--verbose")
      #expect(
        outcome.errors.firstMatch(
          of: /\nPAGE +COUNT +MEDIAN +LARGEST +WHICH\n404 +1 +[0-9.]+ kB +[0-9.]+ kB +404.html\n/)
          != nil, "\(outcome)")
      #expect(outcome.errors.contains("\nlargest pages: "), "\(outcome)")
      #expect(outcome.output == "site/index.html\n")
      #expect(!(try folder.build("sample.ndjson")).errors.contains("largest pages"))
    }
  }
}
