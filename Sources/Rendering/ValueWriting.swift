import Model

/// Values as they are shown, by context.
extension ByteBuffer {
  mutating func append(_ value: Value, as context: OutputContext, page: RenderContext) {
    guard !context.isMarkdown else { return append(markdown: value, as: context, page: page) }
    switch value {
    case .none, .object, .list, .component: break
    case .flag(let flag):
      if context == .machine {
        append(flag ? "true" as StaticString : "false")
      } else {
        append(flag ? "yes" as StaticString : "no")
      }
    case .integer(let number):
      if context == .machine { append(number) } else { append(grouped: number) }
    case .fixed(let scaled, let digits): append(fixed: scaled, digits: digits, in: context)
    case .number(let number): append(number: number)
    case .text(let text):
      if context == .element { append(bidiIsolated: text) } else { append(data: text, context) }
    case .id(let text): append(data: text, context)
    case .word(let word): append(word: word, context)
    case .time(let time): append(time, in: context, zone: page.zone)
    case .day(let day): append(day, in: context)
    case .duration(let milliseconds): append(duration: milliseconds, in: context)
    case .link(let path): append(word: path, context)
    case .url(let text):
      append(data: SafeURL.text(of: text) ?? text, context)
    case .texts(let texts):
      for (i, text) in texts.enumerated() {
        if i > 0 { append(", " as StaticString) }
        append(.text(text), as: context, page: page)
      }
    case .json(let text): append(data: text, context)
    }
  }

  private mutating func append(data text: Text, _ context: OutputContext) {
    switch context {
    case .element, .code: append(cleaned: text, as: .html)
    case .plain, .attribute, .machine: append(cleaned: text, as: .attribute)
    case .fenceInfo: append(fenceInfo: text.string)
    case .bare, .markdown, .markdownCode, .markdownAddress:
      append(cleaned: text, as: .bare)
    }
  }

  private mutating func append(word: String, _ context: OutputContext) {
    switch context {
    case .bare: append(word)
    case .fenceInfo: append(fenceInfo: word)
    default: append(htmlEscaped: word)
    }
  }

  /// What may name a language: `[A-Za-z0-9_+-]`, 32 of them.
  private mutating func append(fenceInfo text: String) {
    let allowed = text.utf8.lazy.filter {
      $0.isASCIIAlphanumeric || $0 == 0x5F || $0 == 0x2B || $0 == 0x2D
    }
    bytes.append(contentsOf: allowed.prefix(32))
  }

  /// `1,234,567`, with a true minus sign.
  package mutating func append(grouped number: Int) {
    if number < 0 { append("−" as StaticString) }
    let digits = String(number.magnitude)
    for (i, digit) in digits.utf8.enumerated() {
      if i > 0, (digits.utf8.count - i) % 3 == 0 { append(byte: 0x2C) }
      append(byte: digit)
    }
  }

  /// All digits after the point, `12.50`; with a true minus sign where people read it.
  private mutating func append(fixed scaled: Int, digits: Int, in context: OutputContext) {
    if scaled < 0 {
      if context == .machine { append(byte: 0x2D) } else { append("−" as StaticString) }
    }
    append(unsignedFixed: scaled.magnitude, digits: digits)
  }

  /// All digits after the point, as programs read it.
  package mutating func append(machineFixed scaled: Int, digits: Int) {
    append(fixed: scaled, digits: digits, in: .machine)
  }

  /// All digits after the point, as people read it.
  package mutating func append(fixed scaled: Int, digits: Int) {
    append(fixed: scaled, digits: digits, in: .bare)
  }

  mutating func append(unsignedFixed magnitude: UInt, digits: Int) {
    let text = Array(String(magnitude).utf8)
    let padded = [UInt8](repeating: 0x30, count: max(0, digits + 1 - text.count)) + text
    bytes.append(contentsOf: padded.prefix(padded.count - digits))
    guard digits > 0 else { return }
    append(byte: 0x2E)
    bytes.append(contentsOf: padded.suffix(digits))
  }
}

extension Value {
  /// The value as a page shows it, as plain text; nil for none, and for what is more than a text.
  package func exampleText(on page: RenderContext) -> String? {
    switch self {
    case .none, .object, .list, .component: return nil
    default: break
    }
    var buffer = ByteBuffer()
    buffer.append(self, as: .bare, page: page)
    return buffer.count == 0 ? nil : buffer.string
  }
}
