import Foundation

/// HTML without what `DefaultTemplateTests` sets aside.
struct ComparableHTML {
  private var text: String

  init(_ html: String) {
    text = html
    for element in ["<bdi>", "</bdi>", "</time>"] { text = text.replacing(element, with: "") }
    replace("<time datetime=\"[^\"]*\">", "")
    text = text.replacing(" rel=\"nofollow noopener noreferrer\"", with: "")
    replace(
      "<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-label(ledby)?=\"[^\"]*\">", "")
    text = text.replacing("</table></div>", with: "</table>")
    text = text.replacing("<th scope=\"col\"", with: "<th")
    replace("<table>\\n<thead>(?:(?!</table>)[\\s\\S])*</thead>\\n</table>", "")
    replace("(<t[hd]) class=\"(right|center)\"", "$1 align=\"$2\"")
    replace("<a( [^>]*)? href=\"\"[^>]*>(.*?)</a>", "$2")
    replace("<link [^>]*href=\"\">", "")
    text = text.replacing("``", with: "<code></code>").replacing("`<code></code>", with: "```")
    text = text.replacing("<p></p>", with: "")
    replace("[ \\n]+(</(p|td|th|li|h[1-6]|blockquote|div|nav)>)", "$1")
    replace("(<(p|td|th|li|h[1-6]|blockquote)>)[ \\n]+", "$1")
  }

  /// The lines with something on them.
  var lines: [String] {
    text.split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) }
      .filter { !$0.isEmpty }
  }

  private mutating func replace(_ pattern: String, _ replacement: String) {
    text = text.replacingOccurrences(of: pattern, with: replacement, options: .regularExpression)
  }
}

/// The pipe tables of Markdown, which cmark does not know, taken out of it.
struct MarkdownTables {
  /// A paragraph `TABLE` for each table.
  let withPlaceholders: String
  /// For each table, whether it has more than its head.
  let hasRows: [Bool]

  init(_ markdown: String) {
    var text = ""
    var hasRows: [Bool] = []
    var length = 0
    for line in markdown.split(separator: "\n", omittingEmptySubsequences: false) {
      guard line.hasPrefix("|") else {
        length = 0
        text += line + "\n"
        continue
      }
      length += 1
      if length == 1 {
        hasRows.append(false)
        text += "TABLE\(hasRows.count)\n"
      } else if length > 2 {
        hasRows[hasRows.count - 1] = true
      }
    }
    withPlaceholders = text
    self.hasRows = hasRows
  }

  /// cmark's output without the placeholders of tables without rows.
  func withoutEmptyPlaceholders(_ html: String) -> String {
    hasRows.enumerated().reduce(html) { html, table in
      table.element ? html : html.replacing("<p>TABLE\(table.offset + 1)</p>\n", with: "")
    }
  }

  /// Our output with the placeholders of the tables that have rows, in their order.
  static func withPlaceholders(_ html: String, keeping hasRows: [Bool]) -> String {
    var result = ""
    var rest = html[...]
    var numbers = hasRows.indices.filter { hasRows[$0] }[...]
    while let open = rest.firstRange(of: "<div class=\"scroll\""),
      let close = rest.firstRange(of: "</table></div>")
    {
      let number = numbers.popFirst().map { String($0 + 1) } ?? "unexpected"
      result += rest[..<open.lowerBound] + "<p>TABLE\(number)</p>"
      rest = rest[close.upperBound...]
    }
    return result + rest
  }
}
