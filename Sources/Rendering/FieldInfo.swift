/// What a template and a schema may know of a field before there is a value.
package enum FieldKind: Sendable {
  case flag, integer, fixed, number, text, id, word, time, day, duration, link, url, texts, json
  /// The shape is that of its JSON; nil for a component that only HTML has.
  case component(@Sendable () -> ShapeInfo?)
  case object(@Sendable () -> ShapeInfo)
  case list(@Sendable () -> ShapeInfo)
}

/// What the values of a field keep to beyond its kind. Only schemas read it.
package enum ValueRule: Sendable {
  case any
  /// One of these words of ours.
  case words([String])
  /// An ECMA-262 expression that the whole text matches.
  case pattern(String)
  case atLeast(Int)
  /// A share or a rate: 0...1.
  case share
  case exactly(Int)
}

/// One field of a page's value: its name in templates, JSON and schema, and what it means.
package struct FieldInfo: Sendable {
  package let name: String
  package let kind: FieldKind
  package let summary: String
  /// Whether the JSON twin has it; what only HTML needs stays out.
  package let isInJSON: Bool
  /// Whether there may be no value. Lists are never null.
  package let isNullable: Bool
  package let rule: ValueRule

  package init(
    _ name: String, _ kind: FieldKind, _ summary: String, isInJSON: Bool = true,
    isNullable: Bool = false, rule: ValueRule = .any
  ) {
    self.name = name
    self.kind = kind
    self.summary = summary
    self.isInJSON = isInJSON
    self.isNullable = isNullable
    self.rule = rule
  }
}

/// The fields of a type of value, in the order the JSON twin writes them.
package struct ShapeInfo: Sendable {
  /// What schemas call it; one name is one shape.
  package let name: String
  package let fields: [FieldInfo]

  package init(name: String, fields: [FieldInfo]) {
    self.name = name
    self.fields = fields
  }

  package func index(of name: String) -> Int? {
    fields.firstIndex { $0.name == name }
  }
}
