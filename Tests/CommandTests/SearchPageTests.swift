import Foundation
import Site
import Testing

extension CommandTests {
  /// The search and the other comforts in Chromium; see Tests/Browser/search.py.
  @Suite(
    .enabled(if: Program.path(of: "chromium") != nil, "chromium is not here; CI installs it"))
  struct SearchPageTests {
    private static let texts = [
      "Build-17", "ÄÖ", "ß", "\u{212A}", "İ", "ΑΣ", "e\u{301}", "日本", "👩", "50%", "‹U+202E›",
      "\u{A0}",
      "build-checkout-000398", "github-run-123456-1", "deploy-9", "ab", "a/b", "abc", "x--abc--",
      "job-000", "job-00-abc", "00-1", "j-0012-ab", "ä-x1",
    ]

    /// `[text, folded, [the end of the id]]`, as search.py wants them.
    private var cases: [[Any]] {
      SearchPageTests.texts.map { text in
        let folded = SearchText.folded(text)
        let ends = SearchText.tailStarts(folded[...]).map {
          String(decoding: folded[$0...], as: UTF8.self)
        }
        return [text, String(decoding: folded, as: UTF8.self), ends]
      }
    }

    @Test func comfortsWorkInABrowserFromAFolderAndFromAServer() throws {
      let folder = try TestFolder()
      try folder.writeSample("sample.ndjson")
      #expect(try folder.build("sample.ndjson").code == 0)
      try folder.write(
        "cases.json", String(decoding: JSONSerialization.data(withJSONObject: cases), as: UTF8.self)
      )
      let lines = HostileRecords.lines(seed: 5, count: 300).joined(separator: "\n")
      try folder.write("hostile.ndjson", lines + "\n")
      let hostile = try folder.rollbook(
        "build", "hostile.ndjson", "-o", "hostile", "--as-of", "2026-11-01", "--sync", "none",
        "--max-errors", "100%")
      #expect(hostile.code == 0, "\(hostile)")
      let outcome = try PythonScript.run(
        "Browser/search.py", ["site", "cases.json", "hostile"], in: folder)
      #expect(outcome.code == 0, "\(outcome)")
    }

    @Test(arguments: ["names", "initials", "none"])
    func peopleAreFoundAsTheyAreShown(policy: String) throws {
      let folder = try TestFolder()
      try folder.write(
        "a.ndjson",
        #"{"job_id":"j1","job_type":"build","status":"failed","commit_author":"Grace Hopper"}"#
          + "\n")
      try folder.write(
        "rollbook.yml",
        "sources: a.ndjson\narchive: a.sqlite\noutput: site\njob_pages: all\npeople: \(policy)\n")
      let outcome = try folder.rollbook("build", "--as-of", "2026-11-01", "--sync", "none")
      #expect(outcome.code == 0, "\(outcome)")
      let names = try folder.read("site/search/names/by-.js").split(separator: "\n")
      let people = names.filter { $0.hasPrefix(#"["p","#) }
      #expect(people.count == (policy == "none" ? 0 : 1))
      #expect(people.contains { $0.contains("Grace") } == (policy == "names"))
    }
  }
}
