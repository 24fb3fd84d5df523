import Foundation
import Model
import Testing

/// Sites with more services and rollbacks than a page has room for.
@Suite struct LongListTests {
  /// Noon of a day in 2026, given by its distance from 1 October.
  private static func noon(_ day: Int) -> Timestamp {
    Timestamp(seconds: 1_790_856_000 + Int64(day) * 86_400)
  }

  private static func deployment(
    _ service: String, _ number: Int, day: Int, _ status: DeploymentStatus = .live
  ) -> Record {
    var deployment = Deployment(
      id: Text("\(service)-\(number)"), service: Text(service), version: Text("1.\(number)"),
      status: status)
    deployment.environment = "production"
    deployment.createdAt = noon(day)
    deployment.productionDeployedAt = noon(day)
    deployment.deployedToProduction = true
    if status == .rolledBack {
      deployment.rolledBack = true
      deployment.rolledBackAt = noon(day).adding(milliseconds: 3_600_000)
    }
    return .deployment(deployment)
  }

  private static func name(_ i: Int) -> String { "service-" + String(1000 + i).dropFirst() }

  /// 130 services; the first one failed last, and every tenth was rolled back once.
  private static let many = Result {
    var records: [Record] = []
    for i in 0..<130 {
      let isBack = i % 10 == 5
      records.append(deployment(name(i), 1, day: i % 20))
      records.append(deployment(name(i), 2, day: i % 20 + 1, isBack ? .rolledBack : .live))
    }
    records.append(deployment(name(0), 3, day: 2, .failed))
    return try BuiltSite(records)
  }

