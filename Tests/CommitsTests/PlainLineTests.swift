import Model
import Rendering
import Testing

@testable import Commits

@Suite struct PlainLineTests {
  @Test(
    arguments: [
      ("", ""), (" \n\t ", ""), ("  a \r\n\t b\u{2028}c ", "a b c"), ("a\u{0}b", "a\u{FFFD}b"),
      ("\u{1B}[31mred\u{1B}[0m", "red"), ("a\u{202E}b", "a‹U+202E›b"), ("\u{7}", "‹U+0007›"),
      ("\u{E0041}", "‹U+E0041›"),
    ] as [(Text, Text)])
  func cleansText(_ text: Text, _ expected: Text) {
    #expect(PlainLine.cleaned(text) == expected)
  }

  @Test func cleansAsRenderingDoes() {
    for seed in 1...6000 {
      var random = SeededGenerator(seed: UInt64(seed))
      let text = HostileText.random(using: &random)
      #expect(PlainLine.cleaned(text) == renderedLine(text), "seed \(seed): \(text)")
    }
  }

  @Test(arguments: ["a", "é", "🏴", " ", "\u{301}", "\u{202E}"])
  func cutsLongTextAsRenderingDoes(_ unit: String) {
    for extra in 0...3 {
      let text = Text(
        String(repeating: "x", count: extra) + String(repeating: unit, count: 70_000))
      #expect(PlainLine.cleaned(text) == renderedLine(text))
    }
  }

  @Test func looksForTheEndOfASequenceAsFarAsRenderingDoes() {
    for length in 4080...4110 {
      let body = String(repeating: "x", count: length)
      let text = Text("a\u{1B}]\(body)\u{7}b")
      #expect(PlainLine.cleaned(text) == renderedLine(text), "\(length)")
    }
    let ended: Text = "\u{1B}]a\u{7}b\u{1B}]c\u{1B}]d\u{1B}\\e\u{1B}]f"
    #expect(PlainLine.cleaned(ended) == renderedLine(ended))
  }

  private func renderedLine(_ text: Text) -> Text {
    var buffer = ByteBuffer()
    buffer.append(cleaned: text, as: .bare)
    let blanks: Set<Unicode.Scalar> = [" ", "\n", "\t", "\u{2028}", "\u{2029}"]
    let words = buffer.string.unicodeScalars.split { blanks.contains($0) }
    return Text(words.map { String(String.UnicodeScalarView($0)) }.joined(separator: " "))
  }
}
