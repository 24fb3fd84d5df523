/// YAML for people to read and change: lines of keys, values and comments.
enum ProposalText {
  /// A line of a mapping file.
  struct Line {
    var key: String
    /// As YAML.
    var value: String
    var comment = ""
    /// Stands as a comment itself, for somebody to complete.
    var isOff = false

    func text(indent: Int) -> String {
      let space = String(repeating: " ", count: indent)
      let note = comment.isEmpty ? "" : "  # " + ProposalText.clean(comment)
      let value = value.isEmpty ? "" : " " + value
      return "\(space)\(isOff ? "# " : "")\(ProposalText.scalar(key)):\(value)\(note)\n"
    }
  }

  private static let reserved: Set<String> = [
    "true", "false", "yes", "no", "on", "off", "y", "n", "null", "nan", "inf",
  ]

  /// A text as a YAML scalar, quoted where it must be.
  static func scalar(_ text: String) -> String {
    let isPlain =
      text.utf8.first.map { ($0 | 0x20) >= 0x61 && ($0 | 0x20) <= 0x7A || $0 == 0x5F } ?? false
      && text.utf8.allSatisfy { byte in
        (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte | 0x20)
          || "_.-".utf8.contains(byte)
      } && !reserved.contains(text.asciiLowercased)
    if isPlain { return text }
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"", "\\": result += "\\\(scalar)"
      case _ where isVisible(scalar): result.unicodeScalars.append(scalar)
      default:
        let digits = String(scalar.value, radix: 16)
        let width = scalar.value < 0x100 ? 2 : scalar.value < 0x10000 ? 4 : 8
        let letter = width == 2 ? "x" : width == 4 ? "u" : "U"
        result += "\\\(letter)" + String(repeating: "0", count: width - digits.count) + digits
      }
    }
    return result + "\""
  }

  /// The place of a value as a path.
  static func path(_ names: [String]) -> String {
    var result = ""
    for name in names {
      let isPlain =
        !name.isEmpty && !name.unicodeScalars.contains { ".[]{}\"".unicodeScalars.contains($0) }
      if isPlain {
        result += (result.isEmpty ? "" : ".") + name
      } else {
        let escaped = name.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
        result += "[\"\(escaped)\"]"
      }
    }
    return result
  }

  /// Data in a comment: on one line, at most 40 characters, nothing that a terminal obeys.
  static func shown(_ text: String) -> String {
    let short = text.unicodeScalars.prefix(40)
    var result = String(String.UnicodeScalarView(short))
    if text.unicodeScalars.count > 40 { result += "..." }
    return "'" + clean(result) + "'"
  }

  static func clean(_ text: String) -> String {
    var result = String.UnicodeScalarView()
    for scalar in text.unicodeScalars { result.append(isVisible(scalar) ? scalar : "?") }
    return String(result)
  }

  private static func isVisible(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse,
      .unassigned:
      false
    default: true
    }
  }

  /// `once`, `5,000 times`.
  static func times(_ value: Int) -> String {
    value == 1 ? "once" : count(value) + " times"
  }

  /// `5,000`.
  static func count(_ value: Int) -> String {
    var digits = Array(String(value))
    var place = digits.count - 3
    while place > 0 {
      digits.insert(",", at: place)
      place -= 3
    }
    return String(digits)
  }
}
