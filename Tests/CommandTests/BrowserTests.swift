import Foundation
import TestWeb
import Testing

/// Sites as they are built and served, in Chromium; see Tests/Browser.
@Suite(
  .serialized,
  .enabled(if: Program.path(of: "chromium") != nil, "chromium is not here; CI installs it"),
  .enabled(if: Program.path(of: "java") != nil, "java is not here; CI installs it"),
  .enabled(if: WebServer.path(of: .nginx) != nil, "nginx is not here; CI installs it"))
struct BrowserTests {
  /// What the checks say of a site that nginx serves with the configuration that is shipped.
  private func check(_ folder: TestFolder, _ options: [String]) async throws -> Outcome {
    let server = try await WebServer(.nginx, over: "\(folder.path)/site")
    defer { server.stop() }
    let url = "http://127.0.0.1:\(server.wire.port)/"
    return try PythonScript.run("Browser/check.py", ["site", "--url", url] + options, in: folder)
  }

  private func site(_ sample: [String]) throws -> TestFolder {
    let folder = try TestFolder()
    let written = try folder.start(["sample", "-o", "sample.ndjson"] + sample).finish()
    #expect(written.code == 0, "\(written)")
    let built = try folder.build("sample.ndjson")
    #expect(built.code == 0, "\(built)")
    return folder
  }

  /// Nothing is found, and enough was looked at.
  private func expectGood(_ outcome: Outcome, pages: Int, kinds: Int, states: Int) throws {
    #expect(outcome.code == 0, "\(outcome)")
    let summary = outcome.output.wholeMatch(
      of: /(\d+) pages of (\d+) kinds in (\d+) states; .*; 0 problems\n/)
    let (_, seenPages, seenKinds, seenStates) = try #require(summary?.output, "\(outcome)")
    #expect((Int(seenPages) ?? 0) >= pages)
    #expect((Int(seenKinds) ?? 0) >= kinds)
    #expect((Int(seenStates) ?? 0) >= states)
  }

  @Test func readersOfTheDemoSiteFindNothingAmiss() async throws {
    let outcome = try await check(try site([]), ["--pages", "1", "--markup-every", "9"])
    try expectGood(outcome, pages: 25, kinds: 20, states: 300)
  }

  @Test func readersOfALargeSiteFindNothingAmiss() async throws {
    let folder = try site(
      ["--services", "200", "--days", "1095", "--jobs", "6000", "--deployments", "6000"])
    let outcome = try await check(folder, ["--less", "--pages", "1", "--markup-every", "60"])
    try expectGood(outcome, pages: 25, kinds: 20, states: 150)
  }

  /// A page with one mistake in it, and the rules that find it.
  private struct Mistake {
    let name: String
    let rules: Set<String>
    /// What stands at the end of the page's content.
    var content = ""
    /// A part of the page, and what stands there instead.
    var change = ("", "")
  }

