import Model
import Rendering

/// The list of all pages for search engines (sitemaps.org): one file, or an index of several where there
/// are more pages than one may name. It tells no times: when a page last changed is known to the web
/// server alone.
package struct Sitemap: Sendable {
  /// What one file may hold by the protocol.
  package static let pageLimit = 50_000
  package static let byteLimit = 50 << 20

  private let base: BaseAddress
  private let pageLimit: Int
  private let byteLimit: Int
  private var full: [[UInt8]] = []
  private var current = ByteBuffer()
  private var count = 0

  private static let start: StaticString = """
    <?xml version="1.0" encoding="utf-8"?>
    <urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">

    """
  private static let end: StaticString = "</urlset>\n"

  package init(
    base: BaseAddress, pageLimit: Int = Sitemap.pageLimit, byteLimit: Int = Sitemap.byteLimit
  ) {
    self.base = base
    self.pageLimit = pageLimit
    self.byteLimit = byteLimit
    current.append(Sitemap.start)
  }

  /// - Parameter path: of a page, from the site's root.
  package mutating func add(_ path: String) {
    var line = ByteBuffer()
    line.append("<url><loc>" as StaticString)
    line.append(htmlEscaped: base.of(path))
    line.append("</loc></url>\n" as StaticString)
    let size = current.count + line.count + Sitemap.end.utf8CodeUnitCount
    if count == pageLimit || (size > byteLimit && count > 0) { closeFile() }
    current.append(contentsOf: line.bytes)
    count += 1
  }

  private mutating func closeFile() {
    current.append(Sitemap.end)
    full.append(current.bytes)
    current = ByteBuffer()
    current.append(Sitemap.start)
    count = 0
  }

  /// The files, by their paths from the site's root; `sitemap.xml` is what search engines are told of.
  package consuming func files() -> [(path: String, bytes: [UInt8])] {
    closeFile()
    guard full.count > 1 else { return [("sitemap.xml", full[0])] }
    let parts = full.enumerated().map { ("sitemap-\($0 + 1).xml", $1) }
    var index = ByteBuffer()
    index.append(
      """
      <?xml version="1.0" encoding="utf-8"?>
      <sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">

      """)
    for (path, _) in parts {
      index.append("<sitemap><loc>" as StaticString)
      index.append(htmlEscaped: base.of(path))
      index.append("</loc></sitemap>\n" as StaticString)
    }
    index.append("</sitemapindex>\n" as StaticString)
    return [("sitemap.xml", index.bytes)] + parts
  }
}
