import Model
import Site
import Testing

/// How texts are compared; a browser is asked the same in Tests/Browser/search.py.
@Suite struct SearchTextTests {
  @Test(arguments: [
    ("Build-17", "build-17"), ("a B", "a b"), ("ÄÖ", "%c3%a4%c3%b6"), ("ß", "%c3%9f"),
    ("\u{212A}", "%6b"), ("İ", "%69%cc%87"), ("ΑΣ", "%ce%b1%cf%83"), ("e\u{301}", "e%cc%81"),
    ("日本", "%e6%97%a5%e6%9c%ac"), ("👩", "%f0%9f%91%a9"), ("50%", "50%"),
    ("‹U+202E›", "%e2%80%b9u+202e%e2%80%ba"),
    ("\u{A0}", "%c2%a0"),
  ])
  func foldsTextToASCII(text: String, folded: String) {
    #expect(String(decoding: SearchText.folded(text), as: UTF8.self) == folded)
  }

  @Test(arguments: [
    ("build-checkout-000398", ["000398", "398"]), ("github-run-123456-1", ["123456-1"]),
    ("deploy-9", ["deploy-9"]), ("ab", []), ("a/b", []), ("abc", ["abc"]), ("x--abc--", ["abc--"]),
    ("job-000", ["000"]), ("job-00-abc", ["abc"]), ("00-1", []),
    ("j-0012-ab", ["0012-ab", "12-ab"]),
    ("%c3%a4-x1", ["%c3%a4-x1"]),
  ])
  func findsTheDistinctiveEndOfAnId(id: String, ends: [String]) {
    let bytes = Array(id.utf8)
    let starts = SearchText.tailStarts(bytes[...])
    #expect(starts.map { String(decoding: bytes[$0...], as: UTF8.self) } == ends)
  }
}
