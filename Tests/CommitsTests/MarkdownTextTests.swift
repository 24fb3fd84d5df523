import Markdown
import Model
import Rendering
import Testing

@testable import Commits

@Suite struct MarkdownTextTests {
  @Test(
    arguments: [
      ("feat(api): rate-limit v1.2", "feat(api): rate-limit v1.2"),
      ("*a* _b_ `c` [d](e)", #"\*a\* \_b\_ \`c\` \[d\](e)"#),
      ("<b> & &amp;", "&lt;b&gt; &amp; &amp;amp;"),
      ("1. a", #"1\. a"#), ("a) b", #"a\) b"#), ("(1) a", #"\(1) a"#), ("- a", #"\- a"#),
      ("+ a", #"\+ a"#), ("# a", "\\# a"), ("> a", "&gt; a"), ("=", "&#61;"),
      ("a == b = c", "a &#61;&#61; b = c"),
      (": a", "&#58; a"), ("/close", "&#47;close"), ("a\n===\n\tb", "a &#61;&#61;&#61; b"),
      ("a | b ~c~ $d$ ^e^", "a &#124; b &#126;c&#126; &#36;d&#36; &#94;e&#94;"),
      ("{{a}} {% b %}", "&#123;&#123;a&#125;&#125; &#123;% b %&#125;"),
      ("wait... a -- b", #"wait\.\.\. a \-\- b"#),
      ("@alice", "&#64;\u{2060}alice"), ("http://x.y", "http:\u{2060}//x.y"),
      ("see WWW.x.y", "see WWW\u{2060}.x.y"), (":tada:", "&#58;tada\u{2060}:"),
      ("a :+1: b", "a :\\+1\u{2060}: b"), ("at 12:30, a::b", "at 12:30, a::b"),
      ("#12 !7 #x", "\\#\u{2060}12 \\!\u{2060}7 \\#x"), ("\\", #"\\"#), ("", ""), ("\n \t", ""),
    ] as [(Text, String)])
  func escapesText(_ text: Text, _ expected: String) {
    #expect(MarkdownText.escaped(text) == expected)
  }

  @Test(
    arguments: [
      ("Ada", "`Ada`"), ("a`b", "``a`b``"), ("`", "`` ` ``"), ("a``", "``` a`` ```"),
      ("a\nb", "`a b`"), ("", ""), (" ", ""), ("@ada", "`@\u{2060}ada`"),
      ("{{x}}", "`{\u{2060}{x}}`"), ("<b>&amp;*", "`<b>&amp;*`"),
    ] as [(Text, String)])
  func makesCodeSpans(_ text: Text, _ expected: String) {
    #expect(MarkdownText.codeSpan(text) == expected)
  }

  /// Places into which notes put text; `%` stands for it.
  static let places = [
    "- % -", "- %", "-   % (`abc`)", "- **a:** %", "- [#1](https://a.b/1) %", "- `x` %`y`",
    "- a %b", "- **a% b**", "- [x]%", "- ![%](https://a.b)",
  ]

  @Test(arguments: places) func staysTextInCMark(_ place: String) {
    for seed in 1...1500 {
      var random = SeededGenerator(seed: UInt64(seed))
      let text = HostileText.random(using: &random)
      let plain = PlainLine.cleaned(text).string
      if withoutJoiners(plain).isEmpty { continue }
      check(
        place.replacing("%", with: MarkdownText.escaped(text)),
        isLike: place.replacing("%", with: "Q"), with: plain, "seed \(seed): \(text)")
    }
  }

  @Test func staysTextAtTheStartOfALine() {
    for place in ["%", "# %", "> %", "1. %", "a\n%", "a\n%\nb"] {
      for seed in 1...1500 {
        var random = SeededGenerator(seed: UInt64(seed))
        let text = HostileText.random(using: &random)
        let plain = PlainLine.cleaned(text).string
        if withoutJoiners(plain).isEmpty { continue }
        check(
          place.replacing("%", with: MarkdownText.escaped(text)),
          isLike: place.replacing("%", with: "Q"), with: plain, "seed \(seed): \(text)")
      }
    }
  }

  @Test func keepsSingleSignsAndPairsAsText() {
    let signs = (0x20...0x7E).map { String(Unicode.Scalar(UInt8($0))) } + ["", "a", "é"]
    for first in signs {
      for second in signs {
        for text in ["\(first)\(second)", "a\(first)\(second)b", "\(first) \(second)"] {
          let plain = PlainLine.cleaned(Text(text)).string
          if plain.isEmpty { continue }
          check("- \(MarkdownText.escaped(Text(text))) -", isLike: "- Q -", with: plain, text)
        }
      }
    }
  }

  @Test func keepsCodeSpansWhole() {
    for seed in 1...6000 {
      var random = SeededGenerator(seed: UInt64(seed))
      let text = HostileText.random(using: &random)
      let plain = PlainLine.cleaned(text).string
      if withoutJoiners(plain).isEmpty { continue }
      let markdown = "- a \(MarkdownText.codeSpan(text)) *b*"
      check(markdown, isLike: "- a `Q` *b*", with: plain, "seed \(seed): \(text)")
    }
  }

  @Test func linksTextOnce() throws {
    let rules = try LinkRules(
      issue: "https://a.b/c_d?e=f&copy=*~$@{repo}/{number}", commit: "https://a.b/{sha}")
    let link = try #require(
      rules.link(to: IssueReference(kind: .issue, number: "1"), in: "o/r_s"))
    for seed in 1...3000 {
      var random = SeededGenerator(seed: UInt64(seed))
      let text = HostileText.random(using: &random)
      let plain = PlainLine.cleaned(text).string
      let tree = parseMarkdown(Array("- a \(MarkdownText.link(text, to: link.text))".utf8))
      let nodes = flat(tree)
      #expect(nodes.filter(\.isLink) == [.link("https://a.b/c%5Fd?e=f&copy=%2A%7E%24%40o/r%5Fs/1")])
      #expect(
        withoutJoiners(nodes.text)
          == withoutJoiners("a \(plain.isEmpty ? link.text.string : plain)"))
    }
  }

  @Test(arguments: ["`", "*", "[", "\\", "<", "(", "@", ":a", "{", "`a", "\u{1B}]", "\u{301}"])
  func escapesAMegabyte(_ unit: String) {
    let text = Text(String(repeating: unit, count: 1_000_000 / unit.utf8.count))
    #expect(!MarkdownText.escaped(text).isEmpty)
    #expect(!MarkdownText.codeSpan(text).isEmpty)
  }

  /// The document has the nodes of `model`, with `plain` in the place of its `Q`.
  private func check(
    _ markdown: String, isLike model: String, with plain: String, _ comment: String
  ) {
    let expected = flat(parseMarkdown(Array(model.utf8)))
    let actual = flat(parseMarkdown(Array(markdown.utf8)))
    #expect(actual.filter { !$0.isText } == expected.filter { !$0.isText }, "\(comment)")
    #expect(
      withoutJoiners(actual.text) == withoutJoiners(expected.text.replacing("Q", with: plain)),
      "\(comment)")
  }
}

/// Without blanks that a parser may drop, without a byte order mark, which it drops at the start, and
/// without what keeps renderers from linking.
private func withoutJoiners(_ text: String) -> String {
  let scalars = text.unicodeScalars.filter { $0 != "\u{2060}" && $0 != "\u{FEFF}" }
  return String(String.UnicodeScalarView(scalars)).split(separator: " ").joined(separator: " ")
}

private enum FlatNode: Equatable {
  case text(String)
  case link(String)
  case other(String)

  var isText: Bool { if case .text = self { true } else { false } }
  var isLink: Bool { if case .link = self { true } else { false } }
}

extension [FlatNode] {
  fileprivate var text: String {
    map { if case .text(let text) = $0 { text } else { "" } }.joined()
  }
}

/// The nodes in their order, with their depth; text without.
private func flat(_ node: MarkdownNode, depth: Int = 0) -> [FlatNode] {
  let children = node.children.flatMap { flat($0, depth: depth + 1) }
  let literal = String(decoding: node.literal, as: UTF8.self)
  switch node.kind {
  case .text: return [.text(literal)]
  case .softBreak: return [.other("softBreak \(depth)"), .text(" ")]
  case .code: return [.other("code \(depth)"), .text(literal)]
  case .link(let url, _): return [.link(String(decoding: url, as: UTF8.self))] + children
  case .image(let url, _): return [.other("image \(url)")] + children
  default: return [.other("\(node.kind) \(depth) \(literal)")] + children
  }
}
