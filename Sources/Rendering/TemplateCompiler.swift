import Markdown
import Model

/// Turns a parsed template into steps. The parts of it are extensions: blocks, runs of paragraphs and
/// lists, tables, inlines, raw HTML.
///
/// Sections must be balanced within each region: the children of one block or inline element, one
/// attribute, one code block. `open` holds the sections open now, `floor` how many of them were open
/// when the region began.
struct TemplateCompiler {
  let marked: MarkedSource
  let tags: [ResolvedTag]
  /// The lines of the marked source.
  let lines: [ArraySlice<UInt8>]
  var builder = ProgramBuilder()
  var errors = ErrorList()
  var html = HTMLState()
  /// What names the tables below the last heading, if it has an id or is literal.
  var lastHeading: RegionName?
  private var open: [Int] = []
  private var floor = 0
  private var isUsed: [Bool]
  private var isBroken: [Bool]

  init(_ parsed: ParsedTemplate) {
    marked = parsed.marked
    tags = parsed.tags
    lines = marked.bytes.split(separator: 0x0A, omittingEmptySubsequences: false)
    isUsed = Array(repeating: false, count: tags.count)
    isBroken = isUsed
  }

  mutating func finish(
    _ parsed: ParsedTemplate, _ scopeCount: Int
  ) throws(TemplateErrors) -> PreparedTemplate {
    for (number, tag) in tags.enumerated() where !isUsed[number] {
      errors.add("'\(tag.tag.source)' can't stand here", at: tag.tag.position)
    }
    try errors.check()
    return PreparedTemplate(
      steps: builder.finish(), slotCount: builder.slotCount, scopeCount: scopeCount,
      parsed: parsed)
  }

  mutating func fail(_ number: Int, _ message: String) {
    isUsed[number] = true
    errors.add(message, at: tags[number].tag.position)
  }

  /// Runs `body`; sections that it opens must end in it.
  mutating func region(_ body: (inout TemplateCompiler) -> Void) {
    let outer = floor
    floor = open.count
    body(&self)
    while open.count > floor {
      let number = open.removeLast()
      breakSection(number)
      builder.closeSection()
    }
    floor = outer
  }

  /// Adds an error about a section and takes it out of the balance.
  mutating func failSection(_ number: Int, _ message: String) {
    fail(number, message)
    isBroken[number] = true
    if let partner = tags[number].partner { isUsed[partner] = true }
  }

  private mutating func breakSection(_ number: Int) {
    let tag = tags[number].tag
    let end = tags[number].partner.map { tags[$0].tag.position }
    let place = end.map { " (\($0.path):\($0.line):\($0.column))" } ?? ""
    failSection(number, "section '\(tag.name)' begins in one element and ends in another\(place)")
  }

  mutating func sectionTag(_ number: Int) {
    isUsed[number] = true
    let tag = tags[number]
    guard tag.tag.kind == .close else {
      guard let reference = tag.reference, !isBroken[number], isInScope(number) else { return }
      builder.openSection(reference, tag.form, isInverted: tag.tag.kind == .invertedSection)
      open.append(number)
      return
    }
    guard let partner = tag.partner, !isBroken[partner] else { return }
    if open.count > floor, open.last == partner {
      open.removeLast()
      builder.closeSection()
    } else if !open.contains(partner) || open.count <= floor {
      breakSection(partner)
    }
  }

  /// Whether a tag is met inside the sections it was written in. A link reference may carry a value to
  /// where its section is not open.
  private mutating func isInScope(_ number: Int) -> Bool {
    guard !open.starts(with: tags[number].enclosing) else { return true }
    if !tags[number].enclosing.contains(where: { isBroken[$0] }) {
      fail(number, "'\(tags[number].tag.source)' is used outside of its section")
    }
    return false
  }

  /// Whether all values in a text can be had here.
  func isInReach(_ text: [UInt8]) -> Bool {
    marked.parts(of: text[...]).allSatisfy {
      guard case .tag(let number) = $0 else { return true }
      return tags[number].tag.kind == .value && open.starts(with: tags[number].enclosing)
    }
  }

  mutating func value(_ number: Int, _ context: OutputContext) {
    isUsed[number] = true
    guard let reference = tags[number].reference, isInScope(number) else { return }
    builder.add(.value(reference, context))
  }

  mutating func component(_ number: Int) {
    isUsed[number] = true
    guard tags[number].tag.name != "content" else { return builder.add(.content) }
    guard let reference = tags[number].reference, isInScope(number) else { return }
    builder.add(.component(reference))
  }

  /// The reference of a tag that is the value of a URL, marked as used.
  mutating func use(_ number: Int) -> ValueReference? {
    isUsed[number] = true
    guard isInScope(number) else { return nil }
    return tags[number].reference
  }

  /// Whether the tag places a component or the page itself.
  func isComponent(_ number: Int) -> Bool { tags[number].tag.kind == .partial }

  /// A tag within text: a value, a section's begin or end, or a component.
  mutating func inlineTag(_ number: Int, _ context: OutputContext) {
    switch tags[number].tag.kind {
    case .value: value(number, context)
    case .section, .invertedSection, .close: sectionTag(number)
    case .partial where context == .element: component(number)
    default: fail(number, "'\(tags[number].tag.source)' can't stand here")
    }
  }

  /// Text with tokens, the literal parts through `escape`.
  mutating func text(
    _ bytes: ArraySlice<UInt8>, _ context: OutputContext,
    escape: (ArraySlice<UInt8>) -> [UInt8] = TemplateCompiler.escapeHTML
  ) {
    for part in marked.parts(of: bytes) {
      switch part {
      case .bytes(let literal): builder.literal(escape(literal))
      case .tag(let number): inlineTag(number, context)
      }
    }
  }

  mutating func writePlainLine() {
    region { $0.text($0.marked.bytes[...], .bare, escape: Array.init) }
  }
}

extension TemplateCompiler {
  /// cmark's escape of text.
  static func escapeHTML(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(bytes.count)
    for byte in bytes {
      switch byte {
      case 0x26: result += Array("&amp;".utf8)
      case 0x3C: result += Array("&lt;".utf8)
      case 0x3E: result += Array("&gt;".utf8)
      case 0x22: result += Array("&quot;".utf8)
      default: result.append(byte)
      }
    }
    return result
  }

  /// cmark's escape of link destinations.
  static func escapeURL(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
    var result: [UInt8] = []
    for byte in bytes {
      switch byte {
      case 0x26: result += Array("&amp;".utf8)
      case 0x27: result += Array("&#x27;".utf8)
      case 0x21, 0x23...0x25, 0x28...0x3B, 0x3D, 0x3F...0x5A, 0x5F, 0x61...0x7A, 0x7E:
        result.append(byte)
      default: SafeURL.appendPercent(byte, to: &result)
      }
    }
    return result
  }
}
