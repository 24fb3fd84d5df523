import Model
import Testing

@testable import Rendering

/// How each kind of value reads in a page.
@Suite struct ValueWritingTests {
  @Test func writesEachKindForItsPlace() throws {
    let template =
      "{{title}}|{{version}}|{{status}}|{{count}}|{{rate}}|{{load}}|{{day}}|{{took}}|{{is_live}}|{{tags}}"
    #expect(
      try render(template) == "<p><bdi>Overview</bdi>|v12|live|3|12.50|0.5|"
        + "<time datetime=\"2026-11-03\">Tue 3 Nov 2026</time>|4 m 12 s|yes|<bdi>red</bdi>, <bdi>blue</bdi></p>\n"
    )
  }

  @Test func writesTimesInTheZoneOfThePage() throws {
    #expect(
      try render("{{at}}")
        == "<p><time datetime=\"2026-11-03T02:14:00Z\">Tue 3 Nov 2026, 02:14 UTC</time></p>\n")
    let berlin = try #require(ZoneTable(name: "Europe/Berlin"))
    #expect(
      try render("{{at}}", zone: berlin)
        == "<p><time datetime=\"2026-11-03T02:14:00Z\">Tue 3 Nov 2026, 03:14 +01:00</time></p>\n")
    let newYork = try #require(ZoneTable(name: "America/New_York"))
    #expect(try renderText("{{at}}", zone: newYork) == "Mon 2 Nov 2026, 21:14 -05:00")
  }

  private func renderText(_ template: String, zone: ZoneTable) throws -> String {
    let prepared = try PreparedTemplate.line(
      TemplateSource(path: "t", text: template), scopes: [SamplePage.shape.info])
    return run(prepared, [SamplePage()], zone: zone)
  }

  @Test func writesAttributesForPeopleAndForPrograms() throws {
    #expect(
      try render(
        "<p title=\"{{at}} {{title}}\" data-at=\"{{at}}\" data-n=\"{{count}}\" data-took=\"{{took}}\"></p>",
        SamplePage(count: 12345))
        == "<p title=\"Tue 3 Nov 2026, 02:14 UTC Overview\" data-at=\"2026-11-03T02:14:00Z\" data-n=\"12345\" data-took=\"252\"></p>\n"
    )
    #expect(
      try render("<time datetime=\"{{at}}\">x</time>")
        == "<p><time datetime=\"2026-11-03T02:14:00Z\">x</time></p>\n")
  }

  @Test func isolatesNothingInTitlesCodeAndSVG() throws {
    #expect(
      try renderHTML("<title>{{title}} {{day}}</title>") == "<title>Overview Tue 3 Nov 2026</title>"
    )
    #expect(try render("`{{title}} {{day}}`") == "<p><code>Overview Tue 3 Nov 2026</code></p>\n")
    #expect(
      try renderHTML("<svg><text>{{title}}</text></svg>{{title}}")
        == "<svg><text>Overview</text></svg><bdi>Overview</bdi>")
    #expect(
      try renderHTML("<select><option>{{title}}</option></select>")
        == "<select><option>Overview</option></select>")
  }

  @Test(
    arguments: [
      (0, "0 s"), (850, "850 ms"), (999, "999 ms"), (1000, "1 s"), (12_400, "12 s"),
      (59_499, "59 s"), (59_500, "1 m 00 s"), (252_000, "4 m 12 s"),
      (3_599_600, "1 h 00 m"), (11_100_000, "3 h 05 m"), (86_399_999, "1 d 0 h"),
      (187_200_000, "2 d 4 h"), (-5000, "−5 s"), (Int64.min, "−106751991167 d 7 h"),
    ] as [(Int64, String)]) func writesDurations(_ milliseconds: Int64, _ expected: String)
  {
    var buffer = ByteBuffer()
    buffer.append(proseDuration: milliseconds)
    #expect(buffer.string == expected)
  }

  @Test(arguments: [
    (0, "0"), (999, "999"), (1000, "1,000"), (-1_234_567, "−1,234,567"),
    (Int.min, "−9,223,372,036,854,775,808"),
  ])
  func groupsIntegers(_ number: Int, _ expected: String) {
    var buffer = ByteBuffer()
    buffer.append(grouped: number)
    #expect(buffer.string == expected)
  }

  @Test(arguments: [
    (5, 2, "0.05"), (-5, 2, "−0.05"), (1250, 2, "12.50"), (7, 0, "7"), (0, 1, "0.0"),
  ])
  func printsAllDigitsOfFixedNumbers(_ scaled: Int, _ digits: Int, _ expected: String) throws {
    #expect(try render("{{rate}}", SamplePage(rate: (scaled, digits))) == "<p>\(expected)</p>\n")
  }

  @Test func showsZeroAndHidesWhatIsNotThere() throws {
    let template =
      "{{#count}}n={{.}}{{/count}} {{#note}}note {{.}}{{/note}}{{^note}}no note{{/note}} {{#took}}x{{/took}}"
    #expect(
      try render(template, SamplePage(count: 0, note: "", took: 0)) == "<p>n=0 no note x</p>\n")
    #expect(try render(template, SamplePage(note: nil, took: nil)) == "<p>n=3 no note </p>\n")
  }

  @Test func unwrapsComponents() throws {
    #expect(
      try render("a\n\n{{> chart/chart}}\n\nb") == "<p>a</p>\n<figure>chart1</figure>\n<p>b</p>\n")
    #expect(
      try render("> {{> chart/chart}}") == "<blockquote>\n<figure>chart1</figure>\n</blockquote>\n")
    #expect(try render("{{#is_live}}{{> chart/chart}}{{/is_live}}") == "<figure>chart1</figure>\n")
    #expect(try render("a {{> chart/chart}}") == "<p>a <figure>chart1</figure></p>\n")
    #expect(try render("{{> chart/chart}}", SamplePage(chart: nil)) == "")
  }

  @Test func writesLinksFromTheRoot() throws {
    #expect(
      try render("[a]({{path}}#x)", rootPrefix: "../../")
        == "<p><a href=\"../../services/api.html#x\">a</a></p>\n")
    #expect(
      try render("[a]({{path}})", SamplePage(path: ""), rootPrefix: "")
        == "<p><a href=\"./\">a</a></p>\n")
    #expect(
      try render("[a]({{path}})", SamplePage(path: "javascript:x"), rootPrefix: "")
        == "<p><a href=\"javascript%3Ax\">a</a></p>\n")
  }

  @Test func putsThePageIntoALayout() throws {
    let layout = try PreparedTemplate.html(
      TemplateSource(
        path: "layout.html",
        text:
          "<title>{{title}}</title>\n<nav>\n  {{#items}}\n  <a href=\"{{link}}\"{{! c }}>{{name}}</a>\n  {{/items}}\n</nav>\n<main>\n{{> content}}\n</main>\n"
      ),
      scopes: [SamplePage.shape.info, SampleOwner.shape.info])
    var buffer = ByteBuffer()
    var context = RenderContext(rootPrefix: "", zone: .utc)
    layout.render(
      [SamplePage(), SampleOwner(name: "x", mail: "y")], into: &buffer, context: &context
    ) { buffer, _ in
      buffer.append("<p>body</p>\n")
    }
    #expect(
      withoutIsolation(buffer.string) == """
        <title>Overview</title>
        <nav>
          <a href="a/b.html">one</a>
          <a href="a/b.html">two</a>
        </nav>
        <main>
        <p>body</p>
        </main>

        """)
    #expect(layout.usedNames == ["items", "items.link", "items.name", "title"])
  }

  @Test func writesALineWithoutEscapes() throws {
    let prepared = try PreparedTemplate.line(
      TemplateSource(path: "t", text: "{{title}} & {{version}}"), scopes: [SamplePage.shape.info])
    #expect(run(prepared, [SamplePage(title: "a<b\u{202E}")]) == "a<b‹U+202E› & v12")
  }

  @Test func expandsPartialsWithinALine() throws {
    let partials = [
      "mark": "<b class=\"{{status}}\">{{status}}</b>\n",
      "lines": "{{#is_live}}\nx\n{{/is_live}}\n",
    ]
    #expect(
      try render("a {{> mark}}, {{> mark}}", partials: partials)
        == "<p>a <b class=\"live\">live</b>, <b class=\"live\">live</b></p>\n")
    let table = try render("| A | B |\n|---|---|\n| {{> mark}} | b |", partials: partials)
    #expect(table.contains("<td><b class=\"live\">live</b></td>\n<td>b</td>"))
    #expect(throws: TemplateErrors.self) { try render("a {{> lines}} b", partials: partials) }
  }

  @Test func expandsIndentedPartials() throws {
    #expect(
      try withoutIsolation(render("- a\n  {{> sub}}\n- c", partials: ["sub": "- {{title}}\n- b\n"]))
        == "<ul>\n<li>a\n<ul>\n<li>Overview</li>\n<li>b</li>\n</ul>\n</li>\n<li>c</li>\n</ul>\n")
  }
}
