/// Texts that are legal in a record and would change a page, were they ever taken for markup.
enum HostileTexts {
  static let values: [String] = markdown + html + templates + characters

  private static let markdown = [
    "# Heading", "Setext\n======", "- item\n- item\n\n  1. one", "> quote\n\n---\n\n***",
    "*emphasis* __strong__ ~~gone~~", "`code` ``more ` code``", "```\nfence", "~~~html\n<b>\n~~~",
    "    indented code", "[link](https://example.com)", "[x](javascript:alert(1))",
    "![image](data:image/png;base64,AAAA)", "[ref]\n\n[ref]: https://example.com 'title'",
    "<https://example.com> https://example.com www.example.com", "a | b | c |",
    "|---|---|\n| 1 | 2 |",
    "line  \nbreak\\\nend", "\\*escaped\\* \\", "&copy; &#35; &lt;b&gt; &amp;amp;",
    "+ [ ] task\n* [x] done", "[^1]\n\n[^1]: note", String(repeating: "> ", count: 300) + "deep",
    String(repeating: "[", count: 2000), String(repeating: "*a_`", count: 1250),
  ]

  private static let html = [
    "<b>bold", "</p></div></main></body></html>", "<script>alert(1)</script>", "</script>",
    "</title><svg onload=alert(1)>", "<!-- comment", "--> <![CDATA[ ]]> <?php ?>",
    "\" onmouseover=\"alert(1)", "' onclick='alert(1)", "<img src=x onerror=alert(1)>",
    "<pre>\n<textarea>", "</td></tr></table>", "</code></pre><h1>x</h1>", "<bdi></bdi></bdi>",
    "<a href=\"javascript:alert(1)\">x</a>", "<style>*{display:none}</style>",
    "<base href=\"//evil.example/\">", "<meta http-equiv=refresh content=0>", "<Component />",
  ]

  private static let templates = [
    "{{version}}", "{{{raw}}}", "{{#jobs}}", "{{/jobs}}{{^x}}", "{{> partial}} {{! comment",
    "${{ secrets.TOKEN }} %{x}",
  ]

  private static let characters = [
    "nul\u{0}inside", "bell\u{7} escape\u{1B}[31mred\u{1B}[0m", "\u{1B}]0;title\u{7}x",
    "c1 \u{9B}31m\u{85}",
    "a\u{202E}gnp.exe\u{202C}\u{2066}x\u{2069}", "carriage\rreturn\r\nnew\nline", "tab\there",
    "line\u{2028}paragraph\u{2029}", "\u{FEFF}bom \u{FFFE} \u{FFFF}",
    "\u{E0001}\u{E0068}tags", "z" + String(repeating: "\u{301}", count: 40), "  spaces  ",
    "e\u{301} \u{E9} 👩‍👩‍👧 日本語 עברית العربية",
    String(repeating: "long line without end ", count: 230),
    "\u{200B}\u{200D}\u{2060}",
  ]

  static let urls = [
    "https://ci.example/logs/1", "javascript:alert(1)", "JaVaScRiPt:alert(1)", "data:text/html,x",
    "//evil.example/x", "https://ci.example/\"onmouseover=\"x", "https://ci.example/<b>?a=1&b=2#c",
    "ftp://ci.example/x", "https://user:secret@ci.example/x", "\u{1}javascript:alert(1)",
    "https://ci.example\\@evil.example/", "/relative/path", "https://例え.jp/ログ", "vbscript:x",
    "#top",
    "https://ci.example/" + String(repeating: "a", count: 3000),
  ]
}
