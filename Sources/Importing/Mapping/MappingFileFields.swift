import Model
import Yams

/// The entries of `fields:`.
extension MappingFile {
  private static let expressionKeys = [
    "path", "text", "const", "first", "unit", "plus", "strip", "match", "split", "when",
  ]

  mutating func readFields(_ node: Node, into map: inout RecordMap) {
    guard let pairs = node.mapping else {
      fail("'fields' lists our names with their places, such as 'job_id: id'", at: node)
      return
    }
    for (key, value) in pairs {
      guard let target = target(key, map.kind) else { continue }
      guard let expression = expression(value, target) else { continue }
      map.targets.append((target, expression))
    }
  }

  private mutating func target(_ key: Node, _ kind: RecordKind?) -> MappingTarget? {
    let name = key.string ?? ""
    guard let target = MappingTarget(name, kind: kind) else {
      let names = MappingTarget.names(of: kind)
      let owner = kind.map { "\($0.plural) have no field" } ?? "there is no field"
      fail(
        "\(owner) \(quoted(name.utf8))" + MappingFile.hint(name, names)
          + "; what has no field stays in the metadata, or 'metadata.NAME' names it", at: key)
      return nil
    }
    if case .metadata(let name) = target, name.isEmpty {
      fail("a name is missing behind 'metadata.'", at: key)
      return nil
    }
    return target
  }

  private mutating func expression(_ node: Node, _ target: MappingTarget) -> MappingExpression? {
    if let list = node.sequence {
      let parts = list.compactMap { expression($0, target) }
      if list.isEmpty { fail("the list is empty", at: node) }
      return parts.count == list.count && !parts.isEmpty ? MappingExpression(.first(parts)) : nil
    }
    if node.mapping != nil { return detailed(node, target) }
    guard let text = node.string, !text.isEmpty, !node.isYAMLNull else {
      fail("a path is missing; leave the line out if there is none", at: node)
      return nil
    }
    if text.contains("{") { return template(node).map { MappingExpression($0) } }
    return path(node).map { MappingExpression(.path($0)) }
  }

  mutating func path(_ node: Node) -> MappingPath? {
    guard let text = node.string else {
      fail("expected a path such as commit.author.name", at: node)
      return nil
    }
    do throws(MappingPath.Fault) { return try MappingPath(text) } catch {
      fail("\(quoted(text.utf8)): \(error.message)", at: node, offset: error.offset)
      return nil
    }
  }

  /// `ci-{id}-{attempt}`; `{{` and `}}` stand for the braces themselves.
  private mutating func template(_ node: Node) -> MappingExpression.Base? {
    let text = Array((node.string ?? "").unicodeScalars)
    var parts: [MappingExpression.TemplatePart] = []
    var literal = String.UnicodeScalarView()
    var i = 0
    while i < text.count {
      let isDoubled = i + 1 < text.count && text[i + 1] == text[i]
      if text[i] == "{", !isDoubled {
        guard let end = text[i...].firstIndex(of: "}") else {
          fail("'{' is not closed", at: node, offset: i)
          return nil
        }
        if !literal.isEmpty { parts.append(.text(String(literal))) }
        literal.removeAll()
        var name = String.UnicodeScalarView()
        name.append(contentsOf: text[(i + 1)..<end])
        do throws(MappingPath.Fault) { parts.append(.path(try MappingPath(String(name)))) } catch {
          fail(error.message, at: node, offset: i + 1 + error.offset)
          return nil
        }
        i = end + 1
      } else {
        literal.append(text[i])
        i += (text[i] == "{" || text[i] == "}") && isDoubled ? 2 : 1
      }
    }
    if !literal.isEmpty { parts.append(.text(String(literal))) }
    return .template(parts)
  }

  // MARK: - With details

  private mutating func detailed(_ node: Node, _ target: MappingTarget) -> MappingExpression? {
    let entries = self.entries(of: node, MappingFile.expressionKeys)
    guard let base = base(entries, node, target) else { return nil }
    var expression = MappingExpression(base)
    if let entry = entries["when"] { expression.when = conditions(entry.value) }
    if let entry = entries["strip"] {
      expression.strip = texts(entry.value, "'strip' is a beginning, or a list of them")
    }
    expression.separator = text("split", entries)
    readTimes(entries, target, into: &expression)
    readPattern(entries, into: &expression)
    let changes = ["unit", "strip", "match", "split"].filter { entries[$0] != nil }
    if changes.count > 1, let entry = entries[changes[1]] {
      fail("'\(changes[0])' and '\(changes[1])' exclude each other", at: entry.key)
    }
    return expression
  }

  private mutating func base(
    _ entries: [String: MappingEntry], _ node: Node, _ target: MappingTarget
  ) -> MappingExpression.Base? {
    let given = ["path", "text", "const", "first"].filter { entries[$0] != nil }
    guard given.count == 1, let name = given.first, let entry = entries[name] else {
      if node.mapping?.isEmpty == true || !entries.isEmpty {
        fail("say where the value comes from by one of 'path', 'text', 'const', 'first'", at: node)
      }
      return nil
    }
    switch name {
    case "path": return path(entry.value).map { .path($0) }
    case "text": return template(entry.value)
    case "const":
      let texts = texts(entry.value, "'const' is a text, or a list of texts")
      return texts.isEmpty ? nil : .constant(texts)
    default:
      guard let list = entry.value.sequence, !list.isEmpty else {
        fail("'first' is a list of paths", at: entry.value)
        return nil
      }
      let parts = list.compactMap { expression($0, target) }
      return parts.count == list.count ? .first(parts) : nil
    }
  }

  private mutating func readTimes(
    _ entries: [String: MappingEntry], _ target: MappingTarget,
    into expression: inout MappingExpression
  ) {
    let isTime = target.field?.isTime ?? false
    if let entry = entries["plus"] {
      expression.plus = path(entry.value)
      if !isTime {
        fail("'plus' adds a duration to a time; this is no field of a time", at: entry.key)
      }
      if entries["path"] == nil { fail("'plus' needs the 'path' of a time", at: entry.key) }
    }
    guard let name = text("unit", entries), let node = entries["unit"]?.value else { return }
    guard let unit = MappingUnit(rawValue: name) else {
      let names = MappingUnit.allCases.map(\.rawValue)
      fail(
        "'unit' is one of \(names.joined(separator: ", ")), not \(quoted(name.utf8))"
          + MappingFile.hint(name, names), at: node)
      return
    }
    expression.unit = unit
    let fits = target.field.map { unit.fits($0) } ?? false
    if !fits { fail("a value in this field is not in '\(name)'", at: node) }
  }

  private mutating func readPattern(
    _ entries: [String: MappingEntry], into expression: inout MappingExpression
  ) {
    guard let text = text("match", entries), let node = entries["match"]?.value else { return }
    do throws(MappingPattern.Fault) { expression.pattern = try MappingPattern(text) } catch {
      fail(error.message, at: node)
    }
  }
}
