/// Where a program finds a value: a place in the scope stack, counted from the outside, and the fields
/// to follow from there. No field: the value of that scope itself, `{{.}}`.
struct ValueReference: Sendable, Hashable {
  let depth: Int
  let path: [Int]

  /// An asset, by its number among those that the template names.
  static func asset(_ number: Int) -> ValueReference {
    ValueReference(depth: assetDepth, path: [number])
  }

  /// Below every scope.
  static let assetDepth = -1
}

/// How a section treats its value.
enum SectionForm: Sendable, Equatable {
  /// Shown or not; its inside sees the same scopes.
  case condition
  /// Shown if present; its inside sees the fields.
  case object
  /// Once for each element, whose fields the inside sees.
  case list
  /// Once for each text, which the inside sees as `{{.}}`.
  case texts
  /// Shown if present; the inside sees it as `{{.}}`.
  case value

  init(_ kind: FieldKind) {
    switch kind {
    case .flag, .component: self = .condition
    case .object: self = .object
    case .list: self = .list
    case .texts: self = .texts
    default: self = .value
    }
  }

  var isLoop: Bool { self == .list || self == .texts }
}

/// A tag whose name has been looked up.
struct ResolvedTag: Sendable {
  let tag: Tag
  /// Nil for the page's place in a layout.
  let reference: ValueReference?
  let kind: FieldKind?
  /// For sections, inverted ones and their ends: the number of the other tag.
  var partner: Int?
  /// The numbers of the opening tags around it, outermost first.
  let enclosing: [Int]

  var form: SectionForm { kind.map(SectionForm.init) ?? .condition }
}
