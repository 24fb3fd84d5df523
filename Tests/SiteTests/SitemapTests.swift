import Foundation
import Model
import Site
import Testing

/// The list of pages for search engines.
@Suite struct SitemapTests {
  private func base() throws -> BaseAddress {
    try #require(BaseAddress("https://ci.example/reports/"))
  }

  private func addresses(_ bytes: [UInt8]) -> [String] {
    String(decoding: bytes, as: UTF8.self).matches(of: /<loc>([^<]*)<\/loc>/).map { String($0.1) }
  }

  @Test func namesEveryPageButTheOneForUnknownAddresses() throws {
    let deployment = Deployment(id: "d1", service: "api", version: "1", status: .live)
    let site = try BuiltSite(
      [.deployment(deployment)], baseAddress: "https://ci.example/reports/")
    let listed = addresses(try #require(site.files["sitemap.xml"]))
    let pages = site.pagePaths.filter { $0 != "404.html" }
    #expect(listed.sorted() == pages.map { "https://ci.example/reports/\($0)" }.sorted())
    #expect(!(try site.text("sitemap.xml")).contains("lastmod"))
  }

  @Test func isNotThereWithoutAnAddress() throws {
    #expect(try BuiltSite.sample.get().files["sitemap.xml"] == nil)
  }

  @Test func morePagesThanAFileMayNameStandInSeveral() throws {
    var map = Sitemap(base: try base(), pageLimit: 3)
    let pages = (1...8).map { "p\($0).html" }
    for page in pages { map.add(page) }
    let files = map.files()
    #expect(files.map(\.path) == ["sitemap.xml"] + (1...3).map { "sitemap-\($0).xml" })
    #expect(
      addresses(files[0].bytes) == (1...3).map { "https://ci.example/reports/sitemap-\($0).xml" })
    #expect(
      files.dropFirst().flatMap { addresses($0.bytes) }
        == pages.map { "https://ci.example/reports/\($0)" })
    #expect(files.dropFirst().map { addresses($0.bytes).count } == [3, 3, 2])
  }

  @Test func noFileIsLargerThanItMayBe() throws {
    var map = Sitemap(base: try base(), byteLimit: 400)
    for i in 1...20 { map.add("page-\(i).html") }
    let files = map.files()
    #expect(files.count > 4)
    #expect(files.dropFirst().allSatisfy { $0.bytes.count <= 400 })
    #expect(files.dropFirst().flatMap { addresses($0.bytes) }.count == 20)
  }

  @Test func asManyAsAFileMayNameStandInOne() throws {
    var map = Sitemap(base: try base(), pageLimit: 3)
    for i in 1...3 { map.add("p\(i).html") }
    #expect(map.files().map(\.path) == ["sitemap.xml"])
  }
}
