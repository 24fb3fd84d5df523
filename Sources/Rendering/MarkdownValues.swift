import Model

extension OutputContext {
  /// Whether what is written is Markdown for other programs.
  var isMarkdown: Bool {
    switch self {
    case .markdown, .markdownCode, .markdownAddress: true
    default: false
    }
  }
}

/// Values as Markdown that other programs render: each of them is text there, whatever is in it.
extension ByteBuffer {
  mutating func append(markdown value: Value, as context: OutputContext, page: RenderContext) {
    switch context {
    case .markdownAddress: append(markdownAddress: value, page)
    case .markdownCode: append(MarkdownText.codeSpan(ByteBuffer.text(of: value, page)))
    default:
      append(
        MarkdownText.escaped(ByteBuffer.text(of: value, page), isInLine: isLineBegun))
    }
  }

  /// Whether something stands in the last line that is no mark of a list or a quotation.
  private var isLineBegun: Bool {
    for byte in bytes.reversed() {
      switch byte {
      case 0x0A: return false
      case 0x20, 0x29, 0x2A, 0x2B, 0x2D, 0x2E, 0x3E, 0x30...0x39: continue
      default: return true
      }
    }
    return false
  }

  /// As it is shown, neither cleaned nor escaped.
  private static func text(of value: Value, _ page: RenderContext) -> Text {
    switch value {
    case .text(let text), .id(let text), .url(let text), .json(let text): return text
    default: return Text(value.exampleText(on: page) ?? "")
    }
  }

  /// Nothing for what must not be a link.
  private mutating func append(markdownAddress value: Value, _ page: RenderContext) {
    switch value {
    case .link(let path): append(page.rootPrefix + path)
    case .url(let address): append(MarkdownText.destination(address) ?? "")
    default: break
    }
  }
}
