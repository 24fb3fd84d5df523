import Yams

/// What a part of a YAML file says, whatever its layout, as text to be hashed.
enum CanonicalYAML {
  /// Keys that say nothing about how records come out.
  private static let irrelevant = ["through", "max_age"]

  /// - Parameters: names of further keys of the node itself that do not count.
  static func text(of node: Node, without keys: [String]) -> String {
    guard let mapping = node.mapping else { return text(of: node) }
    let pairs = mapping.filter { pair in
      !(irrelevant + keys).contains(pair.key.string ?? "")
    }
    return text(of: pairs.map { ($0.key, $0.value) })
  }

  private static func text(of node: Node) -> String {
    if let mapping = node.mapping { return text(of: mapping.map { ($0.key, $0.value) }) }
    if let sequence = node.sequence {
      return "[" + sequence.map { text(of: $0) }.joined() + "]"
    }
    let string = node.string ?? ""
    return node.isYAMLNull ? "~" : "\(string.utf8.count):\(string)"
  }

  private static func text(of pairs: [(Node, Node)]) -> String {
    "{" + pairs.map { text(of: $0.0) + text(of: $0.1) }.joined() + "}"
  }
}

extension Node {
  /// Whether it is a plain `null`, `~` or nothing at all.
  var isYAMLNull: Bool {
    guard let scalar, scalar.style == .plain || scalar.style == .any else { return false }
    return ["", "~", "null", "Null", "NULL"].contains(scalar.string)
  }
}
