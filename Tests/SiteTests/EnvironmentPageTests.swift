import Foundation
import Model
import Site
import Testing

/// The pages of environments, and the list of agents.
@Suite struct EnvironmentPageTests {
  private static func deployment(
    _ id: Text, _ service: Text, _ version: Text, in environment: Text?, day: Int,
    status: DeploymentStatus = .live
  ) -> Record {
    var deployment = Deployment(id: id, service: service, version: version, status: status)
    deployment.environment = environment
    let time = ZoneTable.utc.start(of: LocalDay(year: 2026, month: 10, day: day))
    deployment.createdAt = time
    if status == .live { deployment.productionDeployedAt = time.adding(milliseconds: 3_600_000) }
    return .deployment(deployment)
  }

  private func twin(_ site: BuiltSite, _ path: String) throws -> [String: Any] {
    let bytes = try #require(site.files[path], "\(path)")
    return try #require(JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any])
  }

  @Test func showsWhatIsLiveAndWhatArrivedLast() throws {
    let site = try BuiltSite([
      Self.deployment("d1", "api", "1.0", in: "prod-eu", day: 5),
      Self.deployment("d2", "api", "1.1", in: "prod-eu", day: 9, status: .failed),
      Self.deployment("d3", "web", "7", in: "prod-eu", day: 7),
      Self.deployment("d4", "web", "7", in: "prod-us", day: 8),
    ])
    let page = try twin(site, "api/environments/prod-eu.json")
    let services = try #require(page["services"] as? [[String: Any]])
    #expect(services.map { $0["service_name"] as? String } == ["api", "web"])
    let live = services.map { ($0["live"] as? [String: Any])?["version"] as? String }
    #expect(live == ["1.0", "7"])
    let newest = services.map { $0["newest"] as? [String: Any] }
    #expect(newest.map { $0?["version"] as? String } == ["1.1", "7"])
    #expect(newest.map { $0?["outcome"] as? String } == ["failed", "live"])
    let latest = try #require(page["deployments"] as? [[String: Any]])
    #expect(latest.map { $0["deployment_id"] as? String } == ["d2", "d3", "d1"])
    let list = try #require(twin(site, "api/environments.json")["environments"] as? [[String: Any]])
    #expect(list.map { $0["environment"] as? String } == ["prod-eu", "prod-us"])
    #expect(list.map { $0["live"] as? Int } == [2, 1])
    #expect(try site.text("services.html").contains("href=\"environments.html\""))
  }

  @Test func keepsPagesForTheBusiestEnvironments() throws {
    let records = (0..<260).map {
      Self.deployment(
        Text("d\($0)"), "api", Text("\($0)"), in: Text("branch-\($0)"), day: 1 + $0 % 28)
    }
    let busy = (0..<3).map {
      Self.deployment(Text("b\($0)"), "api", Text("\($0)"), in: "production", day: 20 + $0)
    }
    let site = try BuiltSite(records + busy)
    let pages = site.pagePaths.filter { $0.hasPrefix("environments/") }
    #expect(pages.count == 200)
    #expect(pages.contains("environments/production.html"))
    let list = try #require(twin(site, "api/environments.json")["environments"] as? [[String: Any]])
    #expect(list.count == 261)
    #expect(list.count { $0["path"] is NSNull } == 61)
  }

  @Test func countsTheJobsOfTheBusiestAgents() throws {
    func job(_ i: Int, _ agent: Text, _ status: JobStatus) -> Record {
      var job = Job(id: Text("job-\(1000 + i)"), type: "t", status: status)
      job.agentID = agent
      job.completedAt = ZoneTable.utc.start(of: LocalDay(year: 2026, month: 10, day: 1))
        .adding(milliseconds: Int64(i) * 6000)
      return .job(job)
    }
    let busy = (0..<4).map { job($0, "Runner 1", $0 == 2 ? .failed : .success) }
    let others = (0..<5020).map { job(10 + $0, Text("runner-\(1000 + $0)"), .success) }
    let site = try BuiltSite(busy + others, agentLimit: 10)
    let page = try twin(site, "api/agents.json")
    #expect(page["total"] as? Int == 5021)
    let agents = try #require(page["agents"] as? [[String: Any]])
    #expect(agents.count == 5000)
    let first = try #require(agents.first)
    #expect(first["agent_id"] as? String == "Runner 1")
    let rate = try #require(first["job_failure_rate"] as? [String: Any])
    #expect([rate["k"] as? Int, rate["n"] as? Int] == [1, 4])
    #expect((first["newest"] as? [String: Any])?["job_id"] as? String == "job-1003")
    let list = try #require(first["list_path"] as? String)
    #expect(site.files[list] != nil, "\(list)")
    #expect(try site.page("agents.html").visibleText.contains("the busiest 5,000 are listed"))
  }
}
