package import Model

/// One value as a page shows it: to the template as text in a context, to the JSON twin as JSON.
///
/// The kind says where the value came from and so how it is treated; a template cannot change that.
package enum Value: Sendable {
  /// The source did not say, or there is nothing to compute from. Null in JSON, empty in HTML.
  case none
  case flag(Bool)
  case integer(Int)
  /// A computed number: `scaled` / 10^`digits`, always printed with all its digits.
  case fixed(scaled: Int, digits: Int)
  /// A recorded number; printed in the shortest form that reads back the same.
  case number(Double)
  /// Free text from a record. Cleaned, escaped and, in element content, wrapped in `<bdi>`.
  case text(Text)
  /// An identifier from a record: id, version, SHA, branch. Cleaned and escaped, never `<bdi>`.
  case id(Text)
  /// Our own words: a status, a label, a sentence with figures. Escaped, nothing else.
  case word(String)
  case time(Timestamp)
  case day(LocalDay)
  case duration(milliseconds: Int64)
  /// A page or file of this site, from its root: `services/api.html`. Relative in HTML.
  case link(String)
  /// An address from a record; only http and https ever become a link.
  case url(Text)
  case object(any Viewable)
  case list([any Viewable])
  case texts([Text])
  /// A chart or another part that Markdown cannot say; placed by `{{> chart/name}}`.
  case component(any Component)
  /// Canonical JSON: itself in the JSON twin, its text in HTML.
  case json(Text)
}

/// What a template and a schema may know of a field before there is a value.
package enum FieldKind: Sendable {
  case flag, integer, fixed, number, text, id, word, time, day, duration, link, url, texts, json
  case component
  case object(@Sendable () -> ShapeInfo)
  case list(@Sendable () -> ShapeInfo)
}

/// One field of a page's value: its name in templates, JSON and schema, and what it means.
package struct FieldInfo: Sendable {
  package let name: String
  package let kind: FieldKind
  package let summary: String
  /// Whether the JSON twin has it; what only HTML needs stays out.
  package let isInJSON: Bool
}

/// The fields of a type of value, in the order the JSON twin writes them.
package struct ShapeInfo: Sendable {
  package let fields: [FieldInfo]

  package init(fields: [FieldInfo]) {
    self.fields = fields
  }

  package func index(of name: String) -> Int? {
    fields.firstIndex { $0.name == name }
  }
}

/// A value with named fields: a page, a row of a table, a figure. Templates, the JSON twin and the
/// schema all read it through this one interface, so they cannot disagree.
package protocol Viewable: Sendable {
  static var shape: Shape<Self> { get }

  /// The value of the field at `index` of the shape. A requirement, so that it is specialised.
  func value(at index: Int) -> Value
}

extension Viewable {
  package func value(at index: Int) -> Value {
    Self.shape.getters[index](self)
  }

  package var shapeInfo: ShapeInfo { Self.shape.info }
}

