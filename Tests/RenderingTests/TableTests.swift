import Foundation
import Model
import Testing

@testable import Rendering

/// Tables against Debian's `cmark-gfm` program, whose structure ours must have.
@Suite struct TableTests {
  static let corpus: [String] = [
    "| a | b |\n|---|---|\n| c | d |", "a | b\n--|--\nc | d\ne", "|a|\n|:-:|\n|b|\n|c|",
    "| a | b | c |\n|:--|:-:|--:|\n| 1 | 2 | 3 |",
    "|a|b|\n|-|-|", "text\n| a |\n|---|\n| b |\n\nend",
    "| a | b |\n|---|---|\n| c |\n| d | e | f |\n| |",
    "| `a\\|b` | c \\| d |\n|---|---|\n| **x** | [l](/u) |", "| a |\n|---|---|\n| b |",
    "| a\n| -\n| b\n> q", "> | a |\n> |---|\n> | b |",
    "- | a |\n  |---|\n  | b |", "| a |\n|---|\n| b |\n# h", "|a|b|\n|-|-|\n|*x|y*|",
    "| <b>x</b> | &amp; |\n|---|---|\n| \"q\" | [r] |\n\n[r]: /x",
    "a\n:--\nb", "| a |\n| b |\n|---|\n| c |", "   | a |\n   |---|\n   | b |",
    "| a | |\n|---|---|\n| | b |", "|a|\n|-|\n|b \\\\| c|",
    "| # a | - b |\n|---|---|\n| 1. c | > d |", "not | a table\nat all", "```\n| a |\n|---|\n```",
    "1. x\n\n   | a |\n   |--:|\n   | b |",
    "| a |\n|---|\n| ![i](/x \"t\") |\n| x # |", "| é | ü |\n|:---|---:|\n| `` ` `` | \\* |",
  ]

  @Test(arguments: corpus) func hasTheStructureOfCMarkGFM(_ markdown: String) throws {
    #expect(try plainTables(render(markdown)) == cmarkGFM(markdown))
  }

  @Test func hasTheStructureOfCMarkGFMForRandomTables() throws {
    let cells = [
      "a", "b c", "*x*", "`y`", "`p\\|q`", "\\|", "", "[l](/u)", "**s", "z**", "<i>t</i>", "1", "é",
    ]
    let delimiters = ["---", ":--", "--:", ":-:", "-"]
    var documents: [String] = []
    for seed in 1...60 {
      var random = SeededGenerator(seed: UInt64(seed))
      let width = Int.random(in: 1...4, using: &random)
      func row(_ choices: [String], _ count: Int) -> String {
        "|" + (0..<count).map { _ in " \(choices.randomElement(using: &random) ?? "") |" }.joined()
      }
      var lines = [row(cells, width), row(delimiters, width)]
      for _ in 0..<Int.random(in: 0...4, using: &random) {
        lines.append(row(cells, max(1, width + Int.random(in: -1...1, using: &random))))
      }
      documents.append(lines.joined(separator: "\n"))
    }
    let all = documents.joined(separator: "\n\n<!-- -->\n\n")
    #expect(try plainTables(render(all)) == cmarkGFM(all))
  }

  @Test func loopsOverRows() throws {
    let template = """
      ## Items

      | Name | Bad |
      |---|--:|
      {{#items}}
      | {{name}} | {{#is_bad}}yes{{/is_bad}} |
      {{/items}}
      {{#is_live}}
      | end | |
      {{/is_live}}

      """
    let page = SamplePage(items: [SampleItem(name: "one", isBad: true), SampleItem(name: "two")])
    #expect(
      try withoutIsolation(render(template, page)) == """
        <h2>Items</h2>
        <div class="scroll" role="region" tabindex="0" aria-label="Items"><table>
        <thead>
        <tr>
        <th scope="col">Name</th>
        <th scope="col" class="right">Bad</th>
        </tr>
        </thead>
        <tbody>
        <tr>
        <td>one</td>
        <td class="right">yes</td>
        </tr>
        <tr>
        <td>two</td>
        <td class="right"></td>
        </tr>
        <tr>
        <td>end</td>
        <td class="right"></td>
        </tr>
        </tbody>
        </table></div>

        """)
  }

  /// The names of the boxes of all tables.
  private func regionNames(_ template: String) throws -> [String] {
    let page = SamplePage(items: [SampleItem(name: "one", isBad: true), SampleItem(name: "two")])
    return try render(template, page).matches(of: /tabindex="0" (aria-label.*?)><table>/)
      .map { String($0.output.1) }
  }

  @Test(arguments: [
    ("## Items", #"aria-label="Items""#), ("<h3>Items</h3>", #"aria-label="Items""#),
    ("<h3>Items &amp; more</h3>", #"aria-label="Table""#), ("<h3></h3>", #"aria-label="Table""#),
    ("<h2 id=\"items\">Items</h2>", #"aria-labelledby="items""#), ("", #"aria-label="Table""#),
    ("{{#items}}\n\n<h2 id=\"of-{{name}}\">x</h2>\n\n{{/items}}", #"aria-label="Table""#),
  ])
  func namesATableAfterTheHeadingBeforeIt(heading: String, name: String) throws {
    #expect(try regionNames("\(heading)\n\n| A |\n|---|\n| x |\n") == [name])
  }

  @Test func tablesOfASectionThatRepeatsHaveNamesOfTheirOwn() throws {
    let names = try regionNames(
      "{{#items}}\n\n<h2 id=\"of-{{name}}\">{{name}}</h2>\n\n| A |\n|---|\n| x |\n\n{{/items}}\n")
    #expect(names == [#"aria-labelledby="of-one""#, #"aria-labelledby="of-two""#])
  }

  @Test func leavesATableWithoutRowsOut() throws {
    let template =
      "a\n\n| Name |\n|---|\n{{#others}}\n| {{name}} |\n{{/others}}\n\n{{^others}}\nNone.\n{{/others}}\n"
    #expect(try render(template) == "<p>a</p>\n<p>None.</p>\n")
  }

  @Test func hasTheSameRowsAsTheExpandedTable() throws {
    let template =
      "| {{title}} | B |\n|:-:|---|\n{{#items}}\n{{#parts}}\n| {{name}} | {{.}} |\n{{/parts}}\n{{/items}}\n| x | y |"
    for page in ExpansionTests.pages {
      let expected = try cmarkGFM(ExpansionOracle.expand(template, page))
      #expect(try withoutIsolation(plainTables(render(template, page))) == expected)
    }
  }

  /// Our box, scopes and classes as cmark-gfm's attributes.
  private func plainTables(_ html: String) -> String {
    var text = html.replacing(
      #"<div class="scroll" role="region" tabindex="0" aria-label="Table"><table>"#, with: "<table>"
    )
    text = text.replacing("</table></div>", with: "</table>").replacing(" scope=\"col\"", with: "")
    for word in ["right", "center"] {
      text = text.replacing(" class=\"\(word)\"", with: " align=\"\(word)\"")
    }
    return text
  }

  /// `align="left"` is what cells are anyway; ours say nothing.
  private func cmarkGFM(_ markdown: String) throws -> String {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["cmark-gfm", "--unsafe", "-e", "table"]
    let input = Pipe()
    let output = Pipe()
    process.standardInput = input
    process.standardOutput = output
    try process.run()
    input.fileHandleForWriting.write(Data(markdown.utf8))
    try input.fileHandleForWriting.close()
    let data = try output.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    try #require(process.terminationStatus == 0, "install the Debian package cmark-gfm")
    return String(decoding: data, as: UTF8.self).replacing(" align=\"left\"", with: "")
  }
}
