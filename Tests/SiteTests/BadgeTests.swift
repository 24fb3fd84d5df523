import Model
import Site
import Testing

/// Badges of services.
@Suite struct BadgeTests {
  private func deployment(
    _ id: String, _ version: Text, day: Int, _ status: DeploymentStatus = .live
  ) -> Deployment {
    var deployment = Deployment(id: Text(id), service: "api", version: version, status: status)
    deployment.productionDeployedAt = Timestamp(
      seconds: Int64(LocalDay(year: 2026, month: 9, day: day).number) * 86_400 + 43_200)
    return deployment
  }

  /// What the title of a badge of `api` says behind the name.
  private func words(_ badge: String, _ deployments: [Deployment]) throws -> String {
    let site = try BuiltSite(deployments.map { .deployment($0) })
    let svg = try site.text("badges/api/\(badge).svg")
    let title = try #require(svg.firstMatch(of: /<title>api, (.*)<\/title>/))
    return String(title.1)
  }

  @Test func tellTheVersionInProduction() throws {
    #expect(try words("version", [deployment("d1", "1.2", day: 3)]) == "production: 1.2")
    let long = Text(String(repeating: "7", count: 40))
    #expect(
      try words("version", [deployment("d1", long, day: 3)])
        == "production: " + String(repeating: "7", count: 24) + "…")
    #expect(
      try words("version", [deployment("d1", "<1>&\u{202E}", day: 3)])
        == "production: &lt;1&gt;&amp;‹U+202E›")
    var elsewhere = deployment("d2", "1.3", day: 4)
    elsewhere.environment = "production-eu"
    elsewhere.deployedToProduction = true
    #expect(
      try words("version", [deployment("d1", "1.2", day: 3), elsewhere])
        == "production: 2 versions")
    var staged = Deployment(id: "d1", service: "api", version: "1", status: .staged)
    staged.stagingDeployedAt = Timestamp(seconds: 1_788_220_800)
    #expect(try words("version", [staged]) == "production: no data")
  }

  @Test func tellTheRateOnlyAsFarAsItsCasesCarry() throws {
    func changes(_ count: Int) -> [Deployment] {
      (1...count).map { deployment("d\($0)", Text("1.\($0)"), day: $0, $0 == 2 ? .failed : .live) }
    }
    let name = "change-failure-rate"
    #expect(try words(name, changes(1)) == "change failure rate: 0 of 1")
    #expect(try words(name, changes(5)) == "change failure rate: 1 of 5")
    #expect(
      try words(name, changes(10)) == "change failure rate: 10.0\u{A0}%, 1 of 10, small sample")
    #expect(try words(name, changes(20)) == "change failure rate: 5.0\u{A0}%, 1 of 20")
    var pending = Deployment(id: "d1", service: "api", version: "1", status: .pending)
    pending.createdAt = Timestamp(seconds: 1_788_220_800)
    #expect(try words(name, [pending]) == "change failure rate: no data")
  }

  @Test func tellHowTheLastDeploymentTurnedOut() throws {
    let first = deployment("d1", "1", day: 3)
    var second = deployment("d2", "2", day: 4)
    #expect(try words("last-deployment", [first, second]) == "last deployment: live")
    second.rolledBack = true
    #expect(try words("last-deployment", [first, second]) == "last deployment: rolled back")
    #expect(
      try words("last-deployment", [first, deployment("d2", "2", day: 4, .failed)])
        == "last deployment: failed")
  }

  @Test func sayTheSameInWordShapeAndColour() throws {
    func svg(_ status: DeploymentStatus) throws -> String {
      let site = try BuiltSite([.deployment(deployment("d1", "1", day: 3, status))])
      return try site.text("badges/api/last-deployment.svg")
    }
    for (status, colour, shape) in [
      (DeploymentStatus.live, "#1178c5", "M-4 0l3 3 5-6"),
      (.failed, "#9c1f10", "M-3.5-3.5l7 7m0-7l-7 7"),
    ] {
      let badge = try svg(status)
      #expect(badge.contains("fill=\"\(colour)\""))
      #expect(badge.contains("d=\"\(shape)\""))
      #expect(badge.contains(">\(status.word)</text>"))
    }
  }

  @Test func standOnTheServicesPageWithTheLinesThatShowThem() throws {
    let site = try BuiltSite(
      [.deployment(deployment("d1", "1", day: 3))], baseAddress: "https://ci.example/")
    let page = try site.page("services/api.html")
    let images = page.all("img")
    #expect(
      images.map { $0["src"] } == [
        "../badges/api/version.svg", "../badges/api/change-failure-rate.svg",
        "../badges/api/last-deployment.svg",
      ])
    #expect(images.allSatisfy { ($0["alt"] ?? "").contains(": ") && $0["width"] != nil })
    let lines = page.all("pre").map(\.text)
    #expect(
      lines.contains {
        $0.contains(
          "[![production](https://ci.example/badges/api/version.svg)]"
            + "(https://ci.example/services/api.html)")
          && $0.contains(
            "<a href=\"https://ci.example/services/api.html\"><img "
              + "src=\"https://ci.example/badges/api/version.svg\" alt=\"production\"></a>")
      })
  }
}
