/// A page as a strict reader of our own takes it apart: what it does not understand is an error,
/// not something to be mended as browsers do.
struct HTMLPage: Sendable {
  indirect enum Node: Sendable {
    case text(String)
    case element(Element)
  }

  struct Element: Sendable {
    let name: String
    /// In the order of the source; an attribute without a value has an empty one.
    let attributes: [(name: String, value: String)]
    var children: [Node] = []

    subscript(name: String) -> String? { attributes.first { $0.name == name }?.value }
  }

  let root: Element

  init(_ source: String) throws {
    var reader = HTMLReader(source)
    root = try reader.document()
  }

  /// All elements, in the order of the source.
  var elements: [Element] { root.descendants }

  func all(_ name: String) -> [Element] { elements.filter { $0.name == name } }

  /// All text that a reader sees, character references decoded.
  var visibleText: String { root.children.map(\.visibleText).joined() }
}

extension HTMLPage.Element {
  var descendants: [HTMLPage.Element] {
    [self]
      + children.flatMap { node -> [HTMLPage.Element] in
        if case .element(let child) = node { child.descendants } else { [] }
      }
  }

  var text: String { children.map(\.visibleText).joined() }

  var elementChildren: [HTMLPage.Element] {
    children.compactMap { if case .element(let child) = $0 { child } else { nil } }
  }
}

extension HTMLPage.Node {
  fileprivate var visibleText: String {
    switch self {
    case .text(let text): text
    case .element(let element): ["script", "head"].contains(element.name) ? "" : element.text
    }
  }
}
