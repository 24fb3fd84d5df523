import Foundation
import Testing

extension CommandTests {
  /// Files of one's own in the place of the built-in ones, and colours and pictures by configuration.
  @Suite struct ThemeTests {
    private static let record = #"{"job_id":"a1","job_type":"build","status":"success"}"#
    private static let svg = "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 80 20'/>"
    /// A PNG of 56 by 28 pixels, as far as anybody looks at it here.
    private static let png: [UInt8] =
      [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13] + Array("IHDR".utf8)
      + [0, 0, 0, 56, 0, 0, 0, 28]

    private func folder(_ configuration: String = "") throws -> TestFolder {
      let folder = try TestFolder()
      try folder.write("a.ndjson", ThemeTests.record)
      try folder.write("rollbook.yml", configuration)
      return folder
    }

    /// - Parameter earlier: a file of the build before, which stays for a while.
    private func asset(
      _ prefix: String, _ folder: TestFolder, besides earlier: String? = nil
    ) throws -> String {
      let names = try FileManager.default.subpathsOfDirectory(atPath: folder.path + "/site/assets")
      return try #require(names.first { $0.hasPrefix(prefix) && $0 != earlier }, "\(names)")
    }

    private func build(_ folder: TestFolder, _ arguments: String...) throws -> String {
      let outcome = try folder.start(
        ["build", "a.ndjson", "-o", "site", "--as-of", "2026-11-01", "--sync", "none", "--strict"]
          + ["--quiet"] + arguments
      ).finish()
      #expect(outcome.code == 0, "\(outcome)")
      #expect(outcome.errors == "")
      return try folder.read("site/index.html")
    }

    // MARK: - Files

    @Test func publishesAssetsOfTheFolderAndTellsTemplatesTheirNames() throws {
      let folder = try folder()
      try folder.write("mine/assets/pictures/plan.b.svg", ThemeTests.svg)
      try folder.write(
        "mine/pages/404.md",
        "---\ntitle: x\n---\n# x\n\n![Plan]({{assets/pictures/plan.b.svg}})\n\n"
          + "<a href=\"{{assets/pictures/plan.b.svg}}#top\">x</a>\n")
      try folder.write(
        "mine/pages/job.md",
        "---\ntitle: x\n---\n# x\n\n![Plan]({{assets/pictures/plan.b.svg}})\n")
      _ = try build(folder, "--templates", "mine")
      let path = try asset("pictures/plan.b.", folder)
      #expect(path.wholeMatch(of: /pictures\/plan\.b\.[0-9a-f]{10}\.svg/) != nil, "\(path)")
      let page = try folder.read("site/404.html")
      #expect(page.contains("<img src=\"assets/\(path)\" alt=\"Plan\""), "\(page)")
      #expect(page.contains("<a href=\"assets/\(path)#top\">"), "\(page)")
      #expect(try folder.read("site/jobs/a1/a1.html").contains("src=\"../../assets/\(path)\""))
    }

    @Test func refusesAnAssetThatIsNotThere() throws {
      let folder = try folder()
      try folder.write(
        "mine/pages/404.md", "---\ntitle: x\n---\n# x\n\n![x]({{assets/stile.css}})\n")
      let outcome = try folder.build("a.ndjson", "--templates", "mine")
      #expect(outcome.code == 1, "\(outcome)")
      #expect(
        outcome.errors.contains(
          "mine/pages/404.md:6:6: error: there is no file 'assets/stile.css' among the templates; did "
            + "you mean 'assets/style.css'?\n![x]({{assets/stile.css}})\n     ^\n"), "\(outcome)")
    }

