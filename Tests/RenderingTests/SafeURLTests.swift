import Model
import Testing

@testable import Rendering

@Suite struct SafeURLTests {
  static let cases: [(String, String?)] = [
    ("https://a.b/c", "https://a.b/c"), ("HTTP://A.b", "http://A.b"),
    ("  https://a.b \n", "https://a.b"), ("http://a.b:8080/x", "http://a.b:8080/x"),
    ("http://[::1]:80/x", "http://[::1]:80/x"), ("http://[x]/", nil), ("http://[]/", nil),
    ("https://a.b:123456/", nil), ("https://a.b:x/", nil),
    ("https://user:pw@a.b/c", "https://a.b/c"), ("https://a@b@c.d/", "https://c.d/"),
    ("https://a.b/?token=x&y=1", "https://a.b/?y=1"),
    ("https://a.b/?X-Amz-Signature=x&X-Amz-Date=y", "https://a.b/"),
    ("https://a.b/?a=1&sig=x#f", "https://a.b/?a=1#f"),
    ("https://a.b/?%74oken=x", "https://a.b/"), ("https://a.b/#access_token=x", "https://a.b/"),
    ("https://a.b?", "https://a.b?"),
    ("https://bücher.example/ü", "https://xn--bcher-kva.example/%C3%BC"),
    ("https://MÜNCHEN.de/", "https://xn--mnchen-3ya.de/"),
    ("https://例え.jp", "https://xn--r8jz45g.jp"), ("https://a\u{3002}b/", nil),
    ("https://a.b/<\"'>", "https://a.b/%3C%22'%3E"),
    ("https://a.b/\u{202E}", "https://a.b/%E2%80%AE"), ("https://a_b.c/", nil), ("https:///x", nil),
    ("https://", nil), ("https://.../", nil),
    ("http:/a.b", nil), ("http:a.b", nil), ("ftp://a.b", nil),
    ("javascript://a.b/%0aalert(1)", nil), ("//a.b", nil), ("https://a.b\\c", nil),
    ("https://a.b/x y", nil), ("https://a.b/\tx", nil),
    ("https://a.b/" + String(repeating: "x", count: 2100), nil), ("", nil),
    ("https://a.b%2f@c/", "https://c/"), ("https://a.b/%41?q=%20", "https://a.b/%41?q=%20"),
    ("https://xn--a-b.c/", "https://xn--a-b.c/"),
  ]

  @Test(arguments: cases.indices) func allowsOnlyPlainAddresses(_ index: Int) {
    let (text, expected) = SafeURLTests.cases[index]
    let result = SafeURL.bytes(of: Text(text)).map { String(decoding: $0, as: UTF8.self) }
    #expect(result == expected)
  }

  @Test func givesOnlyHarmlessBytesForRandomText() {
    let fragments = [
      "https://", "http://", "a", ".", "/", "\\", "@", ":", "?", "&", "=", "token", "#", "%", "\"",
      "<", "é", "\u{0}", " ", "[", "]", "1",
    ]
    for seed in 1...5000 {
      var random = SeededGenerator(seed: UInt64(seed))
      let length = Int.random(in: 0...12, using: &random)
      let text =
        "https://"
        + (0..<length).map { _ in fragments.randomElement(using: &random) ?? "" }.joined()
      guard let bytes = SafeURL.bytes(of: Text(text)) else { continue }
      let url = String(decoding: bytes, as: UTF8.self)
      #expect(
        url.wholeMatch(of: #/https:\/\/[A-Za-z0-9.:\[\]-]+([\/?#][!#-;=?@A-Z\[\]_a-z~]*)?/#) != nil,
        "\(text)")
      #expect(SafeURL.bytes(of: Text(url)) == bytes, "what is safe stays as it is: \(text)")
    }
  }
}
