import Foundation
import Model
import Testing

@testable import Site

/// The release notes of versions as pages of the site.
@Suite struct ReleasePageTests {
  private static func time(_ minute: Int) -> Timestamp {
    Timestamp(seconds: 1_790_000_000 + Int64(minute) * 60)
  }

  private static func deployment(
    _ version: String, at minute: Int, commit: Int? = nil, environment: Text = "production",
    backAt: Int? = nil
  ) -> Record {
    var deployment = Deployment(
      id: Text("d-\(environment)-\(minute)"), service: "shop", version: Text(version), status: .live
    )
    deployment.environment = environment
    deployment.createdAt = time(minute)
    deployment.productionDeployedAt = time(minute)
    deployment.deployedToProduction = true
    deployment.commitSHA = commit.map { Text("commit\($0)") }
    if let backAt {
      deployment.status = .rolledBack
      deployment.rolledBack = true
      deployment.rolledBackAt = time(backAt)
      deployment.rollbackReason = "too slow"
    }
    return .deployment(deployment)
  }

  private static func commit(_ number: Int, _ message: String, author: String = "Ada") -> Record {
    var commit = Commit(sha: Text("commit\(number)"))
    commit.parents = number == 0 ? [] : [Text("commit\(number - 1)")]
    commit.committedAt = time(-10_000 + number)
    commit.message = Text(message)
    commit.author = Text(author)
    return .commit(commit)
  }

  private static func text(_ site: BuiltSite, _ path: String) throws -> String {
    try site.page(path).all("main").map(\.text).joined()
  }

  private static func json(_ site: BuiltSite, _ path: String) throws -> [String: Any] {
    let bytes = try #require(site.files[path], "\(path)")
    return try #require(try JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any])
  }

  /// Three versions, the second rolled back to the first; the third on staging before.
  private static let small = Result {
    try BuiltSite(
      [
        commit(0, "feat: zero"), commit(1, "feat(cart): one"),
        commit(2, "fix!: two", author: "Bob"),
        commit(3, "words"), deployment("1.0.0", at: 0, commit: 0),
        deployment("1.1.0", at: 10, commit: 1, backAt: 20),
        deployment("1.2.0", at: 25, commit: 3, environment: "staging"),
        deployment("1.2.0", at: 30, commit: 3),
      ], baseAddress: "https://ci.example/")
  }

