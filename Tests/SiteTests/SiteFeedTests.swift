import Foundation
import Model
import Site
import Testing

/// Atom and JSON feeds of deployments and rollbacks.
@Suite struct SiteFeedTests {
  private struct Item: Decodable {
    let id: String
    let url: String
    let title: String
    let contentText: String
    let datePublished: String
    let dateModified: String
    let tags: [String]
  }

  private struct Feed: Decodable {
    let title: String
    let homePageUrl: String
    let feedUrl: String
    let items: [Item]
  }

  private func feed(_ site: BuiltSite, _ path: String) throws -> Feed {
    let bytes = try #require(site.files["feeds/\(path).json"], "\(path)")
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    return try decoder.decode(Feed.self, from: Data(bytes))
  }

  /// A deployment that reached production at noon of a day of October 2026.
  private func deployment(_ id: String, _ service: Text = "api", day: Int) -> Deployment {
    var deployment = Deployment(
      id: Text(id), service: service, version: Text("1.\(day)"), status: .live)
    deployment.productionDeployedAt = Timestamp(
      milliseconds: ZoneTable.utc.start(of: LocalDay(year: 2026, month: 10, day: day)).milliseconds
        + 43_200_000)
    return deployment
  }

  @Test func listsTheNewestFiftyThatArrivedNewestFirst() throws {
    var records: [Record] = (1...31).flatMap { day -> [Record] in
      [
        .deployment(deployment("a\(day)", day: day)),
        .deployment(deployment("b\(day)", "shop", day: day)),
      ]
    }
    for i in 0..<300 {
      var pending = Deployment(id: Text("p\(i)"), service: "api", version: "2", status: .pending)
      pending.createdAt = Timestamp(seconds: 1_793_404_800 + Int64(i))
      records.append(.deployment(pending))
    }
    let site = try BuiltSite(records)
    let all = try feed(site, "deployments").items
    #expect(all.count == 50)
    #expect(all.map(\.datePublished) == all.map(\.datePublished).sorted(by: >))
    #expect(all.first?.datePublished == "2026-10-31T12:00:00Z")
    #expect(all.last?.datePublished == "2026-10-07T12:00:00Z")
    let api = try feed(site, "api/deployments").items
    #expect(api.map(\.title) == (1...31).reversed().map { "api 1.\($0) in production" })
    #expect(
      api.map(\.url) == (1...31).reversed().map { "../../\(SitePaths.deployment(Text("a\($0)")))" })
  }

  @Test func anEntryIsUpdatedWhenItsDeploymentIsRolledBackAndKeepsItsId() throws {
    let first = deployment("d1", day: 3)
    var second = deployment("d2", day: 5)
    let before = try feed(
      BuiltSite([.deployment(first), .deployment(second)]), "deployments")
    second.status = .rolledBack
    second.rolledBackAt = Timestamp(seconds: 1_791_288_000)
    second.rolledBackTo = "1.3"
    second.rollbackReason = "It was slow"
    let site = try BuiltSite([.deployment(first), .deployment(second)])
    let after = try feed(site, "deployments")
    #expect(before.items.map(\.id) == after.items.map(\.id))
    #expect(before.items[0].dateModified == "2026-10-05T12:00:00Z")
    #expect(after.items[0].dateModified == "2026-10-06T12:00:00Z")
    #expect(after.items[0].datePublished == "2026-10-05T12:00:00Z")
    #expect(after.items[0].title == "api 1.5 in production: rolled back")
    #expect(after.items[0].contentText.contains("Reason: It was slow"))
    #expect(after.items[1].dateModified == before.items[1].dateModified)
    #expect(after.items[1].title == before.items[1].title)
    let rollbacks = try feed(site, "api/rollbacks").items
    #expect(rollbacks.map(\.title) == ["api 1.5 rolled back to 1.3 in production"])
    #expect(rollbacks.map(\.datePublished) == ["2026-10-06T12:00:00Z"])
    let atom = try site.text("feeds/deployments.atom")
    #expect(atom.contains("<updated>2026-10-06T12:00:00Z</updated>\n<link rel=\"self\""))
  }

  @Test func aRollbackThatOnlyTheOrderOfVersionsTellsUpdatesItsEntry() throws {
    var back = deployment("d3", day: 6)
    back.version = "1.3"
    let site = try BuiltSite([
      .deployment(deployment("d1", day: 3)), .deployment(deployment("d2", day: 5)),
      .deployment(back),
    ])
    let items = try feed(site, "deployments").items
    #expect(
      items.map(\.title) == [
        "api 1.3 in production", "api 1.5 in production: rolled back", "api 1.3 in production",
      ])
    #expect(items[1].dateModified == "2026-10-06T12:00:00Z")
    #expect(items[1].tags == ["rolled_back"])
  }

  @Test func idsAreUniqueInAllFeedsAndHangOnRecordsAlone() throws {
    let site = try BuiltSite.sample.get()
    let names = site.files.keys.filter { $0.hasPrefix("feeds/") && $0.hasSuffix(".json") }
      .map { String($0.dropFirst("feeds/".count).dropLast(".json".count)) }.sorted()
    var ids: [String: String] = [:]
    for name in names {
      let items = try feed(site, name).items
      #expect(Set(items.map(\.id)).count == items.count, "\(name)")
      // A record has one id in every feed, and no two records share one.
      let kind = name.hasSuffix("rollbacks") ? "rollback" : "deployment"
      for item in items {
        let about = "\(kind) \(item.title)\(item.datePublished)"
        #expect(ids.updateValue(about, forKey: item.id) ?? about == about)
      }
    }
    #expect(ids.count > 60)
    // SHA-256 of "rollbook", NUL, "deployment", NUL, "d1".
    let alone = try BuiltSite([.deployment(deployment("d1", day: 3))])
    #expect(
      try feed(alone, "deployments").items.map(\.id)
        == ["urn:uuid:07c416e9-cfa3-85bc-aabd-c27d40d2ffd4"])
  }

  @Test func whatComesAfterTheReportIsNoNewsYet() throws {
    let site = try BuiltSite(
      [.deployment(deployment("d1", day: 3)), .deployment(deployment("d2", day: 9))],
      asOf: "2026-10-08")
    #expect(try feed(site, "deployments").items.count == 1)
  }

  @Test func aFeedWithoutEntriesHasAFixedTime() throws {
    let site = try BuiltSite([])
    for name in ["deployments", "rollbacks"] {
      #expect(try feed(site, name).items.isEmpty)
      let atom = try site.text("feeds/\(name).atom")
      #expect(atom.contains("<updated>1970-01-01T00:00:00Z</updated>"))
      #expect(!atom.contains("<entry>"))
    }
  }

  @Test func addressesAreWholeWhereTheBaseIsKnown() throws {
    let site = try BuiltSite(
      [.deployment(deployment("d1", day: 3))], baseAddress: "https://ci.example/reports")
    let all = try feed(site, "api/deployments")
    #expect(all.feedUrl == "https://ci.example/reports/feeds/api/deployments.json")
    #expect(all.homePageUrl == "https://ci.example/reports/services/api.html")
    #expect(
      all.items.map(\.url) == ["https://ci.example/reports/\(SitePaths.deployment("d1"))"])
    let atom = try site.text("feeds/api/deployments.atom")
    #expect(atom.contains(#"href="https://ci.example/reports/feeds/api/deployments.atom""#))
    #expect(!atom.contains(#"href="../"#))
  }

  @Test(arguments: [
    "/reports/", "reports", "ftp://x/", "https://", "https://x/?a=1", "javascript:x",
  ])
  func whatIsNoAddressWithAHostIsNoBase(text: String) {
    #expect(BaseAddress(text) == nil)
  }

  @Test func everyPageNamesAFeedOfItsOwn() throws {
    let site = try BuiltSite.sample.get()
    for (path, page) in try BuiltSite.samplePages.get() {
      let links = page.all("link").filter { $0["rel"] == "alternate" }
      #expect(links.count == 1, "\(path)")
      #expect(links.allSatisfy { $0["type"] == "application/atom+xml" })
    }
    func feed(_ path: String) throws -> String? {
      try site.page(path).all("link").first { $0["rel"] == "alternate" }?["href"]
    }
    #expect(try feed("index.html") == "feeds/deployments.atom")
    #expect(try feed("rollbacks.html") == "feeds/rollbacks.atom")
    #expect(try feed("services/checkout.html") == "../feeds/checkout/deployments.atom")
    #expect(
      try feed("evidence/checkout/2026-10.html") == "../../feeds/checkout/deployments.atom")
  }
}
