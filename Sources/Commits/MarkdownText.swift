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
  package static func escaped(_ text: Text) -> String {
    var escaper = MarkdownEscaper(PlainLine.cleaned(text))
    escaper.run()
    return escaper.output.string
  }

  /// As a code span, for names and hashes; empty for blank text. Its fence is longer than any run of
  /// backticks inside. Not for cells of tables, where `|` ends a code span.
  package static func codeSpan(_ text: Text) -> String {
    let line = PlainLine.cleaned(text).bytes
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

  /// As the text of a link. Empty text shows the address.
  package static func link(_ text: Text, to link: WebLink) -> String {
    let label = escaped(text)
    return "[\(label.isEmpty ? escaped(link.text) : label)](\(destination(link)))"
  }

  /// Text with links where it names issues that have an address.
  package static func linked(_ text: LinkedText) -> String {
    var output = ""
    var plain = ""
    for piece in text.pieces {
      guard let address = piece.link else {
        plain += piece.text.string
        continue
      }
      output += edgePreserving(plain)
      plain = ""
      output += link(piece.text, to: address)
    }
    return output + edgePreserving(plain)
  }

  /// Escaped, with one space at each end where there was a blank: what stands between two links.
  private static func edgePreserving(_ text: String) -> String {
    let inner = escaped(Text(text))
    guard !inner.isEmpty else { return text.isEmpty ? "" : " " }
    func isBlank(_ scalar: Unicode.Scalar?) -> Bool {
      scalar == " " || scalar == "\n" || scalar == "\t" || scalar == "\r"
    }
    let scalars = text.unicodeScalars
    return (isBlank(scalars.first) ? " " : "") + inner + (isBlank(scalars.last) ? " " : "")
  }

  /// Mentions and the tags of template languages are broken here too: some tools read these
  /// before they know of code.
  private static func append(code line: ArraySlice<UInt8>, to span: inout ByteBuffer) {
    var previous: UInt8 = 0
    for byte in line {
      let opensTag = previous == 0x7B && (byte == 0x7B || byte == 0x25)
      if previous == 0x40 || opensTag { span.append(MarkdownEscaper.joiner) }
      span.append(byte: byte)
      previous = byte
    }
  }

  /// Signs that mean something in Markdown as percent-encoded, which is the same address.
  private static func destination(_ link: WebLink) -> String {
    var output = ByteBuffer()
    for byte in link.text.bytes {
      switch byte {
      case 0x26: output.append("&amp;" as StaticString)
      case 0x24: output.append("%24" as StaticString)
      case 0x2A: output.append("%2A" as StaticString)
      case 0x40: output.append("%40" as StaticString)
      case 0x5F: output.append("%5F" as StaticString)
      case 0x7E: output.append("%7E" as StaticString)
      default: output.append(byte: byte)
      }
    }
    return output.string
  }
}
