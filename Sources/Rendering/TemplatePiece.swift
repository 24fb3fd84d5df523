/// What a tag of the template language does.
enum TagKind: Sendable, Equatable {
  case value
  case section
  case invertedSection
  case close
  case partial
  case comment
}

/// One tag with its place in the source.
struct Tag: Sendable {
  let kind: TagKind
  let name: String
  let position: TemplatePosition
  /// Alone on its line, which then is no line of the output: by Mustache's rule, or, for section tags
  /// only, beside other section tags or after the `>` of a quotation.
  var isStandalone = false
  /// The white space in front of a standalone tag; with `>` for one inside a quotation.
  var linePrefix = ""

  var isSectionTag: Bool { kind == .section || kind == .invertedSection || kind == .close }

  /// The tag as written, for messages.
  var source: String {
    switch kind {
    case .value: "{{\(name)}}"
    case .section: "{{#\(name)}}"
    case .invertedSection: "{{^\(name)}}"
    case .close: "{{/\(name)}}"
    case .partial: "{{> \(name)}}"
    case .comment: "{{!}}"
    }
  }
}

/// A template after reading: literal text and tags in order.
enum TemplatePiece: Sendable {
  case text(String)
  case tag(Tag)
}
