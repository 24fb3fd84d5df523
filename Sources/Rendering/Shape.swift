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
///
/// Each kind of field comes twice: a closure that gives a value in any case makes a field that is
/// never null, which the schema says; one that may give nil makes a field that may be null.
package struct Shape<Root>: Sendable {
  package private(set) var info = ShapeInfo(name: String(describing: Root.self), fields: [])
  package private(set) var getters: [@Sendable (Root) -> Value] = []

  package init(_ describe: (inout Shape<Root>) -> Void) {
    describe(&self)
  }

  package mutating func add(
    _ name: String, _ kind: FieldKind, _ summary: String, inJSON: Bool = true,
    isNullable: Bool = true, rule: ValueRule = .any, _ get: @escaping @Sendable (Root) -> Value
  ) {
    precondition(info.index(of: name) == nil, "field \(name) twice")
    let field = FieldInfo(
      name, kind, summary, isInJSON: inJSON, isNullable: isNullable, rule: rule)
    info = ShapeInfo(name: info.name, fields: info.fields + [field])
    getters.append(get)
  }

  /// Takes over all fields of a part, as fields of the whole.
  package mutating func fields<Part: Viewable>(
    of part: Shape<Part>, _ get: @escaping @Sendable (Root) -> Part
  ) {
    for (field, getter) in zip(part.info.fields, part.getters) {
      add(
        field.name, field.kind, field.summary, inJSON: field.isInJSON,
        isNullable: field.isNullable, rule: field.rule
      ) { getter(get($0)) }
    }
  }
}
