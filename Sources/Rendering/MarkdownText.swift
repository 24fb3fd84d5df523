package import Model

/// Text from a record for Markdown, so that it stays text in any renderer.
///
/// It is one line (`PlainLine`). Signs that can begin or join markup are escaped in the form that the
/// oldest renderers know too: a backslash for ``\ ` * _ [ ] ( ) # + - . !``, an entity for all else.
/// Some renderers look for links, mentions, references and emoji in the text that escapes have left;
/// an invisible U+2060 WORD JOINER breaks what they look for: after `@`, between `:` and `//`, between
/// `www` and its dot, between `#` or `!` and a digit, and before the second colon of `:name:`. Quotation marks
/// stay, so a renderer may still print them curly, and a bare domain or hash may be linked by one
/// that looks for these.
package enum MarkdownText {
  /// As text inside a paragraph, list item, heading or cell; empty for blank text. It may begin or
  /// end anywhere in a line: signs at its start are always escaped.
  ///
  /// - Parameter isInLine: whether something else stands before it in its line, so that it cannot begin
  ///   a numbered list.
  package static func escaped(_ text: Text, isInLine: Bool = false) -> String {
    var escaper = MarkdownEscaper(PlainLine.cleaned(text), isInLine: isInLine)
    escaper.run()
    return escaper.output.string
  }

  /// As a code span, for names and hashes; empty for blank text. Its fence is longer than any run of
  /// backticks inside. Not for cells of tables, where `|` ends a code span.
  package static func codeSpan(_ text: Text) -> String {
    let line = Array(PlainLine.cleaned(text).string.utf8)
    guard !line.isEmpty else { return "" }
    let longestRun = line.split { $0 != 0x60 }.map(\.count).max() ?? 0
    let fence = [UInt8](repeating: 0x60, count: longestRun + 1)
    let needsPadding = line.first == 0x60 || line.last == 0x60
    var span = ByteBuffer(capacity: line.count + 2 * fence.count + 2)
    span.append(contentsOf: fence)
    if needsPadding { span.append(byte: 0x20) }
    append(code: line, to: &span)
    if needsPadding { span.append(byte: 0x20) }
    span.append(contentsOf: fence)
    return span.string
  }

  /// As the text of a link; only the text if the address is none that may be a link. Empty text shows
  /// the address.
  package static func link(_ text: Text, to address: Text) -> String {
    let label = escaped(text)
    guard let destination = destination(address) else { return label }
    return "[\(label.isEmpty ? escaped(address) : label)](\(destination))"
  }

  /// Mentions and the tags of template languages are broken here too: some tools read these
  /// before they know of code.
  private static func append(code line: [UInt8], to span: inout ByteBuffer) {
    var previous: UInt8 = 0
    for byte in line {
      let opensTag = previous == 0x7B && (byte == 0x7B || byte == 0x25)
      if previous == 0x40 || opensTag { span.append(MarkdownEscaper.joiner) }
      span.append(byte: byte)
      previous = byte
    }
  }

  /// What may stand between the parentheses of a link; nil if the address is no web address. Signs that
  /// mean something in Markdown are percent-encoded, which is the same address.
  static func destination(_ address: Text) -> String? {
    guard let bytes = SafeURL.bytes(of: address) else { return nil }
    var output = ByteBuffer()
    for byte in bytes {
      switch byte {
      case 0x26: output.append("&amp;" as StaticString)
      case 0x24, 0x28, 0x29, 0x2A, 0x40, 0x5F, 0x60, 0x7E:
        SafeURL.appendPercent(byte, to: &output.bytes)
      default: output.append(byte: byte)
      }
    }
    return output.string
  }
}
