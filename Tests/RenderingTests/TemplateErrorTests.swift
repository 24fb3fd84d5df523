import Testing

@testable import Rendering

/// What is wrong in a template is said when it is loaded, with the place.
@Suite struct TemplateErrorTests {
  static let cases: [(template: String, expected: [String])] = [
    ("a {{versoin}}", ["1:3: unknown name 'versoin'; did you mean 'version'?"]),
    ("x\n\n- {{zzzzzz}}", ["3:3: unknown name 'zzzzzz'"]),
    ("{{owner.nam}}", ["1:1: unknown name 'nam'; did you mean 'name'?"]),
    ("{{title.x}}", ["1:1: 'title' has no fields, so no 'x'"]),
    (
      "{{titel}} {{#itmes}}{{anything}}{{/itmes}} {{cuont}}",
      [
        "1:1: unknown name 'titel'; did you mean 'title'?",
        "1:11: unknown name 'itmes'; did you mean 'items'?",
        "1:44: unknown name 'cuont'; did you mean 'count'?",
      ]
    ),
    ("{{owner}}", ["1:1: 'owner' is an object; write '{{owner.field}}' or a section"]),
    ("{{items}}", ["1:1: 'items' is a list; write a section '{{#items}}…{{/items}}'"]),
    ("{{chart}}", ["1:1: 'chart' is a component; write '{{> chart/chart}}'"]),
    ("{{> chart/title}}", ["1:1: 'title' is not a component"]),
    ("{{> chart/chrat}}", ["1:1: unknown name 'chrat'; did you mean 'chart'?"]),
    ("{{.}}", ["1:1: '.' is an object here; name one of its fields"]),
    ("{{#items}}\nx", ["1:1: section 'items' is not closed; '{{/items}}' is missing"]),
    ("x\n{{/items}}", ["2:1: '{{/items}}' closes a section that is not open"]),
    (
      "{{#items}}\n{{#is_bad}}\n{{/items}}\n",
      [
        "3:1: '{{/items}}' stands where section 'is_bad' should end; that was opened at pages/test.md:2:1"
      ]
    ),
    ("{{title", ["1:1: this tag has no '}}' on its line"]),
    ("a\n{{! x\ny", ["2:1: this comment has no '}}'"]),
    ("{{=<% %>=}}", ["1:1: other delimiters than '{{' and '}}' are not supported"]),
    ("{{a b}}", ["1:1: 'a b' is not a name"]), ("{{}}", ["1:1: '' is not a name"]),
    ("{{> facst}}", ["1:1: unknown partial 'facst'; did you mean 'facts'?"]),
    ("{{> loop}}", ["1:1: partials must not contain themselves: 'loop' > 'loop'"]),
    (
      "*a {{#is_live}}b* c{{/is_live}}",
      [
        "1:4: section 'is_live' begins in one element and ends in another (1:20)"
      ]
    ),
    (
      "{{#is_live}}\n## A {{/is_live}}",
      [
        "1:1: section 'is_live' begins in one element and ends in another (2:6)"
      ]
    ),
    (
      "# {{#is_live}}A\n\ntext{{/is_live}}",
      [
        "1:3: section 'is_live' begins in one element and ends in another (3:5)"
      ]
    ),
    (
      "[a]({{title}})",
      ["1:5: 'title' is no link; only fields of the kinds link and url may be a whole URL"]
    ),
    (
      "[a]({{path}}{{path}})",
      ["1:13: a URL may hold one value and nothing else of the template language"]
    ),
    ("[a]({{logs}}/x)", ["1:5: nothing may follow '{{logs}}' in a URL"]),
    ("[a]({{path}}x)", ["1:5: only '#' and a name may follow '{{path}}' in a URL"]),
    ("[a](x/{{logs}})", ["1:7: 'logs' can't be a part of a URL"]),
    (
      "[a](https://{{version}}/)",
      [
        "1:13: the text before a value in a URL must be a path, or http(s) up to the '/' after the host"
      ]
    ),
    (
      "[a](javascript:{{version}})",
      [
        "1:16: the text before a value in a URL must be a path, or http(s) up to the '/' after the host"
      ]
    ),
    (
      "[a](//{{version}}/)",
      [
        "1:7: the text before a value in a URL must be a path, or http(s) up to the '/' after the host"
      ]
    ),
    ("<!-- {{title}} -->", ["1:6: '{{title}}' can't stand in an HTML comment"]),
    ("<script>\nlet a = {{title}}\n</script>", ["2:9: '{{title}}' can't stand in <script>"]),
    ("<style>\n{{title}}\n</style>", ["2:1: '{{title}}' can't stand in <style>"]),
    ("x <script>{{title}}</script>", ["1:11: '{{title}}' can't stand in <script>"]),
    (
      "<div class='{{title}}'>",
      ["1:13: '{{title}}' stands in an attribute; put its value in double quotes"]
    ),
    (
      "<div class={{title}}>",
      ["1:12: '{{title}}' stands in an attribute; put its value in double quotes"]
    ),
    ("<div onclick=\"{{title}}\">", ["1:15: '{{title}}' can't stand in the attribute 'onclick'"]),
    ("<div style=\"{{title}}\">", ["1:13: '{{title}}' can't stand in the attribute 'style'"]),
    (
      "<a href=\"{{title}}\">x</a>",
      [
        "1:10: 'title' is no link; only fields of the kinds link and url may be a whole URL"
      ]
    ),
    ("<div {{title}}=\"x\">", ["1:6: '{{title}}' \(TemplateCompiler.insideTagHint)"]),
    ("<div><{{title}}></div>", ["1:7: '{{title}}' \(TemplateCompiler.insideTagHint)"]),
    ("x <{{title}}>", ["1:4: '{{title}}' \(TemplateCompiler.insideTagHint)"]),
    ("<{{title}}>", ["1:2: '{{title}}' \(TemplateCompiler.insideTagHint)"]),
    (
      "a <b {{#is_live}}id=\"x\"{{/is_live}}>c</b>",
      [
        "1:6: '{{#is_live}}' \(TemplateCompiler.insideTagHint)",
        "1:24: '{{/is_live}}' \(TemplateCompiler.insideTagHint)",
      ]
    ),
    ("[a][{{title}}]\n\n[{{title}}]: /x", ["3:2: '{{title}}' can't stand here"]),
    (
      "{{#is_live}}# A{{/is_live}}",
      ["1:1: put '{{#is_live}}' on a line of its own: a block begins after it"]
    ),
    (
      "{{#items}}- a{{/items}}",
      ["1:1: put '{{#items}}' on a line of its own: a block begins after it"]
    ),
    (
      "{{#items}}\na\n\nb\n{{/items}}",
      [
        "5:1: leave an empty line before '{{/items}}': without it one pass of the loop runs into the next"
      ]
    ),
    (
      "- a\n{{#is_live}}\nb\n{{/is_live}}",
      [
        "2:1: leave an empty line beside '{{#is_live}}': without it the text before and after is one block"
      ]
    ),
    (
      "{{#items}}\n| a |\n|---|\n| b |\n{{/items}}",
      [
        "1:1: leave an empty line before '{{/items}}': a table's head can't stand in a section that its rows run out of"
      ]
    ),
    (
      "| a |\n|---|\n| {{#is_live}}b | c{{/is_live}} |",
      [
        "3:3: section 'is_live' begins in one element and ends in another (3:20)"
      ]
    ),
    ("```\n{{> chart/chart}}\n```", ["2:1: '{{> chart/chart}}' can't stand here"]),
    ("{{> content}}", ["1:1: unknown partial 'content'"]),
  ]

