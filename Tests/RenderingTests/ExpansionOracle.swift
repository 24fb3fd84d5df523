import Markdown
import Model

@testable import Rendering

/// The slow and plain way: expands a template by Mustache's rules as text and gives it to cmark. For
/// values of letters and digits a prepared template must print the same.
enum ExpansionOracle {
  static func render(_ template: String, _ page: any Viewable) -> String {
    let expanded = expand(template, page)
    return String(decoding: renderWithCMark(Array(expanded.utf8)), as: UTF8.self)
  }

  static func expand(_ template: String, _ page: any Viewable) -> String {
    let nodes = parse(withoutStandaloneLines(template))
    return write(nodes, [.object(page)])
  }

  private indirect enum Node {
    case text(String)
    case value(String)
    case section(String, isInverted: Bool, [Node])
  }

  /// Takes away the white space and the line end around section tags alone on their line.
  private static func withoutStandaloneLines(_ template: String) -> String {
    let lines = template.split(separator: "\n", omittingEmptySubsequences: false)
    var result = ""
    for (i, line) in lines.enumerated() {
      let trimmed = line.drop { $0 == " " }
      let end = i < lines.count - 1 ? "\n" : ""
      let isTag =
        ["{{#", "{{^", "{{/"].contains { trimmed.hasPrefix($0) } && trimmed.hasSuffix("}}")
        && !trimmed.dropFirst(2).contains("{{")
      result += isTag ? String(trimmed) : line + end
    }
    return result
  }

  private static func parse(_ template: String) -> [Node] {
    var stack: [(name: String, isInverted: Bool, nodes: [Node])] = [("", false, [])]
    var rest = template[...]
    while let open = rest.firstRange(of: "{{"), let close = rest.firstRange(of: "}}") {
      stack[stack.count - 1].nodes.append(.text(String(rest[..<open.lowerBound])))
      let tag = rest[open.upperBound..<close.lowerBound]
      rest = rest[close.upperBound...]
      let name = String(tag.drop { "#^/ ".contains($0) })
      switch tag.first {
      case "#": stack.append((name, false, []))
      case "^": stack.append((name, true, []))
      case "/":
        let section = stack.removeLast()
        stack[stack.count - 1].nodes.append(
          .section(section.name, isInverted: section.isInverted, section.nodes))
      default: stack[stack.count - 1].nodes.append(.value(name))
      }
    }
    return stack[0].nodes + [.text(String(rest))]
  }

  private static func write(_ nodes: [Node], _ stack: [Value]) -> String {
    nodes.map { node in
      switch node {
      case .text(let text): text
      case .value(let name): plain(look(name, stack))
      case .section(let name, let isInverted, let inner):
        writeSection(look(name, stack), isInverted, inner, stack)
      }
    }.joined()
  }

  private static func writeSection(
    _ value: Value, _ isInverted: Bool, _ nodes: [Node], _ stack: [Value]
  ) -> String {
    if isInverted { return isTrue(value) ? "" : write(nodes, stack) }
    switch value {
    case .list(let elements):
      return elements.map { write(nodes, stack + [.object($0)]) }.joined()
    case .texts(let texts): return texts.map { write(nodes, stack + [.text($0)]) }.joined()
    default: return isTrue(value) ? write(nodes, stack + [value]) : ""
    }
  }

  private static func isTrue(_ value: Value) -> Bool {
    switch value {
    case .none: false
    case .flag(let flag): flag
    case .list(let elements): !elements.isEmpty
    case .texts(let texts): !texts.isEmpty
    default: true
    }
  }

  private static func look(_ name: String, _ stack: [Value]) -> Value {
    if name == "." { return stack.last ?? .none }
    for case .object(let object) in stack.reversed() {
      if let index = object.shapeInfo.index(of: name) { return object.value(at: index) }
    }
    return .none
  }

  private static func plain(_ value: Value) -> String {
    switch value {
    case .text(let text), .id(let text): text.string
    case .word(let word): word
    case .link(let path): "../" + path
    case .integer(let number): String(number)
    default: ""
    }
  }
}
