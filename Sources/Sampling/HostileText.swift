/// Text that is legal in a record and dangerous in a page: markup, control characters, long lines.
enum HostileText {
  static let values: [String] = [
    "<script>alert(1)</script>", "</script></title><img src=x onerror=alert(1)>",
    "\"><svg/onload=alert(document.domain)>", "<!-- never closed", "<pre>swallows <b>the page",
    "fix: render <Component /> and &amp; &#x3C; literally", "]]><![CDATA[x",
    "[click](javascript:alert(1))", "![x](data:text/html;base64,PHNjcmlwdD4=)",
    "<javascript:alert(1)> <https://example.com/?a=1&b=2>", "javascript:alert(1)",
    "data:text/html,<script>alert(1)</script>", "https://user:secret@example.com/path",
    "# Heading\n\n- list\n- list\n\n***\n\n> quote", "| a | b |\n|---|---|\n| 1 | 2 |",
    "```html\n<b>not closed", "~~~\n````\n", "[ref]: https://example.com 'title'\n[ref]",
    "**bold *both** italic* `code ``more", "line one  \nline two\\\nline three",
    "&lt;b&gt;&nbsp;&copy;",
    "{{commit_message}} {{{raw}}} {{#section}} {{> partial}} {{! comment",
    "${{ github.token }} %{x} #{y}",
    "=HYPERLINK(\"http://example.com\";\"click\")", "+1+cmd|' /C calc'!A0", "@SUM(1+1)*cmd", "-2+3",
    "＝1+1 full width", "'; DROP TABLE jobs; --", "user\u{202E}gnp.exe\u{202C}\u{2066}x\u{2069}",
    "Z\u{0351}\u{036B}\u{0343}\u{036A}\u{0302}\u{036B}\u{033D}\u{034F}\u{0334}\u{0319}\u{0324}a\u{0334}\u{0335}l\u{0321}\u{0322}g\u{0338}\u{031B}o\u{0300}\u{0301}",
    "tab\tbell\u{7}back\u{8}escape\u{1B}[2Jdelete\u{7F}C1\u{9B}31m", "nul\u{0}inside",
    "carriage\rreturn\r\nnew\u{85}line\u{2028}separator\u{2029}end",
    "\u{FEFF}bom \u{FFFE} \u{FFFF}",
    "e\u{301} is not \u{E9}", "👩‍👩‍👧‍👦🏴󠁧󠁢󠁥󠁮󠁧󠁿🇺🇳 1\u{FE0F}\u{20E3}", "\u{E0001}\u{E0068}\u{E0069} tags",
    "ghp_0123456789abcdefghijABCDEFGHIJ012345 in a message", "../../etc/passwd",
    "..\\..\\windows\\system32",
    "@everyone see #1 and GH-2", "feat: \"quotes\" 'single' `back` \\ / < > & %00 %2e%2e%2f",
    "Аlice (first letter is Cyrillic)", "   leading and trailing   ", "\u{200B}\u{200D}\u{2060}",
    String(repeating: "a very long line without an end ", count: 160),
    String(repeating: "*a_`[", count: 1000), String(repeating: "> ", count: 400) + "deep",
  ]

  /// Beginnings of ids; a number follows.
  static let ids = [
    "../../etc/passwd/", "CON.", "aux ", "build#", "<b>id</b>", "Größe/Läufe/", "ID with spaces ",
    "..",
    "%2e%2e%2f", "https://ci.example/job/", "C:\\jobs\\", "😀-", "UPPER-CASE-",
    "e\u{301}/", "\u{E9}/", "run\u{202E}",
    "very-long-" + String(repeating: "0123456789", count: 24) + "-",
  ]

  static let names = [
    "<b>Bobby</b> Tables", "Аlice Müller", "Robert'); DROP TABLE authors;--", "=cmd|'/C calc'!A0",
    "{{author}}", "\u{202E}nhoJ", "[admin](javascript:alert(1))", "A\u{0}B", "*", "",
  ]

  static let refs = [
    "refs/heads/<img src=x>", "feature/`rm -rf`", "feature/[x](y)", "../../main",
    "main\u{202E}niam",
    "release/{{version}}", "a|b|c", "HEAD~1^{/fix}", "-oProxyCommand=x", "größe/日本語/ветка",
  ]

  static let urls = [
    "javascript:alert(document.cookie)", "data:text/html;base64,PHNjcmlwdD4=", "//evil.example/x",
    "https://user:pw@ci.example/logs", "https://ci.example/logs?token=abcdef&a=1",
    "ftp://ci.example/x",
    "https://ci.example/a b", "feed:javascript:alert(1)", "https://例え.jp/ログ",
    " https://ci.example/ ",
  ]
}
