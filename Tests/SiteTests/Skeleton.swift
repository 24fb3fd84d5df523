/// What remains of a page without its words: tags, and the names of their attributes.
extension HTMLPage {
  /// Marks of characters that cannot be shown are words, and so are links to addresses from
  /// records: an address that must not be a link is none.
  var skeleton: [String] {
    var lines: [String] = []
    HTMLPage.append(root, to: &lines, depth: 0)
    return lines
  }

  private static func append(_ element: Element, to lines: inout [String], depth: Int) {
    if isMarkOfCharacter(element) || isLabelOfChart(element) { return }
    let isExternal = element.name == "a" && element["rel"]?.contains("noopener") == true
    if !isExternal {
      let names = element.attributes.map(\.name).joined(separator: " ")
      lines.append(String(repeating: " ", count: depth) + "<\(element.name) \(names)>")
    }
    for child in element.elementChildren {
      append(child, to: &lines, depth: isExternal ? depth : depth + 1)
    }
  }

  /// A chart labels what has room for its label, so that a long word has none.
  private static func isLabelOfChart(_ element: Element) -> Bool {
    element.name == "text" && element["aria-hidden"] == "true"
  }

  private static func isMarkOfCharacter(_ element: Element) -> Bool {
    element.name == "span" && element["class"] == "chip"
      && element.text.wholeMatch(of: /‹U\+[0-9A-F]+›/) != nil
  }
}