  @Test func eachVersionHasItsNotesOnceOfProduction() throws {
    let site = try Self.small.get()
    let pages = site.files.keys.filter { $0.hasPrefix("releases/") }.sorted()
    #expect(pages == ["1.0.0", "1.1.0", "1.2.0"].map { "releases/shop/\($0).html" })
    let json = try Self.json(site, "api/releases/shop/1.2.0.json")
    #expect(json["environment"] as? String == "production")
    #expect(json["base_version"] as? String == "1.0.0")
    #expect(json["basis"] as? String == "ancestry")
    let sections = try #require(json["sections"] as? [[String: Any]])
    #expect(
      sections.compactMap { $0["title"] as? String } == [
        "Breaking changes", "Features", "Other changes",
      ])
    let text = try Self.text(site, "releases/shop/1.2.0.html")
    #expect(text.contains("cart: one (commit1, Ada); first shipped in 1.1.0, rolled back"))
    #expect(text.contains("too slow"))
  }

  @Test func pagesLeadToThem() throws {
    let site = try Self.small.get()
    for (page, link) in [
      ("services/shop.html", "services/shop/releases.html"), ("deployments.html", "releases.html"),
      ("services/shop/releases.html", "releases/shop/1.1.0.html"),
      ("releases.html", "releases/shop/1.2.0.html"),
      ("releases/shop/1.1.0.html", "releases/shop/1.2.0.html"),
      ("releases/shop/1.1.0.html", "releases/shop/1.0.0.html"),
      ("rollbacks/d-production-10.html", "releases/shop/1.1.0.html"),
      ("deployments/10/d-production-10.html", "releases/shop/1.1.0.html"),
    ] {
      let links = try site.page(page).all("a").compactMap { $0["href"] }
      let up = String(repeating: "../", count: page.count { $0 == "/" })
      #expect(links.contains(up + link), "\(page): \(link)")
    }
  }

  @Test func feedsTellOfThem() throws {
    let site = try Self.small.get()
    for path in ["feeds/releases.json", "feeds/shop/releases.json"] {
      let items = try #require(Self.json(site, path)["items"] as? [[String: Any]])
      #expect(
        items.compactMap { $0["title"] as? String } == [
          "shop 1.2.0 in production: 3 changes, 1 breaking",
          "shop 1.1.0 in production: 1 change; rolled back", "shop 1.0.0 in production: 1 change",
        ])
      #expect(items[0]["url"] as? String == "https://ci.example/releases/shop/1.2.0.html")
      #expect((items[1]["content_text"] as? String)?.contains("Reason: too slow") == true)
      #expect(items[1]["date_published"] as? String != items[1]["date_modified"] as? String)
    }
  }

  /// A first version with a long history, and many versions after it.
  private static let large = Result {
    let commits = (0..<600).map { i in
      commit(i, "feat(scope\(i % 7)): \(String(repeating: "word ", count: 12))\(i)")
    }
    return try BuiltSite(
      commits + [deployment("0", at: 0, commit: 599)]
        + (1..<320).map { deployment("1.\($0)", at: $0) })
  }

  @Test func aLongHistoryStandsInJSONAndTheNewestOfItOnThePage() throws {
    let site = try Self.large.get()
    let html = try #require(site.files["releases/shop/0.html"])
    #expect(html.count < 100_000)
    let text = try Self.text(site, "releases/shop/0.html")
    #expect(text.contains("350 more are in the JSON of this page"))
    #expect(text.contains("Only the newest 500 are told of."))
    let json = try Self.json(site, "api/releases/shop/0.json")
    let sections = try #require(json["sections"] as? [[String: Any]])
    #expect(sections.compactMap { $0["count"] as? Int } == [500])
  }

  @Test func manyVersionsStandInParts() throws {
    let site = try Self.large.get()
    let parts = ["releases", "releases-2", "releases-3"].map { "services/shop/\($0).html" }
    for path in parts {
      let html = try #require(site.files[path], "\(path)")
      #expect(html.count < 100_000, "\(path)")
    }
    #expect(site.files["services/shop/releases-4.html"] == nil)
    let first = try Self.json(site, "api/services/shop/releases.json")
    #expect((first["releases"] as? [Any])?.count == 320)
    let last = try Self.json(site, "api/services/shop/releases-3.json")
    #expect((last["releases"] as? [Any])?.count == 20)
    #expect(try Self.json(site, "api/releases.json")["count"] as? Int == 320)
  }

  /// Without records of commits nobody knows how many changes there were: that is not none.
  @Test func noDataIsNotZero() throws {
    let site = try BuiltSite([Self.deployment("1", at: 0), Self.deployment("2", at: 5, commit: 7)])
    let list = try Self.json(site, "api/services/shop/releases.json")
    let rows = try #require(list["releases"] as? [[String: Any]])
    #expect(rows.count == 2)
    #expect(rows.allSatisfy { $0["changes"] is NSNull && $0["breaking_changes"] is NSNull })
    let text = try Self.text(site, "services/shop/releases.html")
    #expect(text.contains("not known"))
    let items = try #require(Self.json(site, "feeds/releases.json")["items"] as? [[String: Any]])
    #expect(
      items.map { $0["title"] as? String } == ["shop 2 in production", "shop 1 in production"])
    let long = try Self.text(Self.large.get(), "services/shop/releases-3.html")
    #expect(long.contains("500 or more"))
  }

  @Test(arguments: [
    ("1.4.2", "1.4.2"), ("7", "7"), ("v2", "v2"), ("1.x", "1.x"), ("2026-11-01", "2026-11-01"),
    ("1.", "1~"), (".5", "5~"), ("V1", "v1~"), ("a/b", "a-b~"), ("", "id~"), ("con", "con~"),
    ("con.1", "con-1~"), ("1.4.2+build", "1-4-2-build~"),
  ])
  func versionsKeepTheirNamesWhereTheyMay(_ version: String, _ stem: String) {
    let made = SitePaths.releaseStem(Text(version))
    #expect(
      stem.hasSuffix("~") ? made.hasPrefix(stem) && made.count == stem.count + 32 : made == stem)
  }
}
