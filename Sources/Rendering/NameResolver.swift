import Model

/// Looks up the names of all tags of a template and pairs sections with their ends.
struct NameResolver {
  private enum Scope {
    case shape(ShapeInfo, path: String)
    case value(FieldKind)
    /// Of a section whose own name is unknown: what is inside can't be judged.
    case unknown
  }

  private struct OpenSection {
    let number: Int
    let pushesScope: Bool
  }

  private(set) var tags: [ResolvedTag] = []
  /// Full names of the fields used, such as `deployments.version`, sorted.
  var usedNames: [String] { used.sorted() }
  private var used: Set<String> = []
  /// The assets named, by their paths from `Templates/`, in the order of their first tags.
  private(set) var usedAssets: [String] = []
  /// Where each asset stands in the site, by its path from `Templates/`.
  private let assets: [String: String]
  /// `{{assets/logo.svg}}` is the address of that file in the site.
  static let assetPrefix = "assets/"
  private var scopes: [Scope]
  private var open: [OpenSection] = []

  init(scopes: [ShapeInfo], assets: [String: String] = [:]) {
    self.scopes = scopes.map { .shape($0, path: "") }
    self.assets = assets
  }

  /// Where the assets named stand in the site, in the order of `usedAssets`.
  var usedAssetPaths: [String] { usedAssets.compactMap { assets[$0] } }

  mutating func resolve(_ pieces: [TemplatePiece], errors: inout ErrorList) {
    for case .tag(let tag) in pieces where tag.kind != .comment {
      switch tag.kind {
      case .value: addValue(tag, &errors)
      case .partial: addPartial(tag, &errors)
      case .section, .invertedSection: openSection(tag, &errors)
      case .close: closeSection(tag, &errors)
      case .comment: break
      }
    }
    for section in open {
      let tag = tags[section.number].tag
      errors.add(
        "section '\(tag.name)' is not closed; '{{/\(tag.name)}}' is missing", at: tag.position)
    }
  }

  private mutating func add(_ tag: Tag, _ found: (ValueReference, FieldKind)?, partner: Int? = nil)
  {
    tags.append(
      ResolvedTag(
        tag: tag, reference: found?.0, kind: found?.1, partner: partner,
        enclosing: open.map(\.number)))
  }

  private mutating func addValue(_ tag: Tag, _ errors: inout ErrorList) {
    let found = lookUp(tag.name, tag, &errors)
    switch found?.1 {
    case .object:
      errors.add(
        "'\(tag.name)' is an object; write '{{\(tag.name).field}}' or a section", at: tag.position)
    case .list:
      errors.add(
        "'\(tag.name)' is a list; write a section '{{#\(tag.name)}}…{{/\(tag.name)}}'",
        at: tag.position)
    case .component:
      errors.add(
        "'\(tag.name)' is a component; write '{{> chart/\(tag.name)}}'", at: tag.position)
    default: break
    }
    add(tag, found)
  }

  private mutating func addPartial(_ tag: Tag, _ errors: inout ErrorList) {
    guard PartialExpander.isComponent(tag.name) else { return add(tag, nil) }
    let name = String(tag.name.drop { $0 != "/" }.dropFirst())
    let found = lookUp(name, tag, &errors, wantsComponent: true)
    if let kind = found?.1, !kind.isComponent {
      errors.add("'\(name)' is not a component", at: tag.position)
    }
    add(tag, found)
  }

  private mutating func openSection(_ tag: Tag, _ errors: inout ErrorList) {
    let found = lookUp(tag.name, tag, &errors)
    add(tag, found)
    let scope = tag.kind == .section ? inner(of: tag.name, found) : nil
    if let scope { scopes.append(scope) }
    open.append(OpenSection(number: tags.count - 1, pushesScope: scope != nil))
  }

  private mutating func closeSection(_ tag: Tag, _ errors: inout ErrorList) {
    guard let section = open.last else {
      errors.add("'\(tag.source)' closes a section that is not open", at: tag.position)
      return add(tag, nil)
    }
    let opening = tags[section.number].tag
    if opening.name != tag.name {
      let place = opening.position
      errors.add(
        "'\(tag.source)' stands where section '\(opening.name)' should end; that was opened at "
          + "\(place.path):\(place.line):\(place.column)", at: tag.position)
      // If the tag closes a section further out, those in between are taken as closed too.
      guard let outer = open.lastIndex(where: { tags[$0.number].tag.name == tag.name }) else {
        return add(tag, nil)
      }
      while open.count > outer + 1 { leaveSection() }
    }
    let number = open[open.count - 1].number
    leaveSection()
    tags[number].partner = tags.count
    let opened = tags[number]
    add(tag, opened.reference.flatMap { r in opened.kind.map { (r, $0) } }, partner: number)
  }

