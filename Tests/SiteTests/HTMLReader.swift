/// Reads the HTML that Rollbook writes: lower-case names, double-quoted attributes, every element
/// closed, no markup that a browser would move elsewhere.
struct HTMLReader {
  private let source: [UInt8]
  private var position = 0
  private var open: [HTMLPage.Element] = []

  static let void: Set<String> = ["meta", "link", "br", "hr", "img", "input", "wbr", "col"]
  /// What ends a paragraph in a browser, whatever the source says.
  static let endsParagraph: Set<String> = [
    "address", "article", "aside", "blockquote", "details", "div", "dl", "fieldset", "figure",
    "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "main", "nav", "ol", "p",
    "pre", "section", "table", "ul",
  ]
  /// What may stand in the parts of a table; anything else a browser moves out of it.
  static let tableChildren: [String: Set<String>] = [
    "table": ["caption", "colgroup", "thead", "tbody", "tfoot"], "thead": ["tr"], "tbody": ["tr"],
    "tr": ["th", "td"],
  ]

  init(_ text: String) { source = Array(text.utf8) }

  mutating func document() throws -> HTMLPage.Element {
    try expect("<!doctype html>\n")
    open = [HTMLPage.Element(name: "", attributes: [])]
    while position < source.count {
      if source[position] == UInt8(ascii: "<") { try tag() } else { try text() }
    }
    guard open.count == 1, let root = open.first else {
      throw fault("<\(open.last?.name ?? "")> is not closed")
    }
    return root
  }

  private func fault(_ message: String) -> Problem {
    let from = max(0, position - 120)
    let excerpt = String(decoding: source[from..<min(source.count, position + 80)], as: UTF8.self)
    return Problem("byte \(position): \(message), near: \(excerpt)")
  }

  private mutating func expect(_ text: String) throws {
    guard source[position...].starts(with: text.utf8) else { throw fault("'\(text)' is missing") }
    position += text.utf8.count
  }

  private mutating func take(while isWanted: (UInt8) -> Bool) -> String {
    let start = position
    while position < source.count, isWanted(source[position]) { position += 1 }
    return String(decoding: source[start..<position], as: UTF8.self)
  }

  // MARK: - Tags

  private mutating func tag() throws {
    try expect("<")
    if source[position...].first == UInt8(ascii: "/") {
      position += 1
      let name = try self.name()
      try expect(">")
      try close(name)
      return
    }
    let name = try self.name()
    let attributes = try self.attributes()
    let isClosed = source[position...].first == UInt8(ascii: "/")
    if isClosed { position += 1 }
    try expect(">")
    try begin(HTMLPage.Element(name: name, attributes: attributes))
    if isClosed, !open.contains(where: { $0.name == "svg" }) {
      throw fault("only SVG closes a tag by '/>'")
    }
    if isClosed || HTMLReader.void.contains(name) { try close(name) }
  }

  /// SVG has a few names in camel case.
  private mutating func name() throws -> String {
    let name = take { HTMLReader.isLetter($0) || 0x30...0x39 ~= $0 || $0 == UInt8(ascii: "-") }
    guard let first = name.utf8.first, HTMLReader.isLetter(first) else {
      throw fault("no name of a tag")
    }
    return name
  }

  private static func isLetter(_ byte: UInt8) -> Bool { 0x61...0x7A ~= byte | 0x20 && byte >= 0x41 }

  private mutating func attributes() throws -> [(name: String, value: String)] {
    var attributes: [(name: String, value: String)] = []
    while true {
      let gap = take { $0 == 0x20 }
      guard let next = source[position...].first else { throw fault("a tag is not closed") }
      if next == UInt8(ascii: ">") || next == UInt8(ascii: "/") { return attributes }
      guard !gap.isEmpty else { throw fault("no space before an attribute") }
      let name = take {
        HTMLReader.isLetter($0) || 0x30...0x39 ~= $0 || $0 == UInt8(ascii: "-")
          || $0 == UInt8(ascii: ":")
      }
      guard !name.isEmpty else { throw fault("no name of an attribute") }
      guard !attributes.contains(where: { $0.name == name }) else {
        throw fault("'\(name)' stands twice")
      }
      var value = ""
      if source[position...].first == UInt8(ascii: "=") {
        try expect("=\"")
        value = try decoded(take { $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "<") })
        try expect("\"")
      }
      attributes.append((name, value))
    }
  }

  // MARK: - Nesting

  private mutating func begin(_ element: HTMLPage.Element) throws {
    let names = open.map(\.name)
    if HTMLReader.endsParagraph.contains(element.name), names.contains("p") {
      throw fault("<\(element.name)> inside of <p>")
    }
    if element.name == "a", names.contains("a") { throw fault("<a> inside of <a>") }
    if let allowed = HTMLReader.tableChildren[names.last ?? ""], !allowed.contains(element.name) {
      throw fault("<\(element.name)> directly in <\(names.last ?? "")>")
    }
    for (child, parents) in [("tr", ["thead", "tbody"]), ("li", ["ul", "ol"]), ("td", ["tr"])]
    where element.name == child && !parents.contains(names.last ?? "") {
      throw fault("<\(child)> not in \(parents)")
    }
    open.append(element)
  }

  private mutating func close(_ name: String) throws {
    guard open.count > 1, let last = open.popLast() else {
      throw fault("</\(name)> closes nothing")
    }
    guard last.name == name else { throw fault("</\(name)> closes <\(last.name)>") }
    open[open.count - 1].children.append(.element(last))
  }

  // MARK: - Text

  private mutating func text() throws {
    let raw = take { $0 != UInt8(ascii: "<") }
    guard !raw.utf8.contains(UInt8(ascii: ">")) else { throw fault("'>' stands in text") }
    let text = try decoded(raw)
    let inside = open[open.count - 1].name
    let isBlank = text.allSatisfy(\.isWhitespace)
    if HTMLReader.tableChildren[inside] != nil, !isBlank { throw fault("text in <\(inside)>") }
    if inside == "script" { throw fault("text in <script>") }
    open[open.count - 1].children.append(.text(text))
  }

  /// Replaces character references, of which few are expected; refuses what must not be on a page.
  private func decoded(_ raw: String) throws -> String {
    for scalar in raw.unicodeScalars where HTMLReader.isForbidden(scalar) {
      throw fault("U+\(String(scalar.value, radix: 16)) stands in a page")
    }
    let parts = raw.split(separator: "&", omittingEmptySubsequences: false)
    var result = String(parts.first ?? "")
    for part in parts.dropFirst() {
      let names = [
        "amp;": "&", "lt;": "<", "gt;": ">", "quot;": "\"", "#39;": "'", "nbsp;": "\u{A0}",
      ]
      guard let found = names.first(where: { part.hasPrefix($0.key) }) else {
        throw fault("'&\(part.prefix(10))' is no character reference")
      }
      result += found.value + part.dropFirst(found.key.count)
    }
    return result
  }

  /// Controls, what turns the direction of text, tag characters and non-characters.
  static func isForbidden(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x09, 0x0A: false
    case 0..<0x20, 0x7F...0x9F, 0x061C, 0x200E, 0x200F, 0x202A...0x202E, 0x2066...0x2069: true
    case 0xFDD0...0xFDEF, 0xE0000...0xE007F: true
    default: scalar.value & 0xFFFE == 0xFFFE
    }
  }
}
