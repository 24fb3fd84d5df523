package import Model
package import Rendering

/// What a template sees: its names, how each is written, and what it means.
package struct TemplateContext: Sendable {
  /// One name.
  package struct Field: Sendable {
    package let name: String
    /// `text`, `list`, ...
    package let type: String
    /// How a template writes it.
    package let tag: String
    package let summary: String
    /// Whether there may be no value.
    package let mayBeEmpty: Bool
    /// A value from the pages given; nil if none of them has one.
    package let example: String?
    /// What a section of it sees beside the names around it; empty for a plain value.
    package let fields: [Field]
  }

  package let template: String
  package let fields: [Field]

  /// All pages, the layout, and release notes as files of their own.
  package static var names: [String] { TemplateSet.pageNames + [layout, notes] }
  static let layout = "layout"
  static let notes = "notes"

  /// - Parameter examples: pages of that template.
  /// - Returns: nil if there is no such template.
  package init?(_ template: String, examples: [any Viewable] = [], zone: ZoneTable) {
    guard let shape = TemplateContext.shape(of: template) else { return nil }
    self.template = template
    fields = TemplateContext.fields(
      of: shape, examples, RenderContext(rootPrefix: "", zone: zone), inside: [])
  }

  private static func shape(of template: String) -> ShapeInfo? {
    switch template {
    case layout: PageFrame.shape.info
    case notes: NotesDocument.shape.info
    default: TemplateSet.pageTypes.first { $0.template == template }?.shapeInfo
    }
  }

  private static func fields(
    of shape: ShapeInfo, _ examples: [any Viewable], _ context: RenderContext, inside: [String]
  ) -> [Field] {
    // A shape within itself is told once.
    guard !inside.contains(shape.name) else { return [] }
    return shape.fields.enumerated().map { index, field in
      let values = examples.map { $0.value(at: index) }
      var inner: [Field] = []
      switch field.kind {
      case .object(let element), .list(let element):
        inner = fields(
          of: element(), values.flatMap(\.elements), context, inside: inside + [shape.name])
      default: break
      }
      return Field(
        name: field.name, type: field.kind.word, tag: field.kind.tag(field.name),
        summary: field.summary, mayBeEmpty: field.isNullable,
        example: values.lazy.compactMap { $0.exampleText(on: context) }.first, fields: inner)
    }
  }
}

extension Value {
  /// What a section of it runs over.
  fileprivate var elements: [any Viewable] {
    switch self {
    case .object(let object): [object]
    case .list(let elements): Array(elements.prefix(20))
    default: []
    }
  }
}

extension FieldKind {
  fileprivate var word: String {
    switch self {
    case .flag: "flag"
    case .integer: "integer"
    case .fixed, .number: "number"
    case .text: "text"
    case .id: "id"
    case .word: "word"
    case .time: "time"
    case .day: "day"
    case .duration: "duration"
    case .link: "link"
    case .url: "url"
    case .texts: "texts"
    case .json: "json"
    case .component: "component"
    case .object: "object"
    case .list: "list"
    }
  }

  fileprivate func tag(_ name: String) -> String {
    switch self {
    case .flag, .object, .list: "{{#\(name)}}...{{/\(name)}}"
    case .texts: "{{#\(name)}}{{.}}{{/\(name)}}"
    case .component: "{{> chart/\(name)}}"
    case .link, .url: "[...]({{\(name)}})"
    default: "{{\(name)}}"
    }
  }
}
