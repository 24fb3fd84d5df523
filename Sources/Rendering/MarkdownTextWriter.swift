import Model

/// Templates whose output is Markdown for other programs: text is copied as it stands, values are
/// escaped, sections come and go by lines. Nothing is parsed: a value is refused at compile time where
/// its escapes would not hold.
extension TemplateCompiler {
  mutating func writeMarkdownText(_ pieces: [TemplatePiece]) {
    region { compiler in
      var line = MarkdownLine()
      var number = 0
      for (index, piece) in pieces.enumerated() {
        switch piece {
        case .text(let text):
          let bytes = compiler.withoutFences(text, pieces, index)
          compiler.builder.literal(bytes)
          line.add(text.utf8)
        case .tag(let tag) where tag.kind != .comment:
          compiler.markdownTag(number, line, isCode: TemplateCompiler.isCode(pieces, index))
          if tag.kind == .value { line.add("Q".utf8) }
          number += 1
        case .tag: break
        }
      }
    }
  }

  /// Whether a value, and nothing else, stands between two backticks.
  private static func isCode(_ pieces: [TemplatePiece], _ index: Int) -> Bool {
    guard case .tag(let tag)? = pieces[safe: index], tag.kind == .value,
      case .text(let before)? = pieces[safe: index - 1],
      case .text(let after)? = pieces[safe: index + 1]
    else { return false }
    return before.utf8.last == 0x60 && after.utf8.first == 0x60
      && !before.hasSuffix("``") && !after.hasPrefix("``")
  }

  /// Without the backticks around values, which write their own.
  private func withoutFences(
    _ text: String, _ pieces: [TemplatePiece], _ index: Int
  ) -> Substring.UTF8View {
    var text = text[...]
    if TemplateCompiler.isCode(pieces, index + 1) { text = text.dropLast() }
    if TemplateCompiler.isCode(pieces, index - 1) { text = text.dropFirst() }
    return text.utf8
  }

  private mutating func markdownTag(_ number: Int, _ line: MarkdownLine, isCode: Bool) {
    let tag = tags[number]
    switch tag.tag.kind {
    case .value:
      if let trouble = line.trouble(isCode: isCode) { return fail(number, trouble) }
      guard line.isAddress else { return value(number, isCode ? .markdownCode : .markdown) }
      guard tag.kind.map(\.isAddress) ?? true else {
        return fail(number, "'\(tag.tag.name)' is no link; it can't be the address of one")
      }
      value(number, .markdownAddress)
    case .section, .invertedSection, .close: sectionTag(number)
    default: fail(number, "'\(tag.tag.source)' is drawn; it can't stand in Markdown")
    }
  }
}

/// What stands before a value, as far as it says what the value is part of.
private struct MarkdownLine {
  private var bytes: [UInt8] = []
  private var isInFence = false

  mutating func add(_ text: some Sequence<UInt8>) {
    for byte in text {
      if byte == 0x0A {
        if isFence { isInFence.toggle() }
        bytes.removeAll()
      } else {
        bytes.append(byte)
      }
    }
  }

  private var isFence: Bool {
    let start = bytes.drop { $0 == 0x20 }.prefix(3)
    return start.elementsEqual("```".utf8) || start.elementsEqual("~~~".utf8)
  }

  /// Whether a link's address begins here.
  var isAddress: Bool { bytes.suffix(2).elementsEqual("](".utf8) }

  /// Why a value can't stand here; nil if it can.
  ///
  /// - Parameter isCode: whether it is all of a code span, whose first backtick is in the line.
  func trouble(isCode: Bool) -> String? {
    if isInFence || isFence { return "a value can't stand in a block of code in Markdown" }
    let ticks = bytes.count { $0 == 0x60 } - (isCode ? 1 : 0)
    if ticks % 2 == 1 { return "a value in a code span stands alone in it: `{{name}}`" }
    let open = bytes.lastIndex(of: 0x3C) ?? bytes.endIndex
    let inside = bytes[open...].dropFirst()
    let isTag = inside.first.map { $0.isASCIILetter || [0x21, 0x2F, 0x3F].contains($0) } ?? false
    if isTag, !inside.contains(0x3E) { return "a value can't stand in an HTML tag in Markdown" }
    return nil
  }
}

extension FieldKind {
  /// Whether it may be the address of a link.
  fileprivate var isAddress: Bool {
    switch self {
    case .link, .url: true
    default: false
    }
  }
}

extension Array {
  fileprivate subscript(safe index: Int) -> Element? {
    indices.contains(index) ? self[index] : nil
  }
}
