import Model
import Rendering

/// Renders pages and their JSON twins and hands the bytes on.
final class PageWriter {
  private let templates: TemplateSet
  private let zone: ZoneTable
  private let siteName: String
  /// Where the site lives below its host, for the one page that is shown at any address.
  private let basePath: String?
  /// Nil where the site's address is not known.
  private var sitemap: Sitemap?
  private let put: (String, [UInt8]) throws -> Void
  private var buffer = ByteBuffer(capacity: 1 << 16)
  private(set) var pageCount = 0
  /// Is shown each page and what the layout sees around it, by the template's name.
  private let observe: ((String, any Viewable) -> Void)?
  private(set) var links: LinkCheck
  private(set) var weights = PageWeights()
  private let measuresTemplates: Bool
  private(set) var times = TemplateTimes()
  /// The pages that the search finds by their titles.
  private(set) var titled: [SearchEntry] = []

  init(
    templates: TemplateSet, zone: ZoneTable, siteName: String, basePath: String?,
    base: BaseAddress?, measuresTemplates: Bool = false,
    observe: ((String, any Viewable) -> Void)? = nil,
    put: @escaping (String, [UInt8]) throws -> Void
  ) {
    self.templates = templates
    self.zone = zone
    self.siteName = siteName
    self.basePath = basePath
    self.put = put
    self.observe = observe
    self.measuresTemplates = measuresTemplates
    links = LinkCheck(basePath: basePath)
    sitemap = base.map { Sitemap(base: $0) }
  }

  func write<P: Page>(_ page: P) throws {
    let tables = page.tables
    try write(html: page, tables)
    if let twin = page.twinPath {
      buffer.removeAll()
      JSONTwinWriter.write(page, to: &buffer)
      try write(file: twin, buffer.bytes)
    }
    for table in tables {
      if let content = table.content { try write(file: table.path, content.bytes) }
    }
    if page.path != SitePaths.notFound { sitemap?.add(page.path) }
    pageCount += 1
  }

  private func write<P: Page>(html page: P, _ tables: [TableFile]) throws {
    guard let compiled = templates.pages[P.template] else {
      preconditionFailure("\(P.template) is in no list of templates")
    }
    var context = RenderContext(rootPrefix: rootPrefix(of: page), zone: zone)
    var title = ByteBuffer()
    compiled.title.render([page], into: &title, context: &context)
    let frame = PageFrame(
      siteName: siteName, title: Text(title.string), assets: templates.assets.paths,
      section: page.section, breadcrumbs: page.breadcrumbs, twinPath: page.twinPath,
      tables: tables, feedPath: page.feedPath, hasSearch: page.hasSearch)
    if let kind = page.searchKind {
      titled.append(
        SearchEntry(
          kind: kind, label: page.searchLabel ?? frame.title,
          day: page.searchTime.map { zone.day(of: $0) }, path: page.path))
    }
    observe?(P.template, page)
    observe?(TemplateContext.layout, frame)
    buffer.removeAll()
    let start = measuresTemplates ? ContinuousClock.now : nil
    templates.layout.render([frame], into: &buffer, context: &context) { buffer, context in
      compiled.body.render([page], into: &buffer, context: &context)
    }
    if let start { times.add(P.template, start.duration(to: .now), bytes: buffer.count) }
    links.add(page: page.path, template: "pages/\(P.template).md", buffer.bytes)
    weights.add(page: page.path, template: P.template, bytes: buffer.count)
    try put(page.path, buffer.bytes)
  }

  private func rootPrefix<P: Page>(of page: P) -> String {
    if page.path == SitePaths.notFound, let basePath { return basePath }
    return String(repeating: "../", count: page.path.utf8.count { $0 == 0x2F })
  }

  func writeAssets() throws {
    for asset in templates.assets.assets {
      weights.add(asset: asset.path, bytes: asset.bytes.count)
      try write(file: asset.path, asset.bytes)
    }
  }

  /// The list of the pages written so far, if they have an address.
  func writeSitemap() throws {
    for (path, bytes) in sitemap?.files() ?? [] { try write(file: path, bytes) }
  }

  /// A file that is no page.
  func write(file path: String, _ bytes: [UInt8]) throws {
    links.add(file: path)
    try put(path, bytes)
  }
}
