/// What the box of a table is called: as the last heading before it.
enum RegionName: Equatable {
  case text(String)
  /// The heading's id, with tokens.
  case heading([UInt8])
}

extension TemplateCompiler {
  /// The heading that begins with this tag: by its id, else by its text if that is literal.
  mutating func noteHeading(_ tag: HTMLTag, in bytes: [UInt8]) {
    guard !tag.isEnd, tag.name.count == 2, tag.name.first == "h", tag.name.last?.isNumber == true
    else { return }
    if let id = tag.attributes.first(where: { $0.name == "id" && $0.isDoubleQuoted }) {
      lastHeading = .heading(Array(bytes[id.value]))
      return
    }
    let text = bytes[tag.range.upperBound...].prefix { $0 != 0x3C }
    let isLiteral = !text.contains(0x26) && !marked.containsToken(Array(text))
    lastHeading = isLiteral ? .text(String(decoding: text, as: UTF8.self)) : nil
  }

  /// The attribute that gives the box its name. A heading in a section that has ended gives none.
  mutating func writeRegionName() {
    switch lastHeading {
    case .heading(let id) where isInReach(id):
      builder.literal(" aria-labelledby=\"")
      text(id[...], .machine, escape: Array.init)
    case .text(let label) where !label.isEmpty:
      builder.literal(" aria-label=\"")
      builder.literal(TemplateCompiler.escapeHTML(Array(label.utf8)[...]))
    default:
      builder.literal(" aria-label=\"Table")
    }
    builder.literal("\"")
  }
}
