import Markdown
import Testing

@testable import Rendering

/// A template without tags is Markdown; our writer must print it as cmark does, byte for byte.
@Suite struct MarkdownWriterTests {
  static let corpus: [String] = [
    "", "\n\n", "plain", "two\nlines", "hard  \nbreak\\\nagain", "# One\n## Two ##\n###### Six",
    "Setext\n===\n\nOther\n---", "***\n---\n___", "> quote\n> more\n\n> next\nlazy",
    "> # a\n> - b\n>   c",
    "- a\n- b\n- c", "- a\n\n- b", "* a\n  - b\n    - c\n- d", "1. one\n2. two",
    "7) seven\n8) eight",
    "0. zero", "- a\n\n  second\n- b", "- [ ] task", "-\n- x\n-",
    "- # head\n- > q\n- ```\n  c\n  ```",
    "1. a\n\n   b\n2. c\n   - d\n\n     e", "- a\n* b\n+ c", "    code\n    more\n\n    end",
    "```\nfence <&>\"'\n```", "~~~ swift extra\nlet x = 1\n~~~", "``` a&b\"c\n```", "```\nno end",
    "`code` ``a`b`` ` x `", "*em* **strong** ***both*** _a_ __b__", "a*b*c a_b_c **a*b*c**",
    "*a **b* c**",
    "[link](/url \"title\") [x](</a b>) [e]()",
    "[ref] [Ref][ref] [t][ref]\n\n[ref]: /r?a=1&b=2 'T\"i'",
    "![alt *em* `c` <b> \"q\"](/i.png \"t\") ![][r]\n\n[r]: x", "[a ![b](c) d](e)",
    "<http://a.b/c?d=e&f> <m@x.org>",
    "&amp; &copy; &#35; &#x22; &nope; &", "\\* \\# \\\\ \\a \\<b>", "<div>\n*raw*\n</div>\n\n*md*",
    "<b>x</b> <br/> <!-- c --> <?php?> <!D x> <![CDATA[y]]>", "<!-- block\ncomment -->\nafter",
    "<pre>\n\n*x*\n</pre>\n",
    "<script>\nif (a < b) {}\n</script>\ntext", "<a href='x'>\n\n</a>",
    "text\n<div>\nin\n</div>\nstill\n\nout",
    "a\n> b\nc\n- d\ne", "\tcode\n\n \t x", "- \tcode\n\n\t\tdeep", "ünïcode [é](/ü \"ß\") `ø`",
    "a\u{0}b",
    "[x](/a'b(c)d\"e\\f%20g[h]{i}|^`~)", "\"quotes\" 'single' -- ... <>", "line\r\nother\rthird",
    "[a]: b\n[c]: <d> \"e\"",
    "- a\n\n\n- b\n\n\n      code", "> - a\n>\n> - b\n\npara", "1986\\. x", "#\n\n# #\n\n##",
    "* * *\n- - x", "***a** b*",
    "[foo]\n[]\n\n[foo]: u", "<x-y z=\"1\" 'q'>", "```` md\n```\n````", "a  \n", "a\\",
    "- a\n- ```\n  x\n", "> ```\n> a\nb",
  ]

  @Test(arguments: corpus) func printsAsCMarkDoes(_ markdown: String) throws {
    #expect(try render(markdown) == expected(markdown))
  }

  @Test func printsRandomMarkdownAsCMarkDoes() throws {
    let fragments = [
      "a", "b ", "word", "\n", "\n\n", "\n- ", "\n  - ", "\n1. ", "\n> ", "> ", "# ", "*", "**",
      "_", "`", "``",
      "[", "](", ")", "](/u)", "![", "<b>", "</b>", "<div>", "\n<div>\n", "</div>\n", "&amp;", "&",
      "<", "\\", "\"",
      "'", "\n```\n", "\n    ", "  \n", "\n---\n", "\n===\n", "|", "<!-- ", "-->", "<http://x.y>",
      "é", "[r]: /x\n", "[r]",
      "\n\n1) ", "~~~", "\t", "(", "!", "https://a.b",
    ]
    for seed in 1...4000 {
      var random = SeededGenerator(seed: UInt64(seed))
      let length = Int.random(in: 1...25, using: &random)
      let markdown = (0..<length).map { _ in fragments.randomElement(using: &random) ?? "" }
        .joined()
      // Tables are ours, not cmark's.
      let actual = try render(markdown)
      guard !actual.contains("<table>") else { continue }
      #expect(actual == expected(markdown), "seed \(seed): \(markdown)")
    }
  }

  private func expected(_ markdown: String) -> String {
    String(decoding: renderWithCMark(Array(markdown.utf8)), as: UTF8.self)
  }
}
