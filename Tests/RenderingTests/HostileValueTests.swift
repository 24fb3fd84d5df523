import Model
import Testing

@testable import Rendering

/// Whatever a record says, the page keeps the structure it has for harmless words.
@Suite struct HostileValueTests {
  /// Characters that a Swift literal may not have.
  static let nonCharacters = [0xFDD0, 0x10FFFF].compactMap(Unicode.Scalar.init(_:))
    .map { String($0) }.joined()

  static let hostile: [String] = [
    "<script>alert(1)</script>", "</bdi></p><img src=x onerror=alert(1)>", "\"><svg onload=x>",
    "' onclick='x", "*a* **b** `c`",
    "- list\n- list", "# head\n\n> quote", "| a | b |\n|---|---|\n| c | d |", "```\nfence\n```",
    "    code\n\n    code", "[x](javascript:y)",
    "![x](http://a.b/c.png)", "<http://a.b>", "https://evil.example/", "javascript:alert(1)",
    "data:text/html,x", "//evil.example",
    "\\", "`", "&lt;&amp;&#60;", "{{title}} {{#items}}", "<!-- -->", "--> x", "]]>",
    "</title></style></script>", "a\u{0}b\u{1B}[31mred\u{1B}[0m",
    "\u{202E}evil\u{2066}", nonCharacters + "\u{E0041}",
    "e" + String(repeating: "\u{301}", count: 50), "\r\n\r", "Qrb0z0Q", "※Qrb0z1Q※",
    "<details>", "<!DOCTYPE html>", "%00%2e%2e/", "../../etc/passwd", "a\" rel=\"x", "=1+1",
    "\u{2028}\u{85}", " ", "x-----BEGIN",
  ]

  static let template = """
    # {{title}}

    <p class="{{title}}" title="{{note}}" data-x="{{version}}">{{title}} {{note}}</p>

    {{title}} *{{note}}* `{{title}}` [{{title}}]({{path}} "{{note}}") ![{{title}}](x.png "{{note}}")
    [v](https://example.org/{{version}}) <b title="{{title}}">{{note}}</b>

    ```{{version}}
    {{title}}
    {{#tags}}
    {{.}}
    {{/tags}}
    ```

    {{#items}}
    - {{name}} {{title}}
      {{#parts}}
      - {{.}}
      {{/parts}}
    {{/items}}

    | {{title}} | B |
    |---|--:|
    {{#items}}
    | {{name}} | {{note}} |
    {{/items}}

    <svg><title>{{title}}</title><text>{{note}}</text></svg>
    """

  @Test(arguments: hostile) func leavesTheStructureOfAPageAlone(_ text: String) throws {
    let harmless = try render(HostileValueTests.template, HostileValueTests.page("word"))
    let page = try render(HostileValueTests.template, HostileValueTests.page(text))
    #expect(try skeleton(page) == skeleton(harmless))
  }

  private static func page(_ text: String) -> SamplePage {
    let value = Text(text)
    let item = SampleItem(name: value, parts: [value, value])
    return SamplePage(
      title: value, version: value, note: value, tags: [value], items: [item, item])
  }

