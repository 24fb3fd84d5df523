import Foundation

#if canImport(FoundationXML)
  import FoundationXML
#endif

/// What a strict XML parser sees in a piece of markup.
final class Markup: NSObject, XMLParserDelegate {
  struct Element: Equatable {
    let name: String
    let attributes: [String: String]
  }

  private(set) var elements: [Element] = []
  /// The character data of each element, its descendants' included, by the element's index.
  private(set) var texts: [String] = []
  private var open: [Int] = []
  private(set) var error: String?

  init(_ markup: String) {
    super.init()
    let parser = XMLParser(data: Data("<root>\(markup)</root>".utf8))
    parser.delegate = self
    if !parser.parse() {
      error =
        "\(parser.lineNumber):\(parser.columnNumber): \(String(describing: parser.parserError))"
    }
  }

  /// Tag and attribute names, without any value.
  var skeleton: [String] {
    elements.map { "\($0.name) \($0.attributes.keys.sorted().joined(separator: " "))" }
  }

  func texts(of name: String, class style: String? = nil) -> [String] {
    elements.indices.filter {
      elements[$0].name == name && (style == nil || elements[$0].attributes["class"] == style)
    }.map { texts[$0] }
  }

  func paths(class style: String) -> [String] {
    elements.filter { $0.name == "path" && $0.attributes["class"] == style }
      .compactMap { $0.attributes["d"] }
  }

  func parser(
    _ parser: XMLParser, didStartElement name: String, namespaceURI: String?,
    qualifiedName: String?, attributes: [String: String]
  ) {
    open.append(elements.count)
    elements.append(Element(name: name, attributes: attributes))
    texts.append("")
  }

  func parser(_ parser: XMLParser, foundCharacters string: String) {
    for i in open { texts[i] += string }
  }

  func parser(
    _ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?
  ) {
    open.removeLast()
  }
}
