import Model
import Rendering

/// `build.json` and `build.js`: what was built, for probes and for the notice of staleness. No page
/// carries any of it, so that pages need not change every night.
struct BuildFiles {
  private let writer: PageWriter

  init(_ writer: PageWriter) { self.writer = writer }

  func write(_ page: BuildPage) throws {
    var json = ByteBuffer()
    JSONTwinWriter.write(page, to: &json)
    try writer.write(file: "build.json", json.bytes)
    var facts = JSONObjectWriter(into: ByteBuffer())
    facts.member("data_through", page.facts.dataThrough)
    facts.member("stale_after", page.facts.staleAfter)
    var script = ByteBuffer()
    script.append("window.rollbookBuild = " as StaticString)
    script.append(contentsOf: facts.finish().bytes)
    script.append(";\n" as StaticString)
    try writer.write(file: "build.js", script.bytes)
  }
}