  private mutating func leaveSection() {
    if open.removeLast().pushesScope { scopes.removeLast() }
  }

  private func inner(of name: String, _ found: (ValueReference, FieldKind)?) -> Scope? {
    guard let kind = found?.1 else { return .unknown }
    switch kind {
    case .object(let shape), .list(let shape): return .shape(shape(), path: fullName(name) + ".")
    case .texts: return .value(.text)
    case .flag, .component: return nil
    default: return .value(kind)
    }
  }
}

extension NameResolver {
  private mutating func lookUp(
    _ name: String, _ tag: Tag, _ errors: inout ErrorList, wantsComponent: Bool = false
  ) -> (ValueReference, FieldKind)? {
    if name == "." { return lookUpDot(tag, &errors) }
    if name.hasPrefix(NameResolver.assetPrefix) { return lookUpAsset(tag, &errors) }
    let parts = name.split(separator: ".").map(String.init)
    for depth in scopes.indices.reversed() {
      guard case .shape(let shape, _) = scopes[depth], let first = shape.index(of: parts[0]) else {
        continue
      }
      let full = fullName(name)
      guard let found = follow(parts, from: shape, first: first, depth, tag, &errors) else {
        return nil
      }
      used.insert(full)
      return found
    }
    let isUncertain = scopes.contains { if case .unknown = $0 { true } else { false } }
    if !isUncertain { addUnknown(parts[0], among: namesInScope, tag, &errors) }
    return nil
  }

  private func lookUpDot(
    _ tag: Tag, _ errors: inout ErrorList
  ) -> (ValueReference, FieldKind)? {
    switch scopes.last {
    case .value(let kind): return (ValueReference(depth: scopes.count - 1, path: []), kind)
    case .unknown: return nil
    case .shape, nil:
      errors.add("'.' is an object here; name one of its fields", at: tag.position)
      return nil
    }
  }

  private mutating func lookUpAsset(
    _ tag: Tag, _ errors: inout ErrorList
  ) -> (ValueReference, FieldKind)? {
    guard assets[tag.name] != nil else {
      let nearest = nearestName(to: tag.name, among: assets.keys.sorted())
      let hint = nearest.map { "; did you mean '\($0)'?" } ?? ""
      errors.add("there is no file '\(tag.name)' among the templates\(hint)", at: tag.position)
      return nil
    }
    if let number = usedAssets.firstIndex(of: tag.name) { return (.asset(number), .link) }
    usedAssets.append(tag.name)
    return (.asset(usedAssets.count - 1), .link)
  }

  private func follow(
    _ parts: [String], from shape: ShapeInfo, first: Int, _ depth: Int, _ tag: Tag,
    _ errors: inout ErrorList
  ) -> (ValueReference, FieldKind)? {
    var path = [first]
    var kind = shape.fields[first].kind
    for (i, part) in parts.enumerated().dropFirst() {
      guard case .object(let inner) = kind else {
        errors.add("'\(parts[i - 1])' has no fields, so no '\(part)'", at: tag.position)
        return nil
      }
      let shape = inner()
      guard let index = shape.index(of: part) else {
        addUnknown(part, among: shape.fields.map(\.name), tag, &errors)
        return nil
      }
      path.append(index)
      kind = shape.fields[index].kind
    }
    return (ValueReference(depth: depth, path: path), kind)
  }

  private func addUnknown(
    _ name: String, among names: [String], _ tag: Tag, _ errors: inout ErrorList
  ) {
    let hint = nearestName(to: name, among: names).map { "; did you mean '\($0)'?" } ?? ""
    errors.add("unknown name '\(name)'\(hint)", at: tag.position)
  }

  /// Innermost scope first, so that of equally near names the nearest scope's is proposed.
  private var namesInScope: [String] {
    scopes.reversed().flatMap { scope -> [String] in
      if case .shape(let shape, _) = scope { shape.fields.map(\.name) } else { [] }
    }
  }

  private func fullName(_ name: String) -> String {
    let first = name.split(separator: ".").first.map(String.init) ?? name
    for scope in scopes.reversed() {
      if case .shape(let shape, let path) = scope, shape.index(of: first) != nil {
        return path + name
      }
    }
    return name
  }
}

extension FieldKind {
  var isComponent: Bool {
    if case .component = self { true } else { false }
  }
}