    @Test func linksStylesheetsToWhatTheyName() throws {
      let folder = try folder()
      try folder.write("mine/assets/fonts/serif.woff2", [1, 2, 3])
      try folder.write("mine/assets/css/extra.css", "a { background: url( ../dot.svg#d ) }\n")
      try folder.write("mine/assets/dot.svg", ThemeTests.svg)
      try folder.write(
        "mine/assets/style.css",
        """
        @import "css/extra.css";
        /* url(comment.png) */
        @font-face { src: URL("fonts/serif.woff2?v=1") format("woff2") }
        b { content: "url(text.png)"; background: url(#in-page), url(data:image/png;base64,AA==) }
        i { background: my-url(x.png) }

        """)
      let page = try build(folder, "--templates", "mine")
      #expect(page.contains("font-src 'self'"))
      let style = try folder.read("site/assets/\(try asset("style.", folder))")
      let font = try asset("fonts/serif.", folder)
      let extra = try asset("css/extra.", folder)
      #expect(
        style == """
          @import "\(extra)";
          /* url(comment.png) */
          @font-face { src: URL("\(font)?v=1") format("woff2") }
          b { content: "url(text.png)"; background: url(#in-page), url(data:image/png;base64,AA==) }
          i { background: my-url(x.png) }

          """)
      let dot = try asset("dot.", folder)
      #expect(
        try folder.read("site/assets/\(extra)") == "a { background: url( ../\(dot)#d ) }\n")
      // What a stylesheet names is a part of it: its own name changes with it.
      try folder.write("mine/assets/dot.svg", ThemeTests.svg + "\n")
      _ = try build(folder, "--templates", "mine")
      let changed = try folder.read(
        "site/assets/\(try asset("css/extra.", folder, besides: extra))")
      #expect(changed.contains("url( ../dot."))
      #expect(!changed.contains(dot))
    }

    @Test(arguments: [
      (
        "a { color: red }\nb { background: url('fonts/a.wof') }\n",
        "2:22: error: there is no file 'assets/fonts/a.wof' among the templates; did you mean "
          + "'assets/fonts/a.woff'?\nb { background: url('fonts/a.wof') }\n                     ^\n"
      ),
      (
        "@import 'style.css';\n",
        "1:10: error: stylesheets must not import themselves: 'assets/style.css'\n"
      ),
    ])
    func refusesAStylesheetThatNamesWhatIsNotThere(_ style: String, _ message: String) throws {
      let folder = try folder()
      try folder.write("mine/assets/style.css", style)
      try folder.write("mine/assets/fonts/a.woff", "x")
      let outcome = try folder.build("a.ndjson", "--templates", "mine")
      #expect(outcome.code == 1, "\(outcome)")
      #expect(outcome.errors.contains("mine/assets/style.css:\(message)"), "\(outcome)")
    }

    // MARK: - Colours

    @Test func emitsTheColoursOfTheConfigurationBehindTheStyle() throws {
      let folder = try folder(
        """
        theme:
          accent: "#7a1f5c"
          success: {light: "#0a6", dark: "#3ddc97"}

        """)
      let page = try build(folder)
      let theme = try asset("theme.", folder)
      let style = try asset("style.", folder)
      #expect(
        page.contains(
          "href=\"assets/\(style)\">\n<link rel=\"stylesheet\" href=\"assets/\(theme)\">"))
      let css = try folder.read("site/assets/\(theme)")
      // The accent by dark is the given one, lightened until it can be read on the dark paper.
      #expect(
        css.contains(":root { --link: #7a1f5c; --ok: #00aa66;"), "\(css)")
      #expect(css.contains("--ok: #3ddc97;"), "\(css)")
      #expect(css.firstMatch(of: /dark\) \{ :root \{ --link: #[0-9a-f]{6};/) != nil, "\(css)")
      #expect(!css.contains("--paper"))
    }

    @Test func derivesGreysAndWashesFromInkAndPaper() throws {
      let folder = try folder(
        "theme: {paper: {light: '#fff8ec'}, ink: {light: '#221100'}, failure: {light: '#a00000'}}\n"
      )
      _ = try build(folder)
      let css = try folder.read("site/assets/\(try asset("theme.", folder))")
      for name in [
        "paper", "ink", "soft", "line", "axis", "grid", "wash", "band", "okband", "past",
      ] {
        #expect(css.contains("--\(name): "), "\(name) in \(css)")
      }
      // By dark everything stays as it is, but for the failure, which was given for light alone.
      #expect(css.contains("--paper: #fff8ec;") && css.contains("--paper: #14171a;"), "\(css)")
    }

    @Test(arguments: [
      (
        "theme:\n  accent: \"#b0c4de\"\n",
        "2:3: error: 'accent' by light, #b0c4de on #ffffff, has a contrast of 1.78:1; text needs "
          + "4.5:1; #"
      ),
      (
        "theme:\n  partial: {light: '#dddd00'}\n",
        "2:3: error: 'partial' by light, #dddd00 on #ffffff, has a contrast of 1.45:1; a mark needs 3:1"
      ),
      (
        "theme:\n  paper: {dark: '#888888'}\n",
        "2:3: error: 'ink' by dark, #e7e9eb on #888888, has a contrast of 2.9"
      ),
      (
        "theme:\n  accent: #0b5a9d\n",
        "error: 'accent' has no colour; write six hexadecimal digits behind '#', in quotes"
      ),
      ("theme:\n  accent: red\n", "2:11: error: 'red' is no colour; write six hexadecimal digits"),
      ("theme:\n  acent: '#000'\n", "2:3: error: unknown colour 'acent'; did you mean 'accent'?"),
      (
        "theme:\n  accent: {day: '#000'}\n",
        "2:12: error: 'accent' is one colour, or has 'light' and 'dark'"
      ),
      ("theme: dark\n", "1:8: error: 'theme' is a list of names and colours"),
    ])
    func refusesColoursThatNobodyCanRead(_ configuration: String, _ message: String) throws {
      let folder = try folder(configuration)
      let outcome = try folder.build("a.ndjson")
      #expect(outcome.code == 64, "\(outcome)")
      #expect(outcome.errors.contains(message), "\(outcome)")
      #expect(!folder.exists("site"))
    }

    // MARK: - Pictures

    @Test func showsALogoBesideTheNameWithItsSize() throws {
      let folder = try folder("logo: pictures/ours.svg\nfavicon: icon.png\n")
      try folder.write("pictures/ours.svg", "<?xml version='1.0'?>\n<!-- x -->\n" + ThemeTests.svg)
      try folder.write("icon.png", ThemeTests.png)
      let page = try build(folder)
      let logo = try asset("logo.", folder)
      let icon = try asset("favicon.", folder)
      #expect(icon.hasSuffix(".png"))
      #expect(
        page.contains(
          "<img class=\"logo\" src=\"assets/\(logo)\" alt=\"\" width=\"112\" height=\"28\">"),
        "\(page)")
      #expect(page.contains("<link rel=\"icon\" type=\"image/png\" href=\"assets/\(icon)\">"))
      try folder.write("rollbook.yml", "logo: icon.png\n")
      #expect(try build(folder).contains("width=\"56\" height=\"28\">"))
    }

    @Test(arguments: [
      ("x.svg", "<html></html>", "x.svg: is no SVG or PNG, which 'logo' needs to be"),
      ("x.svg", "<svg><rect/></svg>", "is no SVG or PNG that says how large it is"),
      ("x.gif", "GIF89a", "x.gif: is no SVG or PNG"),
      ("x.svg", String(repeating: " ", count: 100_001), "x.svg: 100 kB are too much for 'logo'"),
    ])
    func refusesALogoThatIsNone(_ name: String, _ content: String, _ message: String) throws {
      let folder = try folder("logo: \(name)\n")
      try folder.write(name, content)
      let outcome = try folder.build("a.ndjson")
      #expect([1, 64].contains(outcome.code), "\(outcome)")
      #expect(outcome.errors.contains(message), "\(outcome)")
    }

    @Test func namesALogoThatIsNotThere() throws {
      let outcome = try folder("logo: x.svg\n").build("a.ndjson")
      #expect(outcome.code == 66, "\(outcome)")
      #expect(outcome.errors.contains("x.svg: no such file for 'logo'"), "\(outcome)")
    }
  }
}