  @Test(arguments: [
    "javascript:alert(1)", "JaVaScRiPt:x", "data:text/html,x", "//evil.example/", "/relative",
    "feed:javascript:x", "blob:https://x",
    "ms-word:x", "", " ", "http://", "https://a b/", "https://a.b/\u{1}x", "https:\\\\a.b",
  ]) func showsALinkThatIsNoneAsItsText(_ url: String) throws {
    let page = SamplePage(logs: Text(url))
    #expect(try render("x [*the* log]({{logs}} \"t\") y", page) == "<p>x <em>the</em> log y</p>\n")
    #expect(
      try render("<a class=\"x\" href=\"{{logs}}\" title=\"{{status}}\">log</a> end", page)
        == "<p>log end</p>\n")
    #expect(try render("x ![alt]({{logs}}) y", page) == "<p>x  y</p>\n")
  }

  @Test func dropsALinkThatIsNotThere() throws {
    #expect(try render("x [log]({{logs}})", SamplePage(logs: nil)) == "<p>x log</p>\n")
    let items = [SampleItem(name: "a", link: nil), SampleItem(name: "b")]
    #expect(
      try withoutIsolation(
        render("{{#items}}\n- [{{name}}]({{link}})\n{{/items}}", SamplePage(items: items)))
        == "<ul>\n<li>a</li>\n<li><a href=\"../a/b.html\">b</a></li>\n</ul>\n")
  }

  @Test func marksLinksFromRecords() throws {
    #expect(
      try render("[log]({{logs}} \"t\")")
        == "<p><a href=\"https://ci.example.org/run/7\" title=\"t\" rel=\"nofollow noopener noreferrer\">log</a></p>\n"
    )
    #expect(
      try render("<a href=\"{{logs}}\" class=\"x\">log</a>")
        == "<p><a href=\"https://ci.example.org/run/7\" rel=\"nofollow noopener noreferrer\" class=\"x\">log</a></p>\n"
    )
  }

  @Test func encodesAPartOfAURL() throws {
    let page = SamplePage(version: "a/b?c#d é\"")
    #expect(
      try render("[v](https://x.org/t/{{version}}.html)", page)
        == "<p><a href=\"https://x.org/t/a%2Fb%3Fc%23d%20%C3%A9%22.html\">v</a></p>\n")
    #expect(try render("[v](x/{{version}})", SamplePage(version: "..")) == "<p>v</p>\n")
  }

  @Test func cutsLongTexts() throws {
    let long = String(repeating: "é", count: 40_000)
    let html = try render("{{title}}", SamplePage(title: Text(long)))
    #expect(html.hasSuffix("é … (cut; 80000 bytes)</bdi></p>\n"))
    #expect(html.utf8.count < 66_000)
  }

  static let cleaned: [(String, String)] = [
    ("a<b>&\"'", "a&lt;b&gt;&amp;&quot;&#39;"),
    ("\u{202E}x", "<span class=\"chip\">‹U+202E›</span>x"),
    ("a\u{0}b", "a\u{FFFD}b"), ("a\r\nb\rc\nd\te", "a\nb\nc\nd\te"),
    ("\u{1B}[1;31mred\u{1B}[0m!", "red!"),
    ("\u{1B}]0;title\u{7}x\u{1B}]8;;u\u{1B}\\y", "xy"), ("\u{9B}31mx", "x"),
    ("\u{1B}x", "<span class=\"chip\">‹U+001B›</span>x"),
    ("\u{7F}", "<span class=\"chip\">‹U+007F›</span>"),
    ("👩\u{200D}💻 \u{2764}\u{FE0F}", "👩\u{200D}💻 \u{2764}\u{FE0F}"),
    ("e" + String(repeating: "\u{301}", count: 12), "e" + String(repeating: "\u{301}", count: 8)),
    (
      nonCharacters + "\u{E0041}",
      "<span class=\"chip\">‹U+FDD0›</span><span class=\"chip\">‹U+10FFFF›</span><span class=\"chip\">‹U+E0041›</span>"
    ), ("می\u{200C}خواهم", "می\u{200C}خواهم"),
    ("\u{1B}]no end", "<span class=\"chip\">‹U+001B›</span>]no end"),
  ]

  @Test(arguments: cleaned.indices) func cleansText(_ index: Int) {
    var buffer = ByteBuffer()
    buffer.append(htmlText: Text(HostileValueTests.cleaned[index].0))
    #expect(
      buffer.string.unicodeScalars.elementsEqual(HostileValueTests.cleaned[index].1.unicodeScalars))
  }

  @Test func showsHiddenCharactersInAttributesWithoutMarkup() {
    var buffer = ByteBuffer()
    buffer.append(htmlAttribute: "a\u{202E}\"b")
    #expect(buffer.string == "a‹U+202E›&quot;b")
  }
}

/// The tags of a page with the names of their attributes, chips left out; strict: anything that is not
/// plainly text, a tag or an entity is an error.
private func skeleton(_ html: String) throws -> [String] {
  var result: [String] = []
  let text = html.replacing(/<span class="chip">(‹U\+[0-9A-F]+›)<\/span>/, with: { $0.output.1 })
  var rest = text[...]
  while let open = rest.firstIndex(of: "<") {
    try #require(!rest[..<open].contains(">"))
    rest = rest[rest.index(after: open)...]
    let pattern = #/^(\/?[a-z][a-z0-9]*)((?:\s+[a-z-]+="[^"<>]*")*)\s*\/?>/#
    let match = try #require(try pattern.firstMatch(in: String(rest)), "\(rest.prefix(80))")
    let names = match.output.2.matches(of: #/([a-z-]+)="/#).map { String($0.output.1) }
    result.append(([String(match.output.1)] + names).joined(separator: " "))
    rest = rest.dropFirst(match.output.0.count)
  }
  try #require(!rest.contains(">"))
  return result
}