  private func json(_ path: String) throws -> [String: Any] {
    let bytes = try #require(try Self.many.get().files[path], "\(path)")
    return try #require(
      try JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any])
  }

  private func names(_ object: [String: Any]) -> [String] {
    (object["services"] as? [[String: Any]])?.compactMap { $0["service_name"] as? String } ?? []
  }

  @Test func servicesStandInPartsByNameAndTheFirstTwinHasAll() throws {
    let site = try Self.many.get()
    #expect(try names(json("api/services.json")) == (0..<130).map(Self.name))
    #expect(try names(json("api/services-2.json")) == (60..<120).map(Self.name))
    #expect(try names(json("api/services-3.json")) == (120..<130).map(Self.name))
    #expect(site.files["services-4.html"] == nil)
    for (path, first) in [("services.html", 0), ("services-2.html", 60), ("services-3.html", 120)] {
      let page = try site.page(path)
      let rows = page.all("tbody").flatMap(\.elementChildren)
      #expect(rows.count == min(60, 130 - first), "\(path)")
      #expect(rows.first?.text.contains(Self.name(first)) == true, "\(path)")
      let parts = page.all("nav").first { $0["aria-label"] == "Parts of the list" }
      #expect(parts?.descendants.count { $0.name == "a" } == 2, "\(path)")
      #expect(parts?.descendants.count { $0.name == "strong" } == 1, "\(path)")
    }
  }

  @Test func theSummaryShowsThoseThatNeedAttentionAndThoseDeployedLast() throws {
    let home = try Self.many.get().page("index.html")
    let shown = home.all("table").first { $0.text.contains("In production") }
    let links = shown?.descendants.filter {
      $0.name == "a" && $0["href"]?.hasPrefix("services/") == true
    }.map(\.text)
    #expect(links?.count == 30)
    // It was deployed early, but its newest deployment failed.
    #expect(links?.first == Self.name(0))
    #expect(links?.dropFirst().allSatisfy { (Int($0.suffix(3)) ?? 0) % 20 >= 15 } == true)
    #expect(home.visibleText.contains("30 of 130 services"))
    #expect(try names(json("api/index.json")).count == 130)
  }

  @Test func rollbacksStandInTheirMonthsAndOnPagesOfTheirOwn() throws {
    let site = try Self.many.get()
    let month = try json("api/rollbacks/months/2026-10.json")
    let rows = try #require(month["rollbacks"] as? [[String: Any]])
    #expect(rows.count == 13)
    for row in rows {
      let path = try #require(row["path"] as? String)
      let page = try site.page(path)
      let from = try #require(row["from"] as? [String: Any])
      #expect(page.all("h1").map(\.text) == [from["version"] as? String])
      #expect(page.visibleText.contains("1 h 00 m"))
      #expect(page.visibleText.contains("explicit: the record says so"))
    }
    let list = try site.page("rollbacks.html")
    // 130 first versions, as many second ones, and the one that failed in production: all old enough.
    let rate = try #require(json("api/rollbacks.json")["rollback_rate"] as? [String: Any])
    #expect(rate["k"] as? Int == 13)
    #expect(rate["n"] as? Int == 261)
    #expect(list.elements.contains { $0["href"] == "rollbacks/months/2026-10.html" })
  }

  /// Of what the parts of a list link to, by part.
  private func linked(_ site: BuiltSite, _ paths: [String], to folder: String) throws -> [[String]]
  {
    try paths.map { path in
      let page = try site.page(path)
      let nav = page.all("nav").first { $0["aria-label"] == "Parts of the list" }
      #expect(nav?.descendants.count { $0.name == "a" } == paths.count - 1, "\(path)")
      #expect(nav?.descendants.count { $0.name == "strong" } == 1, "\(path)")
      return page.all("tbody").max { $0.elementChildren.count < $1.elementChildren.count }?
        .descendants
        .compactMap { $0["href"] }
        .filter { $0.contains(folder) } ?? []
    }
  }

  @Test func servicesOfAnEnvironmentStandInParts() throws {
    let site = try Self.many.get()
    let paths = ["environments/production.html", "environments/parts/production-2.html"]
    let rows = try linked(site, paths, to: "services/")
    #expect(rows.map(\.count) == [100, 30])
    #expect(Set(rows.joined()).count == 130)
    #expect(try names(json("api/environments/production.json")).count == 130)
    #expect(try names(json("api/environments/parts/production-2.json")).count == 30)
    let first = try site.page(paths[0]).all("h2").map(\.text)
    let second = try site.page(paths[1]).all("h2").map(\.text)
    #expect(first == ["What is live", "Newest deployments"])
    #expect(second == ["What is live"])
  }

  /// 230 agents and job types, 130 environments, each used once.
  private static let crowd = Result {
    var records: [Record] = []
    for i in 0..<230 {
      var job = Job(id: Text("job-\(i)"), type: Text("type-\(i)"), status: .success)
      job.agentID = Text("agent-\(i)")
      job.startedAt = noon(10)
      job.completedAt = noon(10).adding(milliseconds: 1000)
      records.append(.job(job))
    }
    for i in 0..<130 {
      guard case .deployment(var deployment) = deployment("shop", i, day: 3) else { continue }
      deployment.environment = Text("stage-\(i)")
      records.append(.deployment(deployment))
    }
    return try BuiltSite(records)
  }

  @Test func agentsTypesAndEnvironmentsStandInParts() throws {
    let site = try Self.crowd.get()
    func count(_ path: String, _ name: String) throws -> Int? {
      let bytes = try #require(site.files[path], "\(path)")
      let object = try JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any]
      return (object?[name] as? [Any])?.count
    }
    let agents = try ["agents.html", "agents-2.html", "agents-3.html"].map { path in
      try site.page(path).all("tbody").first?.elementChildren.map {
        $0.elementChildren.first?.text ?? ""
      } ?? []
    }
    #expect(agents.map(\.count) == [100, 100, 30])
    #expect(Set(agents.joined()) == Set((0..<230).map { "agent-\($0)" }))
    #expect(try count("api/agents.json", "agents") == 230)
    #expect(try count("api/agents-3.json", "agents") == 30)

    let types = try linked(
      site, ["jobs/types.html", "jobs/types-2.html", "jobs/types-3.html"], to: "types/")
    #expect(types.map(\.count) == [100, 100, 30])
    #expect(Set(types.joined()).count == 230)
    #expect(try count("api/jobs/types.json", "types") == 230)

    let environments = try linked(
      site, ["environments.html", "environments-2.html"], to: "environments/")
    #expect(environments.map(\.count) == [100, 30])
    #expect(try count("api/environments.json", "environments") == 130)
    #expect(site.files["environments-3.html"] == nil)
    let shop = try site.page("services/shop.html")
    #expect(shop.visibleText.contains("Other environments: 100 more"))
    #expect(shop.all("figcaption").contains { $0.text.contains("Drawn are 15 of 130") })
    #expect(try site.page("services.html").visibleText.contains("and 126 more"))
    for (path, bytes) in site.files where path.hasSuffix(".html") {
      #expect(bytes.count <= 100_000, "\(path)")
    }
  }

  @Test func theDescriptionOfTheAPINamesEveryPart() throws {
    for site in [try Self.crowd.get(), try Self.many.get()] {
      let bytes = try #require(site.files["api/schema/openapi.json"])
      let object = try JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any]
      let paths = try #require(object?["paths"] as? [String: Any])
      let patterns = try paths.keys.map { path in
        let pattern = NSRegularExpression.escapedPattern(for: path)
          .replacingOccurrences(of: "\\{part\\}", with: "[0-9]+")
          .replacingOccurrences(
            of: "\\\\\\{[a-z]+\\\\\\}", with: "[^/]+", options: .regularExpression)
        return try Regex("/?" + pattern)
      }
      for path in site.files.keys where path.hasPrefix("api/") && path.hasSuffix(".json") {
        let fitting = patterns.filter { "/\(path)".wholeMatch(of: $0) != nil }
        #expect(!fitting.isEmpty, "\(path)")
      }
    }
  }

  /// Seven deployments a day for a hundred days, of which every tenth failed or was rolled back.
  @Test func aServiceDeployedAllDayStaysReadable() throws {
    var records: [Record] = []
    for i in 0..<700 {
      let status: DeploymentStatus = i % 20 == 3 ? .rolledBack : i % 20 == 13 ? .failed : .live
      guard
        case .deployment(var deployment) = Self.deployment("shop", i, day: i / 7 - 70, status)
      else { continue }
      let at = Self.noon(i / 7 - 70).adding(milliseconds: Int64(i % 7) * 1_800_000)
      deployment.productionDeployedAt = at
      if status == .rolledBack { deployment.rolledBackAt = at.adding(milliseconds: 600_000) }
      deployment.commitSHA = Text("0123456789abcdef0123456789abcdef01234\(100 + i)")
      deployment.commitAuthor = "Zoë Ångström-Łukasiewicz"
      deployment.rollbackReason = "The ninety-fifth percentile of the latency had doubled"
      records.append(.deployment(deployment))
    }
    let site = try BuiltSite(records)
    let page = try site.page("services/shop.html")
    #expect((site.files["services/shop.html"]?.count ?? 0) <= 100_000)
    #expect(page.visibleText.contains("Days on which all went well: "))
    #expect(page.visibleText.contains("older ones stand in their months"))
    #expect(page.elements.contains { $0["href"] == "../deployments.html" })
    #expect(page.elements.contains { $0["href"] == "../rollbacks.html#months" })
  }

  @Test func theTimelineDrawsTheEnvironmentsWithTheNewestRollbacks() throws {
    var records: [Record] = []
    for i in 0..<20 {
      records.append(Self.deployment(Self.name(i), 1, day: -30))
      // In turn, so that neither the first nor the last by name are the newest.
      records.append(Self.deployment(Self.name(i), 2, day: i * 7 % 20, .rolledBack))
    }
    let site = try BuiltSite(records)
    let bytes = try #require(site.files["api/rollbacks.json"])
    let object = try #require(
      try JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any])
    let chart = try #require(object["lanes"] as? [String: Any])
    let rows = try #require(chart["rows"] as? [[String: Any]])
    let drawn = Set(rows.compactMap { $0["lane"] as? String })
    #expect(drawn == Set((0..<20).filter { $0 * 7 % 20 >= 5 }.map(Self.name)))
    let words = "20 rollbacks in 20 environments. Drawn are the 15 with the newest."
    #expect(chart["takeaway"] as? String == words)
  }

  @Test func noPageIsHeavierThanItMayBe() throws {
    for (path, bytes) in try Self.many.get().files where path.hasSuffix(".html") {
      #expect(bytes.count <= 100_000, "\(path)")
    }
  }
}
