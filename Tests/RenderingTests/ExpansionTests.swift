import Model
import Testing

@testable import Rendering

/// A prepared template prints what the expanded template gives through cmark.
@Suite struct ExpansionTests {
  static let templates: [String] = [
    "{{title}} and **{{version}}** in `{{status}}`",
    "# {{title}}\n\n[{{version}}]({{path}} \"{{status}}\") ![{{status}} x]({{path}})",
    "{{#items}}\n- {{name}}\n{{/items}}", "{{#others}}\n- {{name}}\n{{/others}}\n",
    "Before\n\n{{#items}}\n- {{name}}\n{{/items}}\n\nAfter",
    "- first\n{{#items}}\n- {{name}}\n{{/items}}\n- last",
    "1. first\n{{#items}}\n1. {{name}}\n{{/items}}",
    "3) x\n{{#others}}\n4) {{name}}\n{{/others}}\n5) y",
    "{{#items}}\n\n- {{name}}\n\n{{/items}}",
    "{{#items}}\n- {{name}}\n  {{#parts}}\n  - {{.}}\n  {{/parts}}\n{{/items}}",
    "{{#items}}\n- {{name}}\n{{#parts}}\n  - {{.}}\n{{/parts}}\n{{/items}}",
    "{{#items}}\n- {{name}}\n\n  text\n{{/items}}",
    "{{#items}}\n- {{name}}{{#is_bad}} *bad*{{/is_bad}}\n{{/items}}",
    "one\n{{#is_live}}\ntwo\n{{/is_live}}\nthree", "one\n{{#is_old}}\ntwo\n{{/is_old}}\nthree",
    "{{#is_live}}\nlive\n{{/is_live}}\n{{^is_live}}\nnot\n{{/is_live}}\n",
    "{{#is_old}}\nlive\n{{/is_old}}\n{{^is_old}}\nnot\n{{/is_old}}\n",
    "start\n{{#is_old}}\nlive\n{{/is_old}}\n{{^is_old}}\nnot\n{{/is_old}}\nend",
    "{{#is_live}}\nA\n\nB\n{{/is_live}}\n{{^is_live}}\nC\n{{/is_live}}\n",
    "{{#is_live}}\n- a\n{{/is_live}}\n{{^is_live}}\nnone\n{{/is_live}}\n",
    "{{#is_old}}\n- a\n{{/is_old}}\n{{^is_old}}\nnone\n{{/is_old}}\n",
    "{{#is_live}}\nText\n\n- a\n{{/is_live}}\n{{^is_live}}\n- b\n{{/is_live}}\n",
    "{{#items}}\n{{name}}\n{{/items}}", "{{#items}}\n{{name}}\n\n{{/items}}",
    "{{#items}}\n\n{{name}}\n{{/items}}",
    "{{#items}}\n## {{name}}\n\ntext\n\n{{/items}}\nend",
    "{{#items}}\n## {{name}}\n{{/items}}\nend",
    "{{#items}}\n> {{name}}\n\n{{/items}}", "```\n{{#items}}\n{{name}}\n{{/items}}\nend\n```",
    "```{{status}}\n{{#is_old}}\nx\n{{/is_old}}\n{{title}}\n```",
    "    {{#items}}\n    {{name}}\n    {{/items}}\n    x",
    "<div>\n{{#items}}\n<p>{{name}}</p>\n{{/items}}\n</div>\n",
    "{{#items}}\n<div>\n\n*{{name}}*\n\n</div>\n\n{{/items}}",
    "<ul>\n{{#items}}<li>{{name}}</li>{{/items}}\n</ul>",
    "<div>\n{{#is_live}}\n\n*x*\n\n{{/is_live}}\n</div>",
    "<p>a</p>\n{{#is_live}}\n<p>b</p>\n{{/is_live}}\nstill *raw*\n\n*md*",
    "{{#is_live}}_em_{{/is_live}} **a{{#is_live}}x{{/is_live}}** {{#is_live}}**\"y\"**{{/is_live}} z",
    "a{{#is_live}}_b_{{/is_live}}c {{#is_live}}(*d*){{/is_live}}{{^is_live}}e{{/is_live}}",
    "{{#items}}{{name}}, {{/items}}end", "*{{#items}}{{name}} {{/items}}x*",
    "[{{#is_live}}x{{/is_live}}y]({{path}})",
    "> a\n> {{#is_live}}\n> b\n> {{/is_live}}\n> c",
    "- x\n  {{#is_live}}\n  more\n  {{/is_live}}\n- y",
    "- x\n  {{#is_old}}\n  more\n  {{/is_old}}\n- y",
    "- x\n\n  {{#is_live}}\n  more\n  {{/is_live}}\n- y",
    "{{#is_live}}\n{{#items}}\n- {{name}}\n{{/items}}\n{{/is_live}}",
    "{{#is_live}}\n---\n{{/is_live}}\nx",
    "{{#items}}\n* {{name}}\n{{/items}}\n{{#items}}\n+ {{name}}\n{{/items}}",
    "x{{! c }}y\n{{! gone }}\nz",
    "{{#items}}\n{{#parts}}\n{{.}}\n{{/parts}}\n{{/items}}",
    "{{#items}}\n1. {{name}}\n\n   ```\n   {{name}}\n   ```\n{{/items}}",
    "<span class=\"{{status}}\" data-x=\"{{version}}\">{{title}}</span> text",
    "<http://x.org/{{version}}>",
    "[a](http://x.org/{{version}}/b?c={{version}})".replacing("/b?c={{version}}", with: "/b"),
    "[r] {{title}}\n\n[r]: {{path}} \"{{status}}\"",
    "{{#is_live}}\n# A\n{{/is_live}}\n{{#is_old}}\n# B\n{{/is_old}}",
    "{{#note}}\nNote: {{.}}\n{{/note}}", "{{{title}}} {{&title}} {{ title }}",
    "{{#owner}}{{name}} {{mail}}{{/owner}}",
  ]

