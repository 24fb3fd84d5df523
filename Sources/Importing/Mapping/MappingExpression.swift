import Model

/// How one value of ours is made of an object of a source.
struct MappingExpression: Sendable {
  /// Where the value comes from.
  indirect enum Base: Sendable {
    case path(MappingPath)
    /// Text with values in it: `ci-{id}-{attempt}`. Nothing, if one of the values is absent.
    case template([TemplatePart])
    case constant([String])
    /// The first that has a value.
    case first([MappingExpression])
  }

  enum TemplatePart: Sendable, Equatable {
    case text(String)
    case path(MappingPath)
  }

  var base: Base
  /// Conditions that must hold; else there is no value.
  var when: [MappingCondition] = []
  /// The place of a duration that is added to the time.
  var plus: MappingPath?
  /// The unit of the number, or of `plus`.
  var unit: MappingUnit?
  /// Beginnings, of which the first that fits is cut off.
  var strip: [String] = []
  var pattern: MappingPattern?
  /// What stands between the parts of a list in a text.
  var separator: String?

  init(_ base: Base) {
    self.base = base
  }

  /// The value for `field` that an object holds; nil if it has none.
  func value(in object: JSONNode, for field: Field?) -> MappedValue? {
    guard when.allSatisfy({ $0.holds(for: object) }) else { return nil }
    guard let value = baseValue(in: object, for: field) else { return nil }
    if let plus {
      return sum(value, plus.find(in: object))
    }
    if let unit, let field { return value.converted(from: unit, for: field) }
    if !strip.isEmpty { return value.withText(stripped) }
    if let pattern { return value.withText { pattern.group(in: $0) } }
    if let separator { return value.split(by: separator) }
    return value
  }

  private func baseValue(in object: JSONNode, for field: Field?) -> MappedValue? {
    switch base {
    case .path(let path): return path.find(in: object).map { .node($0) }
    case .constant(let texts):
      return texts.count == 1 && field?.isList != true ? .text(texts[0], from: nil) : .list(texts)
    case .template(let parts): return MappingExpression.filled(parts, object)
    case .first(let expressions):
      for expression in expressions {
        if let value = expression.value(in: object, for: field) { return value }
      }
      return nil
    }
  }

  private static func filled(_ parts: [TemplatePart], _ object: JSONNode) -> MappedValue? {
    var result = ""
    var source: JSONNode?
    for part in parts {
      switch part {
      case .text(let text): result += text
      case .path(let path):
        guard let node = path.find(in: object), let text = node.text else { return nil }
        result += text
        source = source ?? node
      }
    }
    return .text(result, from: source)
  }

  private func stripped(_ text: String) -> String? {
    for beginning in strip where text.utf8.starts(with: beginning.utf8) {
      return String(decoding: text.utf8.dropFirst(beginning.utf8.count), as: UTF8.self)
    }
    return text
  }

  /// The time some while after `start`; nil without a duration. A start that is no time stays as it is,
  /// to be reported.
  private func sum(_ start: MappedValue, _ duration: JSONNode?) -> MappedValue? {
    guard case .node(let node) = start, let duration else { return nil }
    guard let number = duration.seconds(in: unit ?? .s) else { return .node(duration) }
    let sum = (number * 1000).rounded()
    guard case .time(let time, let isNaive) = node.timeReading,
      let milliseconds = Int64(exactly: sum),
      milliseconds.magnitude < 1 << 53
    else { return start }
    let text = time.adding(milliseconds: milliseconds).rfc3339
    return .text(isNaive ? String(text.dropLast()) : text, from: node)
  }
}

/// A value on its way from an object to a field.
enum MappedValue {
  /// As it stands in the source.
  case node(JSONNode)
  /// Text made of the source.
  case text(String, from: JSONNode?)
  /// A number made of the source, as JSON text.
  case number(String, from: JSONNode)
  case list([String])

  /// Where it comes from.
  var node: JSONNode? {
    switch self {
    case .node(let node), .number(_, let node): node
    case .text(_, let node): node
    case .list: nil
    }
  }

  /// Its text, if it is a single value.
  var text: String? {
    switch self {
    case .node(let node): node.text
    case .text(let text, _): text.isEmpty ? nil : text
    case .number(let text, _): text
    case .list: nil
    }
  }

  fileprivate func withText(_ change: (String) -> String?) -> MappedValue? {
    guard let text else { return self }
    return change(text).flatMap { $0.isEmpty ? nil : .text($0, from: node) }
  }

  fileprivate func split(by separator: String) -> MappedValue {
    guard let text else { return self }
    let parts = text.split(separator: separator).map { String($0).trimmed }
    return .list(parts.filter { !$0.isEmpty })
  }

  /// What can't be converted stays as it is, to be reported.
  fileprivate func converted(from unit: MappingUnit, for field: Field) -> MappedValue {
    guard case .node(let node) = self, let number = node.number,
      let value = unit.converted(number, for: field), value.isFinite
    else { return self }
    return .number(value.jsonNumber, from: node)
  }
}

extension JSONNode {
  /// What it says as a time.
  var timeReading: TimeReading.Result {
    switch kind {
    case .string:
      return Array((text ?? "").utf8).withUnsafeBufferPointer { TimeReading.read($0) }
    case .number:
      return TimeReading.read(number: view.bytes(token), isComplex: view.tokens[token].isComplex)
    case .null, .yes, .no, .array, .object:
      return .invalid
    }
  }

  /// A number of that unit, or a duration written out, in seconds.
  func seconds(in unit: MappingUnit) -> Double? {
    number.flatMap { unit.seconds($0) } ?? text.flatMap { DurationText.seconds($0) }
  }
}
