import Model

@testable import Rendering

/// Expands a template with its partials to plain text by the rules of the Mustache specification, and
/// by nothing of the code under test but its notation of numbers and times.
struct DefaultTemplateExpansion {
  private enum Node {
    case text(Substring)
    case tag(sigil: Character?, name: String, indent: Substring?)
  }

  /// By name.
  let partials: [String: String]
  /// What stands for `{{> content}}`.
  var content = ""

  func expand(_ template: String, _ value: GenericValue) -> String {
    var nodes = DefaultTemplateExpansion.parse(template)[...]
    return write(&nodes, [.object(value)])
  }

  // MARK: - Reading

  private static func parse(_ template: String) -> [Node] {
    var nodes: [Node] = []
    var rest = template[...]
    while let open = rest.firstRange(of: "{{"), let close = rest.firstRange(of: "}}") {
      let tag = rest[open.upperBound..<close.lowerBound]
      let sigil = tag.first.flatMap { "#^/>!".contains($0) ? $0 : nil }
      let name = String(tag.drop { "#^/>! ".contains($0) })
      var before = rest[..<open.lowerBound]
      var after = rest[close.upperBound...]
      let indent = before.reversed().prefix { $0 == " " }
      let line = before.dropLast(indent.count)
      let startsLine = line.isEmpty ? line.startIndex == template.startIndex : line.last == "\n"
      let isFirst = startsLine || (line.isEmpty && endsLine(nodes))
      let isAlone = sigil != nil && isFirst && (after.isEmpty || after.first == "\n")
      if isAlone {
        before = line
        after = after.dropFirst()
      }
      nodes.append(.text(before))
      nodes.append(
        .tag(sigil: sigil, name: name, indent: isAlone ? Substring(indent.reversed()) : nil))
      rest = after
    }
    return nodes + [.text(rest)]
  }

  /// Whether the line of a tag that stood alone came last, so that a new line begins.
  private static func endsLine(_ nodes: [Node]) -> Bool {
    if case .tag(_, _, .some) = nodes.last { true } else { false }
  }

  // MARK: - Writing

  /// Writes up to the end of the section or of the text, and takes that away.
  private func write(_ nodes: inout ArraySlice<Node>, _ stack: [Value]) -> String {
    var text = ""
    while let node = nodes.popFirst() {
      switch node {
      case .text(let part): text += part
      case .tag("/", _, _): return text
      case .tag("!", _, _): break
      case .tag(">", let name, let indent): text += partial(name, indent, stack)
      case .tag("#", let name, _): text += section(look(name, stack), &nodes, stack)
      case .tag("^", let name, _):
        let inner = write(&nodes, stack)
        if !isTrue(look(name, stack)) { text += inner }
      case .tag(_, let name, _): text += plain(look(name, stack))
      }
    }
    return text
  }

  private func section(
    _ value: Value, _ nodes: inout ArraySlice<Node>, _ stack: [Value]
  ) -> String {
    let passes: [Value] =
      switch value {
      case .list(let elements): elements.map { .object($0) }
      case .texts(let texts): texts.map { .text($0) }
      default: isTrue(value) ? [value] : []
      }
    let start = nodes
    // Walks over the section once more for what is not shown.
    _ = write(&nodes, stack)
    return passes.map { pass in
      var inner = start
      return write(&inner, stack + [pass])
    }.joined()
  }

  private func partial(_ name: String, _ indent: Substring?, _ stack: [Value]) -> String {
    if name == "content" { return content }
    if name.hasPrefix("chart/") {
      guard case .component(let component) = look(String(name.dropFirst(6)), stack) else {
        return ""
      }
      let html = (component as? GenericComponent)?.html ?? ""
      return indent == nil ? html : html + "\n"
    }
    var source = partials[name] ?? ""
    if let indent, !indent.isEmpty {
      source = source.split(separator: "\n", omittingEmptySubsequences: false)
        .map { $0.isEmpty ? "" : indent + $0 }.joined(separator: "\n")
    }
    var nodes = DefaultTemplateExpansion.parse(source)[...]
    return write(&nodes, stack)
  }

  private func look(_ name: String, _ stack: [Value]) -> Value {
    if name == "." { return stack.last ?? .none }
    let parts = name.split(separator: ".")
    for case .object(let object as GenericValue) in stack.reversed() {
      guard object.info.index(of: String(parts[0])) != nil else { continue }
      return parts.reduce(.object(object)) { value, part in
        guard case .object(let inner as GenericValue) = value,
          let index = inner.info.index(of: String(part))
        else { return .none }
        return inner.values[index]
      }
    }
    return .none
  }

  private func isTrue(_ value: Value) -> Bool {
    switch value {
    case .none: false
    case .flag(let flag): flag
    case .list(let elements): !elements.isEmpty
    case .texts(let texts): !texts.isEmpty
    default: true
    }
  }

  private func plain(_ value: Value) -> String {
    switch value {
    case .text(let text), .id(let text), .json(let text), .url(let text): text.string
    case .word(let word): word
    case .link(let path): "../" + path
    case .integer(let number): String(number)
    case .texts(let texts): texts.map(\.string).joined(separator: ", ")
    default:
      written { buffer in
        switch value {
        case .number(let number): buffer.append(number: number)
        case .time(let time): buffer.append(prose: time, zone: .utc)
        case .day(let day): buffer.append(prose: day)
        case .duration(let milliseconds): buffer.append(proseDuration: milliseconds)
        default: break
        }
      }
    }
  }

  private func written(_ write: (inout ByteBuffer) -> Void) -> String {
    var buffer = ByteBuffer()
    write(&buffer)
    return buffer.string
  }
}