  static var pages: [SamplePage] {
    let items = [
      SampleItem(name: "one", isBad: true, parts: ["p1", "p2"]),
      SampleItem(name: "two", parts: ["p3", "p4", "p5"]), SampleItem(name: "three"),
    ]
    return [
      SamplePage(items: items, others: []),
      SamplePage(isLive: false, isOld: true, note: nil, items: [], others: items),
    ]
  }

  @Test(arguments: templates) func printsWhatTheExpandedTemplatePrints(_ template: String) throws {
    for page in ExpansionTests.pages {
      let withoutComments = template.replacing("{{! c }}", with: "").replacing(
        "{{! gone }}\n", with: ""
      )
      .replacing("{{{title}}} {{&title}} {{ title }}", with: "{{title}} {{title}} {{title}}")
      let expected = ExpansionOracle.render(withoutComments, page)
      let actual = try withoutIsolation(render(template, page))
      #expect(withoutEdgeSpaces(actual) == withoutEdgeSpaces(expected))
    }
  }

  /// Without spaces and empty lines at the ends of lines and blocks, which no browser shows: a section
  /// that is left out leaves those that stood beside it. Two such spaces are a `<br />` to Markdown.
  private func withoutEdgeSpaces(_ html: String) -> String {
    var text = html.replacing("<br />", with: "")
    for end in ["\n", "</p>", "</li>", "</h2>", "</blockquote>"] {
      while text.contains(" " + end) { text = text.replacing(" " + end, with: end) }
    }
    for start in ["\n", "<p>", "<li>", "<h2>", "<blockquote>"] {
      while text.contains(start + " ") { text = text.replacing(start + " ", with: start) }
    }
    while text.contains("\n\n") { text = text.replacing("\n\n", with: "\n") }
    return text
  }