  private static let mistakes = [
    Mistake(name: "none", rules: [], content: "<p>Nothing is wrong here.</p>"),
    Mistake(
      name: "image", rules: ["image-alt", "html"], content: "<p><img src=\"icon.svg\"></p>"),
    Mistake(name: "label", rules: ["label"], content: "<p><input type=\"text\"></p>"),
    Mistake(
      name: "without-scripts", rules: ["label"],
      content: "<noscript><p><input type=\"text\"></p></noscript>"),
    Mistake(name: "pale", rules: ["color-contrast"], content: "<p class=\"pale\">Pale</p>"),
    Mistake(
      name: "pale-in-the-dark", rules: ["color-contrast"],
      content: "<p class=\"pale-in-the-dark\">Pale</p>"),
    Mistake(
      name: "pale-on-paper", rules: ["color-contrast"],
      content: "<p class=\"pale-on-paper\">Pale</p>"),
    Mistake(
      name: "pale-when-folded", rules: ["color-contrast"],
      content: "<details><summary>More</summary><p class=\"pale\">Pale</p></details>"),
    Mistake(
      name: "small", rules: ["target-size"],
      content: "<p><button class=\"small\">a</button><button class=\"small\">b</button></p>"),
    Mistake(name: "wide", rules: ["overflow"], content: "<p class=\"wide\">Wide</p>"),
    Mistake(name: "moving", rules: ["motion"], content: "<p class=\"moving\">Moving</p>"),
    Mistake(
      name: "unseen-focus", rules: ["focus-visible"],
      content: "<p><a class=\"bare\" href=\"index.html\">Home</a></p>"),
    Mistake(
      name: "covered", rules: ["focus-obscured"],
      content: "<div class=\"cover\"></div>"),
    Mistake(
      name: "unreachable", rules: ["keyboard"],
      content: "<p><button>On</button></p><script src=\"held.js\" defer></script>"),
    Mistake(
      name: "skip", rules: ["skip-link", "region"],
      change: ("href=\"#main\"", "href=\"index.html\"")),
    Mistake(
      name: "one-colour", rules: ["color-scheme", "color-contrast"],
      change: ("<body>", "<body class=\"white\">")),
    Mistake(
      name: "shift", rules: ["layout-shift"],
      content: "<script src=\"late.js\" defer></script>"),
    Mistake(name: "style", rules: ["console"], content: "<p style=\"color: red\">Red</p>"),
    Mistake(
      name: "talking", rules: ["console"], content: "<script src=\"talking.js\" defer></script>"),
    Mistake(
      name: "throwing", rules: ["script-error"],
      content: "<script src=\"throwing.js\" defer></script>"),
    Mistake(
      name: "outside", rules: ["leaves-the-site", "request-failed", "console"],
      content: "<p><img src=\"http://127.0.0.1:9/x.png\" alt=\"\"></p>",
      change: ("img-src 'self'", "img-src *")),
    Mistake(
      name: "missing", rules: ["request-failed", "console", "dead-link"],
      content: "<p><img src=\"missing.png\" alt=\"\"></p>"),
    Mistake(name: "dead", rules: ["dead-link"], content: "<p><a href=\"nothing.html\">x</a></p>"),
    Mistake(
      name: "fragment", rules: ["dead-link"], content: "<p><a href=\"index.html#no\">x</a></p>"),
    Mistake(name: "markup", rules: ["html"], content: "<p><b><i>x</b></i></p>"),
  ]

  /// Beside the mistakes: their style sheet and their scripts.
  private static let files = [
    "icon.svg": "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 1 1\"/>",
    "mistakes.css": """
    .pale { color: #aaa; background: #fff; }
    @media (prefers-color-scheme: dark) { .pale-in-the-dark { color: #444; background: #222; } }
    @media print { .pale-on-paper { color: #aaa; background: #fff; } }
    .small { font-size: 8px; padding: 0; border: 0; width: 10px; height: 10px; }
    .wide { width: 2000px; }
    @keyframes moving { to { opacity: .9; } }
    .moving { animation: moving 1s infinite; }
    .bare:focus { outline: none; }
    .cover { position: fixed; inset: 0; }
    .white { background: #fff !important; }
    """,
    "held.js": "addEventListener('keydown', (event) => event.preventDefault());",
    "late.js": """
    const box = document.createElement("div");
    box.style.height = "300px";
    document.getElementById("main").prepend(box);
    """,
    "talking.js": "console.info('here');",
    "throwing.js": "throw new Error('no');",
  ]

  /// The guards themselves: each mistake is found by the rule that is there for it, and by no other.
  @Test func eachMistakeIsFound() async throws {
    let folder = try TestFolder()
    try folder.writeSample("sample.ndjson")
    #expect(try folder.build("sample.ndjson").code == 0)
    let page = try folder.read("site/404.html")
      .replacing("</head>", with: "<link rel=\"stylesheet\" href=\"mistakes.css\">\n</head>")
    for (name, text) in BrowserTests.files { try folder.write("site/\(name)", text) }
    for mistake in BrowserTests.mistakes {
      var text = page.replacing("</main>", with: "\(mistake.content)\n</main>")
      if !mistake.change.0.isEmpty {
        #expect(text.contains(mistake.change.0))
        text = text.replacing(mistake.change.0, with: mistake.change.1)
      }
      try folder.write("site/\(mistake.name).html", text)
    }
    let outcome = try await check(
      folder, BrowserTests.mistakes.flatMap { ["--page", "\($0.name).html"] })
    #expect(outcome.code == 1, "\(outcome)")
    for mistake in BrowserTests.mistakes {
      let found = outcome.output.split(separator: "\n").compactMap {
        $0.wholeMatch(of: /([^ ]+)\.html \[.*?\] ([a-z-]+) at .*/)
      }.filter { $0.output.1 == mistake.name }
      #expect(
        Set(found.map { String($0.output.2) }) == mistake.rules, "\(mistake.name): \(outcome)")
    }
  }
}
