import Model

/// Setting fields to mapped values, with the types that sources mix up put right: numbers, booleans and
/// lists that are written as text. What can't be put right stays as it is, to be reported.
extension Draft {
  mutating func set(_ field: Field, _ value: MappedValue) {
    switch value {
    case .number(let number, let node):
      take(node)
      set(field, number: number, from: node)
    case .list(let texts):
      set(field, list: texts)
    case .node(let node) where node.kind == .string && !field.isText && !field.isTime:
      take(node)
      set(field, written: node.text ?? "", from: node)
    case .node(let node) where node.kind == .number && field.isBoolean:
      take(node)
      set(field, written: node.text ?? "", from: node)
    case .node(let node): set(field, node)
    case .text(let text, let node) where !field.isText && !field.isTime:
      set(field, written: text, from: node)
    case .text(let text, let node): set(field, text: text, from: node)
    }
  }

  /// Sets a field that is no text to what a text says.
  private mutating func set(_ field: Field, written text: String, from node: JSONNode?) {
    let text = text.trimmed
    if text.isEmpty { return }
    if field.isList {
      set(field, list: [text])
    } else if field.isBoolean, let flag = Draft.flag(text) {
      set(field, flag: flag)
    } else if field.isNumber, let number = Draft.number(text) {
      set(field, number: number, from: node)
    } else if field == .durationSeconds, let seconds = DurationText.seconds(text) {
      set(field, number: seconds.jsonNumber, from: node)
    } else {
      set(field, text: text, from: node)
    }
  }

  private static func flag(_ text: String) -> Bool? {
    switch text.asciiLowercased {
    case "true", "yes", "y", "t", "1", "on": true
    case "false", "no", "n", "f", "0", "off": false
    default: nil
    }
  }

  /// The text as a JSON number, if it is a number in decimal digits.
  private static func number(_ text: String) -> String? {
    if let whole = Int64(text) { return String(whole) }
    let isDecimal = text.utf8.allSatisfy { (0x30...0x39).contains($0) || "+-.eE".utf8.contains($0) }
    guard isDecimal, let value = Double(text), value.isFinite else { return nil }
    return value.jsonNumber
  }

  /// Keeps a mapped value under a name of ours.
  mutating func add(metadata name: String, _ value: MappedValue) {
    switch value {
    case .node(let node): add(metadata: name, node)
    case .text(let text, _), .number(let text, _): add(metadata: name, text: text)
    case .list(let texts): add(metadata: name, text: texts.joined(separator: ", "))
    }
  }
}

extension String {
  /// Without spaces and tabs at both ends.
  var trimmed: String {
    let isBlank = { (character: Character) in character == " " || character == "\t" }
    return String(drop(while: isBlank).reversed().drop(while: isBlank).reversed())
  }
}