  /// Whether a list is loose is settled when the template is loaded, with all sections shown.
  @Test func takesAListAsLooseIfItMayBe() throws {
    let template = "- a\n\n{{#items}}\n- {{name}}\n{{/items}}"
    let full = SamplePage()
    #expect(try withoutIsolation(render(template, full)) == ExpansionOracle.render(template, full))
    let empty = SamplePage(items: [])
    #expect(try render(template, empty) == "<ul>\n<li>\n<p>a</p>\n</li>\n</ul>\n")
  }

  @Test func printsWhatRandomExpandedTemplatesPrint() throws {
    var compiled = 0
    for seed in 1...1200 {
      var generator = TemplateGenerator(seed: UInt64(seed))
      let template = generator.template()
      let source = TemplateSource(path: "random.md", text: template)
      guard
        let prepared = try? PreparedTemplate.markdown(source, scopes: [SamplePage.shape.info])
      else { continue }
      compiled += 1
      for page in ExpansionTests.pages {
        let expected = ExpansionOracle.render(template, page)
        let actual = withoutIsolation(run(prepared, [page]))
        #expect(
          withoutEdgeSpaces(actual) == withoutEdgeSpaces(expected), "seed \(seed):\n\(template)")
      }
    }
    #expect(compiled > 900, "most random templates are good ones")
  }
}

/// Random templates: blocks divided by empty lines, with sections around blocks, lines and words.
private struct TemplateGenerator {
  private var random: SeededGenerator

  init(seed: UInt64) { random = SeededGenerator(seed: seed) }

  mutating func template() -> String {
    // A rule between blocks: whether two lists are one, and loose, depends on the values otherwise.
    (0..<Int.random(in: 1...4, using: &random)).map { _ in block(depth: 0) }
      .joined(separator: "\n\n***\n\n") + "\n"
  }

  private mutating func one(of choices: [String]) -> String {
    choices.randomElement(using: &random) ?? ""
  }

  private mutating func words() -> String {
    let choices = [
      "{{title}}", "*{{version}}*", "word", "**bold**", "`{{status}}`", "[{{version}}]({{path}})",
      "{{#is_live}}yes{{/is_live}}", "{{^is_live}}_no_{{/is_live}}", "<b>{{title}}</b>", "x \"y\"",
      "{{#items}}{{name}} {{/items}}", "end.",
    ]
    return (0..<Int.random(in: 1...4, using: &random)).map { _ in one(of: choices) }
      .joined(separator: " ")
  }

  private mutating func wrapped(_ body: String, _ indent: String = "") -> String {
    let name = one(of: ["is_live", "is_old", "items", "others", "note"])
    let sign = name == "note" ? "#" : one(of: ["#", "#", "^"])
    return "\(indent){{\(sign)\(name)}}\n\(body)\n\(indent){{/\(name)}}"
  }

  private mutating func line(_ prefix: String) -> String {
    let body = prefix + "w " + words()
    return Int.random(in: 0..<3, using: &random) == 0 ? wrapped(body) : body
  }

  private mutating func block(depth: Int) -> String {
    let count = Int.random(in: 1...3, using: &random)
    switch Int.random(in: 0..<9, using: &random) {
    case 0: return "## w \(words())"
    case 1: return (0..<count).map { _ in line("- ") }.joined(separator: "\n")
    case 2: return (0..<count).map { _ in line("1. ") }.joined(separator: "\n")
    case 3: return "<div>\n\(wrapped("<p>{{title}}</p>"))\n</div>"
    case 4:
      return "```\n\((0..<count).map { _ in wrapped("{{title}}") }.joined(separator: "\n"))\n```"
    case 5: return "> w " + words()
    case 6 where depth < 3: return wrapped("\n" + block(depth: depth + 1) + "\n")
    case 7: return "- w " + words() + "\n" + wrapped("  - w " + words(), "  ")
    default: return (0..<count).map { _ in line("") }.joined(separator: "\n")
    }
  }
}
