import Model

/// Puts partials into the place of their tags, as source.
///
/// Positions keep pointing into the partial's own file. `{{> chart/name}}` and `{{> table/name}}` are
/// components and `{{> content}}` is the page inside a layout; those stay. Within a line a partial
/// counts without the line end of its file, so that it may stand in a table's cell; Mustache keeps it.
struct PartialExpander {
  let partials: [String: TemplateSource]
  let allowsContent: Bool
  /// The names of the partials met.
  private(set) var used: Set<String> = []

  init(partials: [String: TemplateSource], allowsContent: Bool) {
    self.partials = partials
    self.allowsContent = allowsContent
  }

  mutating func pieces(of source: TemplateSource, errors: inout ErrorList) -> [TemplatePiece] {
    expand(TemplateLexer.pieces(of: source, errors: &errors), inside: [], &errors)
  }

  static func isComponent(_ name: String) -> Bool {
    name.hasPrefix("chart/") || name.hasPrefix("table/")
  }

  private mutating func expand(
    _ pieces: [TemplatePiece], inside names: [String], _ errors: inout ErrorList
  ) -> [TemplatePiece] {
    var result: [TemplatePiece] = []
    for piece in pieces {
      guard case .tag(let tag) = piece, tag.kind == .partial,
        !PartialExpander.isComponent(tag.name), !(allowsContent && tag.name == "content")
      else {
        result.append(piece)
        continue
      }
      if let start = names.firstIndex(of: tag.name) {
        let way = (names[start...] + [tag.name]).map { "'\($0)'" }.joined(separator: " > ")
        errors.add("partials must not contain themselves: \(way)", at: tag.position)
      } else if let partial = partials[tag.name] {
        used.insert(tag.name)
        let inner =
          tag.isStandalone
          ? TemplateLexer.pieces(of: partial, indent: tag.linePrefix, errors: &errors)
          : TemplateLexer.pieces(of: partial.withoutLastLineEnd, errors: &errors)
        result += expand(inner, inside: names + [tag.name], &errors)
      } else {
        errors.add(unknown(tag.name), at: tag.position)
      }
    }
    return result
  }

  private func unknown(_ name: String) -> String {
    let nearest = nearestName(to: name, among: partials.keys.sorted())
    return "unknown partial '\(name)'" + (nearest.map { "; did you mean '\($0)'?" } ?? "")
  }
}

extension TemplateSource {
  fileprivate var withoutLastLineEnd: TemplateSource {
    let lines = text.unixLines
    guard lines.hasSuffix("\n") else { return self }
    return TemplateSource(path: path, text: String(lines.dropLast()), line: line, column: column)
  }
}
