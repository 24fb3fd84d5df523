import Model

/// SplitMix64: the same numbers for the same seed everywhere.
struct SeededGenerator: RandomNumberGenerator {
  var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}

/// Text that means something to Markdown, HTML, terminals or readers of commit messages.
enum HostileText {
  static let fragments: [String] = [
    "a", "word", "9", "12", " ", "  ", "    ", "\t", "\n", "\n\n", "\r\n", "\r", "\u{0}", "*", "**",
    "_", "__", "`", "``", "```", "~~~", "~", "[", "]", "(", ")", "](", "[x](y)", "[x]: /y", "![",
    "<", ">", "<b>", "</b>", "<!--", "-->", "<http://x.y>", "<script>", "&", "&amp;", "&#35;", "#",
    "# ", "## ", "+", "+ ", "-", "- ", "---", "===", "=", "1. ", "1) ", "a) ", "> ", "|", "|---|",
    "\\", "\\\n", "@alice", "a@b.cd", "www.x.yz", "http://x.yz", "https://x.yz/?a=b&c",
    "HTTP://X.YZ", "ftp://x.yz", "mailto:a@b.cd", "javascript:x", ":tada:", ":+1:", "#12", "!12",
    "o/r#3", "ABC-1", "$x$", "{{x}}", "{% x %}", "{:.x}", "^x^", "[^1]", "\"", "'", ",", ";", "?",
    "%", "/", "/close", ":", ": ", ".", "...", "!", "é", "日本", "👩‍👩‍👧", "e\u{301}",
    String(repeating: "\u{301}", count: 12), "\u{202E}", "\u{2066}", "\u{200B}", "\u{2060}",
    "\u{2028}", "\u{85}", "\u{FEFF}", "\u{FFFE}", "\u{E0041}", "\u{1B}[31m", "\u{1B}]0;t\u{7}",
    "\u{9B}1m", "\u{9D}x", "\u{1B}", "\u{7F}", "\u{B}", "\u{A0}", "feat: ", "fix(a)!: ", "\nfix: b",
    "BREAKING CHANGE: ", "\nBREAKING CHANGE: b", "\n\nFixes: #1", "\nRefs #2", "\n* feat: a",
    "\n- fix: b", "Revert \"", "\n\nThis reverts commit abcdef0.", "Co-authored-by: A <a@b>",
    "\n---------\n",
  ]

  static func random(using random: inout SeededGenerator) -> Text {
    let length = Int.random(in: 0...20, using: &random)
    return Text((0..<length).map { _ in fragments.randomElement(using: &random) ?? "" }.joined())
  }
}
