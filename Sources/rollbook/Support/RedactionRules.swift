import Redacting
import Yams

/// What happens to secrets in records.
enum RedactionMode: String, CaseIterable {
  /// Replaced in everything published and printed; the archive keeps what the source said.
  case published
  /// Replaced before records enter the archive, too.
  case archive
  /// Left as they are.
  case off
}

/// The user's own rules, from the configuration.
struct RedactionRules {
  private(set) var rules: [RedactionRule] = []
  private let file: String
  private static let keys = ["name", "prefix", "characters", "length"]

  /// - Parameter file: the configuration, for messages.
  init(_ node: Node, at file: String) throws {
    self.file = file
    guard let list = node.sequence else {
      throw fail(node, "'redaction_rules' is a list of rules with name, prefix, characters, length")
    }
    for rule in list { rules.append(try read(rule)) }
  }

  private func read(_ node: Node) throws -> RedactionRule {
    guard let members = node.mapping else {
      throw fail(node, "a rule has the keys \(RedactionRules.keys.joined(separator: ", "))")
    }
    for (key, _) in members where !RedactionRules.keys.contains(key.string ?? "") {
      throw fail(key, "a rule has no key '\(key.string ?? "")'")
    }
    func text(_ key: String) throws -> String {
      guard let text = members[key]?.string, !text.isEmpty else {
        throw fail(node, "a rule needs '\(key)'")
      }
      return text
    }
    do {
      return try RedactionRule(
        name: text("name"), prefix: text("prefix"), characters: text("characters"),
        length: length(text("length"), node))
    } catch let error as RedactionRuleError {
      throw fail(node, error.message)
    }
  }

  /// `32` or `20-40`.
  private func length(_ text: String, _ node: Node) throws -> ClosedRange<Int> {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false).map { Int($0) }
    if parts.count == 1, let exact = parts[0], exact > 0 { return exact...exact }
    if parts.count == 2, let low = parts[0], let high = parts[1], low > 0, low <= high {
      return low...high
    }
    throw fail(node, "'length' is a number of characters such as 32, or a range such as 20-40")
  }

  private func fail(_ node: Node, _ message: String) -> Failure {
    Failure(.usage, "\(file):\(node.mark?.line ?? 1):\(node.mark?.column ?? 1): error: \(message)")
  }
}
