import Testing

/// The reader that other tests trust sees what it is there to see.
@Suite struct HTMLReaderTests {
  private func read(_ body: String) throws -> HTMLPage {
    try HTMLPage("<!doctype html>\n<main>\(body)</main>")
  }

  @Test(arguments: [
    "<p>a", "a</p>", "<b><i>x</b></i>", "<p><div>x</div></p>",
    "<a href=\"x\"><a href=\"y\">z</a></a>",
    "<a href=x>y</a>", "<a href='x'>y</a>", "<a href=\"x\"id=\"y\">z</a>",
    "<a id=\"x\" id=\"x\">y</a>",
    "a & b", "a &copy b", "a > b", "<!-- x -->", "<>", "< b>", "<script>x</script>", "<b/>",
    "<table><p>x</p></table>", "<table>x</table>", "<li>x</li>", "a\u{202E}b", "a\u{7}b",
    "<a title=\"<b>\">x</a>",
  ])
  func refusesWhatABrowserWouldMend(body: String) {
    #expect(throws: Problem.self) { try read(body) }
  }

  @Test func takesAPageApart() throws {
    let page = try read(#"<p class="a&amp;b">x &lt; <b>y</b></p><svg><path d="M0"/></svg><br>z"#)
    #expect(page.all("p").first?["class"] == "a&b")
    #expect(page.visibleText == "x < yz")
    #expect(page.elements.map(\.name) == ["", "main", "p", "b", "svg", "path", "br"])
  }
}