/// The fields of `Root`, each name written once beside the closure that reads it.
///
///     static let shape = Shape<DeploymentRow> {
///       $0.id("version", "The version deployed.") { $0.version }
///       $0.time("deployed_at", "When it reached production.") { $0.deployedAt }
///     }
package struct Shape<Root>: Sendable {
  package private(set) var info = ShapeInfo(fields: [])
  package private(set) var getters: [@Sendable (Root) -> Value] = []

  package init(_ describe: (inout Shape<Root>) -> Void) {
    describe(&self)
  }

  package mutating func add(
    _ name: String, _ kind: FieldKind, _ summary: String, inJSON: Bool = true,
    _ get: @escaping @Sendable (Root) -> Value
  ) {
    precondition(info.index(of: name) == nil, "field \(name) twice")
    info = ShapeInfo(
      fields: info.fields + [
        FieldInfo(name: name, kind: kind, summary: summary, isInJSON: inJSON)
      ])
    getters.append(get)
  }

  package mutating func flag(
    _ name: String, _ summary: String, inJSON: Bool = true,
    _ get: @escaping @Sendable (Root) -> Bool?
  ) {
    add(name, .flag, summary, inJSON: inJSON) { get($0).map(Value.flag) ?? .none }
  }

  package mutating func integer(
    _ name: String, _ summary: String, _ get: @escaping @Sendable (Root) -> Int?
  ) {
    add(name, .integer, summary) { get($0).map(Value.integer) ?? .none }
  }

  package mutating func number(
    _ name: String, _ summary: String, _ get: @escaping @Sendable (Root) -> Double?
  ) {
    add(name, .number, summary) { get($0).map(Value.number) ?? .none }
  }

  package mutating func text(
    _ name: String, _ summary: String, _ get: @escaping @Sendable (Root) -> Text?
  ) {
    add(name, .text, summary) { get($0).map(Value.text) ?? .none }
  }

  package mutating func id(
    _ name: String, _ summary: String, _ get: @escaping @Sendable (Root) -> Text?
  ) {
    add(name, .id, summary) { get($0).map(Value.id) ?? .none }
  }

  package mutating func word(
    _ name: String, _ summary: String, inJSON: Bool = true,
    _ get: @escaping @Sendable (Root) -> String?
  ) {
    add(name, .word, summary, inJSON: inJSON) { get($0).map(Value.word) ?? .none }
  }

  package mutating func time(
    _ name: String, _ summary: String, _ get: @escaping @Sendable (Root) -> Timestamp?
  ) {
    add(name, .time, summary) { get($0).map(Value.time) ?? .none }
  }

  package mutating func day(
    _ name: String, _ summary: String, inJSON: Bool = true,
    _ get: @escaping @Sendable (Root) -> LocalDay?
  ) {
    add(name, .day, summary, inJSON: inJSON) { get($0).map(Value.day) ?? .none }
  }

  /// Seconds in JSON, `4 m 12 s` in HTML.
  package mutating func duration(
    _ name: String, _ summary: String, _ get: @escaping @Sendable (Root) -> Int64?
  ) {
    add(name, .duration, summary) { get($0).map { Value.duration(milliseconds: $0) } ?? .none }
  }

  package mutating func link(
    _ name: String, _ summary: String, inJSON: Bool = true,
    _ get: @escaping @Sendable (Root) -> String?
  ) {
    add(name, .link, summary, inJSON: inJSON) { get($0).map(Value.link) ?? .none }
  }

  package mutating func url(
    _ name: String, _ summary: String, _ get: @escaping @Sendable (Root) -> Text?
  ) {
    add(name, .url, summary) { get($0).map(Value.url) ?? .none }
  }

  package mutating func texts(
    _ name: String, _ summary: String, _ get: @escaping @Sendable (Root) -> [Text]
  ) {
    add(name, .texts, summary) { .texts(get($0)) }
  }

  package mutating func json(
    _ name: String, _ summary: String, _ get: @escaping @Sendable (Root) -> Text?
  ) {
    add(name, .json, summary) { get($0).map(Value.json) ?? .none }
  }

  package mutating func component(
    _ name: String, _ summary: String, inJSON: Bool = false,
    _ get: @escaping @Sendable (Root) -> (any Component)?
  ) {
    add(name, .component, summary, inJSON: inJSON) {
      get($0).map { Value.component($0) } ?? .none
    }
  }

  package mutating func object<Child: Viewable>(
    _ name: String, _ summary: String, inJSON: Bool = true,
    _ get: @escaping @Sendable (Root) -> Child?
  ) {
    add(name, .object { Child.shape.info }, summary, inJSON: inJSON) {
      get($0).map { Value.object($0) } ?? .none
    }
  }

  package mutating func list<Child: Viewable>(
    _ name: String, _ summary: String, inJSON: Bool = true,
    _ get: @escaping @Sendable (Root) -> [Child]
  ) {
    add(name, .list { Child.shape.info }, summary, inJSON: inJSON) { .list(get($0)) }
  }
}

/// A part of a page that is drawn by code from typed values: a chart.
package protocol Component: Sendable {
  /// Writes the finished HTML. `context` names the page's place and zone; ids come from it too.
  func writeHTML(to buffer: inout ByteBuffer, context: inout RenderContext)

  /// Writes the same values as JSON.
  func writeJSON(to buffer: inout ByteBuffer)
}

/// What writing a value into a page needs to know about that page.
package struct RenderContext: Sendable {
  /// The way from the page up to the site's root: `` or `../` or `../../`.
  package let rootPrefix: String
  package let zone: ZoneTable
  private var lastID = 0

  package init(rootPrefix: String, zone: ZoneTable) {
    self.rootPrefix = rootPrefix
    self.zone = zone
  }

  /// A number not yet used on this page, for ids of chart titles and descriptions.
  package mutating func nextID() -> Int {
    lastID += 1
    return lastID
  }
}
