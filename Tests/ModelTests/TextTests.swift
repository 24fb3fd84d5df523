import Model
import Testing

@Suite struct TextTests {
  private let composed: Text = "caf\u{e9}"
  private let decomposed: Text = "cafe\u{301}"

  @Test func comparesByBytes() {
    #expect(composed.string == decomposed.string)  // What a String makes of them.
    #expect(composed != decomposed)
    #expect(decomposed < composed)
    #expect(!(composed < decomposed))
    #expect(Set([composed, decomposed, composed]).count == 2)
    #expect([composed: 1, decomposed: 2][composed] == 1)
  }

  @Test func ordersByBytes() {
    let sorted: [Text] = ["", "A", "B", "a", "aa", "b", "\u{e9}", "\u{ffff}", "\u{10000}"]
    #expect(sorted.reversed().sorted() == sorted)
    for (i, a) in sorted.enumerated() {
      for (j, b) in sorted.enumerated() {
        #expect((a < b) == (i < j))
        #expect((a == b) == (i == j))
      }
    }
  }

  @Test func hashesEqualTextsAlikeHoweverTheyCameAbout() {
    let long = "a long enough text not to be kept inside the string value \u{e9}"
    let pieces = Text(String(long.prefix(20)) + String(long.dropFirst(20)))
    #expect(pieces == Text(long))
    #expect(pieces.hashValue == Text(long).hashValue)
  }

  @Test func countsBytes() {
    #expect(composed.byteCount == 5)
    #expect(decomposed.byteCount == 6)
    #expect(Text("").isEmpty)
    #expect(!Text("\u{0}").isEmpty)
    #expect(Text("a\u{0}b") != Text("a"))
  }
}
