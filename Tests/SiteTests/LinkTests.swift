import Site
import Testing

/// The check of links that each build makes, over a site with every kind of page.
@Suite struct LinkTests {
  @Test func findsNoLinkOfTheBuiltInTemplatesThatLeadsNowhere() throws {
    #expect(try BuiltSite.sample.get().counts.brokenLinks == [])
  }

  @Test func weighsEveryPage() throws {
    let site = try BuiltSite.sample.get()
    let weights = site.counts.weights
    #expect(weights.kinds.reduce(0) { $0 + $1.count } == site.pagePaths.count)
    let sizes = site.pagePaths.compactMap { site.files[$0]?.count }
    #expect(weights.largest.first?.bytes == sizes.max())
    #expect(weights.pages(largerThan: 20_000) == sizes.count { $0 > 20_000 })
    let styles = site.files.filter { $0.key.hasSuffix(".css") }
    #expect(weights.styleBytes == styles.values.reduce(0) { $0 + $1.count })
  }
}
