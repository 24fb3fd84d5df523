/// What a text says at a glance, for those who see colours; its words say it as well.
enum Tone {
  case plain, good, bad, open, faint, strong

  /// The tone of a status or of what a record turned out to be; anything else is plain.
  init(ofField name: String, _ word: String) {
    guard ["status", "outcome", "ending"].contains(name) else {
      self = .plain
      return
    }
    switch word {
    case "failed", "error", "timeout", "rolled_back", "rolled back": self = .bad
    case "success", "live", "production", "still live": self = .good
    case "pending", "queued", "running", "staging", "staged": self = .open
    default: self = .plain
    }
  }

  /// The parameter of the terminal's sequence; nil for none.
  var code: String? {
    switch self {
    case .plain: nil
    case .good: "32"
    case .bad: "31"
    case .open: "33"
    case .faint: "2"
    case .strong: "1"
    }
  }
}

extension Terminal {
  /// The text in its tone, if colours are shown.
  func painted(_ text: String, _ tone: Tone) -> String {
    guard showsColours, let code = tone.code else { return text }
    return "\u{1B}[\(code)m\(text)\u{1B}[0m"
  }
}