  @Test(arguments: cases.indices) func namesThePlaceAndTheWayOut(_ index: Int) {
    let (template, expected) = TemplateErrorTests.cases[index]
    let found = errors(
      template, partials: ["facts": "{{title}}", "loop": "{{> loop}}"])
    #expect(found.map { $0.replacing("(pages/test.md:", with: "(") } == expected, "\(template)")
  }

  @Test func showsTheLineWithACaret() {
    let error = TemplateError(
      path: "pages/service.md", line: 41, column: 17,
      message: "unknown name 'versoin'; did you mean 'version'?",
      sourceLine: "\tThe version is {{versoin}}.")
    #expect(
      error.description == """
        pages/service.md:41:17: error: unknown name 'versoin'; did you mean 'version'?
        \tThe version is {{versoin}}.
        \t               ^
        """)
  }

  @Test func pointsIntoTheFileOfAPartial() {
    let source = TemplateSource(path: "pages/a.md", text: "x\n  {{> facts}}\n{{nope}}")
    let partial = TemplateSource(path: "partials/facts.md", text: "ok\n- {{titel}}\n")
    #expect(throws: TemplateErrors.self) {
      _ = try PreparedTemplate.markdown(
        source, partials: ["facts": partial], scopes: [SamplePage.shape.info])
    }
    do throws(TemplateErrors) {
      _ = try PreparedTemplate.markdown(
        source, partials: ["facts": partial], scopes: [SamplePage.shape.info])
    } catch {
      #expect(
        error.errors.map { "\($0.path):\($0.line):\($0.column)" } == [
          "partials/facts.md:2:3", "pages/a.md:3:1",
        ])
      #expect(error.errors.first?.sourceLine == "- {{titel}}")
    }
  }

  @Test func countsLinesAfterFrontMatter() {
    let file = TemplateSource(path: "pages/a.md", text: "---\ntitle: x\n---\n\n{{nope}}\n")
    let (frontMatter, template) = file.splittingFrontMatter()
    #expect(frontMatter == FrontMatter(yaml: "title: x\n", line: 2))
    do throws(TemplateErrors) {
      _ = try PreparedTemplate.markdown(template, scopes: [SamplePage.shape.info])
    } catch {
      #expect(error.errors.map { "\($0.line):\($0.column)" } == ["5:1"])
    }
  }

  @Test func neverCrashesOnRandomTemplates() {
    let fragments = [
      "{{title}}", "{{#items}}", "{{/items}}", "{{^items}}", "{{#is_live}}", "{{/is_live}}",
      "{{.}}", "{{> chart/chart}}",
      "\n", "\n\n", "- ", "  ", "| a |", "|---|", "> ", "# ", "```", "<a href=\"", "\">", "</a>",
      "<div>", "<!--", "-->", "[x](", ")",
      "`", "*", "_", "{{", "}}", "{{{", "<script>", "</script>", "\"", "'", "é", "{{!", "<svg>",
      "=", "Qrb0z1Q", "※",
    ]
    for seed in 1...3000 {
      var random = SeededGenerator(seed: UInt64(seed))
      let length = Int.random(in: 1...16, using: &random)
      let template = (0..<length).map { _ in fragments.randomElement(using: &random) ?? "" }
        .joined()
      if let html = try? render(template) {
        #expect(!html.contains("Qrb1z"), "a token is left: seed \(seed)")
      }
      _ = try? renderHTML(template)
    }
  }
}
