import Markdown
import Model
import Rendering
import Testing

/// Templates whose output is Markdown that other programs render.
@Suite struct MarkdownTextTemplateTests {
  private struct Line: Viewable {
    let title: Text
    let sha: Text
    let address: Text?
    let notes: [Text]

    static let shape = Shape<Line> {
      $0.text("title", "A text.") { $0.title }
      $0.id("sha", "An id.") { $0.sha }
      $0.url("address", "An address.") { $0.address }
      $0.link("path", "A page.") { _ in "a/b.html" }
      $0.texts("notes", "Texts.") { $0.notes }
      $0.integer("count", "A count.") { _ in 1234 }
      $0.object("inner", "Itself.") { $0 }
    }
  }

  private static let line = Line(
    title: "a *b* <i>c</i>", sha: "x`1|", address: "https://a.b/c_(d)", notes: ["# n", "- m"])

  private func template(_ text: String) throws -> PreparedTemplate {
    try PreparedTemplate.markdownText(
      TemplateSource(path: "t.md", text: text), partials: [:], scopes: [Line.shape.info])
  }

  private func output(_ text: String, _ line: Line = line) throws -> String {
    let zone = try #require(ZoneTable(name: "UTC"))
    var context = RenderContext(rootPrefix: "https://r.s/", zone: zone)
    return try template(text).markdownText(of: [line], context: &context).string
  }

  private static let cases: [(String, String)] = [
    ("# {{title}}", "# a \\*b\\* &lt;i&gt;c&lt;/i&gt;\n"),
    ("{{sha}} and `{{sha}}`.", "x\\`1&#124; and ``x`1|``.\n"),
    (
      "[{{title}}]({{address}})",
      "[a \\*b\\* &lt;i&gt;c&lt;/i&gt;](https://a.b/c%5F%28d%29)\n"
    ),
    ("[page]({{path}})", "[page](https://r.s/a/b.html)\n"),
    ("- x\n{{#notes}}\n- {{.}}\n{{/notes}}\n", "- x\n- \\# n\n- \\- m\n"),
    ("a\n\n{{^notes}}\nnone\n{{/notes}}\n\nb\n", "a\n\nb\n"),
    ("{{count}} *literal* <b>bold</b>", "1,234 *literal* <b>bold</b>\n"),
    ("{{! nothing }}`{{sha}}`{{title}}", "``x`1|``a \\*b\\* &lt;i&gt;c&lt;/i&gt;\n"),
    ("{{#inner}}{{count}}{{/inner}}", "1,234\n"), ("", ""),
  ]

  @Test(arguments: cases)
  func writesValuesAsText(_ text: String, _ expected: String) throws {
    #expect(try output(text) == expected)
  }

  @Test func leavesOutAnAddressThatMustNotBeALink() throws {
    let line = Line(title: "t", sha: "s", address: "javascript:alert(1)", notes: [])
    #expect(try output("[{{title}}]({{address}})", line) == "[t]()\n")
  }

  @Test(
    arguments: [
      ("`a {{sha}}`", "alone"), ("<a title=\"{{title}}\">", "HTML tag"),
      ("<!-- {{title}} -->", "HTML tag"), ("```\n{{title}}\n```\n", "block of code"),
      ("~~~ {{sha}}\n~~~\n", "block of code"), ("[a]({{title}})", "is no link"),
      ("{{> chart/title}}", "is not a component"), ("{{inner}}", "is an object"),
      ("{{titel}}", "did you mean 'title'"),
    ])
  func refusesPlacesWhereEscapesDoNotHold(_ text: String, _ words: String) {
    let error = #expect(throws: TemplateErrors.self) { try template(text) }
    #expect(error?.errors.first?.message.contains(words) == true)
  }

  /// Whatever the data is, the Markdown has the structure of the template.
  @Test func dataHasNoStructure() throws {
    let source = "# {{title}}\n\n- *a* {{title}} `{{sha}}`\n- [{{title}}]({{address}}) b\n"
    let plain = Line(title: "Q", sha: "q", address: "https://a.b/", notes: [])
    let expected = kinds(parseMarkdown(Array(try output(source, plain).utf8)))
    for text in hostileTexts where !PlainLine.cleaned(text).isEmpty {
      let line = Line(title: text, sha: text, address: "https://a.b/", notes: [])
      #expect(
        kinds(parseMarkdown(Array(try output(source, line).utf8))) == expected, "\(text)")
    }
  }

  private let hostileTexts: [Text] = [
    "# a", "- b", "1. c", "> d", "```", "`e`", "[f](g)", "![h](i)", "<script>", "&amp;", "\\",
    "***", "___", "a\nb\n\nc", "    code", "|", "[x]: y", "](z)", "`` ` ``", "\u{202E}x", "-->",
    "{{title}}", "a  \n", "*", "_", "~~~", "+ x", "=====", "https://a.b", "@all", "#1", "<!--",
  ]

  private func kinds(_ node: MarkdownNode) -> [String] {
    let kind = String(describing: node.kind).prefix { $0 != "(" }
    return [String(kind)] + node.children.flatMap(kinds)
  }
}
