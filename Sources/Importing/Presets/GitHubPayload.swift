/// What a deployment's own data say: an object, or one written as text.
struct GitHubPayload {
  private(set) var service: String?
  private(set) var version: String?
  /// The member that says that this deployment goes back.
  private(set) var rollbackSign: String?

  init(_ node: JSONNode?) {
    guard let node else { return }
    if node.isObject {
      read(node)
    } else if node.kind == .string, let text = node.text, text.first == "{" {
      read(embedded: Array(text.utf8))
    }
  }

  private mutating func read(embedded text: [UInt8]) {
    var parser = JSONParser()
    text.withUnsafeBufferPointer { text in
      do throws(JSONFault) { try parser.parseWhole(text) } catch { return }
      read(JSONNode(parser.view))
    }
  }

  private mutating func read(_ node: JSONNode) {
    service = node["service"]?.text
    version = node["version"]?.text
    for member in node.members where rollbackSign == nil {
      let name = member.name.asciiLowercased.filter { $0 != "_" && $0 != "-" }
      let text = member.node.text?.asciiLowercased
      let isFlag = name == "rollback" || name == "isrollback"
      let isSet = member.node.kind == .object || !["false", "0", "no", nil].contains(text)
      let isWord = text.map { $0.hasPrefix("rollback") || $0.hasPrefix("roll back") } ?? false
      if isFlag && isSet || isWord {
        rollbackSign = "payload.\(member.name): \(member.node.text ?? "{}")"
      }
    }
  }
}
