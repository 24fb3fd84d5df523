import Foundation
import Model
import Sampling
import Testing

@testable import Site

/// The lists and the summary of the static API.
@Suite struct DashboardTests {
  private static let root = "api/dashboard/"

  private func list(_ site: BuiltSite, _ path: String) throws -> [String: Any] {
    let bytes = try #require(site.files[DashboardTests.root + path], "\(path) is not there")
    let json = try JSONSerialization.jsonObject(with: Data(bytes))
    return try #require(json as? [String: Any])
  }

  /// The ids in a list, in its order; it counts them itself.
  private func ids(_ site: BuiltSite, _ path: String) throws -> [String] {
    let list = try list(site, path)
    let kind = path.hasPrefix("jobs") ? "job" : "deployment"
    let rows = try #require(list["\(kind)s"] as? [[String: Any]])
    #expect(list["count"] as? Int == rows.count)
    #expect(list["schema_version"] as? Int == 1)
    return rows.compactMap { $0["\(kind)_id"] as? String }
  }

  private func job(
    _ id: Text, _ status: JobStatus = .success, created: String? = nil, agent: Text? = nil,
    completed: String? = nil
  ) -> Job {
    var job = Job(id: id, type: "build", status: status)
    job.createdAt = created.flatMap { Timestamp(rfc3339: $0) }
    job.completedAt = completed.flatMap { Timestamp(rfc3339: $0) }
    job.agentID = agent
    return job
  }

  private func deployment(_ id: Text, service: Text = "api", created: String?) -> Deployment {
    var deployment = Deployment(id: id, service: service, version: "1", status: .live)
    deployment.createdAt = created.flatMap { Timestamp(rfc3339: $0) }
    return deployment
  }

  // MARK: - Form

  @Test func writesTheFieldsOfSummariesAndNullForWhatIsUnknown() throws {
    var full = job("j-full", .failed, created: "2026-10-30T10:00:00.250Z", agent: "r1")
    full.queuedAt = Timestamp(rfc3339: "2026-10-30T10:00:01Z")
    full.commitSHA = "0123456789abcdef0123"
    full.commitAuthor = "Ada"
    let site = try BuiltSite([.job(full), .job(job("j-bare"))])
    #expect(
      try site.text("api/dashboard/jobs.json")
        == #"{"schema_version":1,"count":2,"jobs":[{"job_id":"j-full","job_type":"build","#
        + #""status":"failed","created_at":"2026-10-30T10:00:00.250Z","#
        + #""queued_at":"2026-10-30T10:00:01Z","started_at":null,"completed_at":null,"#
        + #""updated_at":null,"commit_sha":"0123456789ab","commit_author":"Ada","#
        + #""path":"jobs/ll/j-full.html"},{"job_id":"j-bare","job_type":"build","#
        + #""status":"success","created_at":null,"queued_at":null,"started_at":null,"#
        + #""completed_at":null,"updated_at":null,"commit_sha":null,"commit_author":null,"#
        + #""path":"jobs/re/j-bare.html"}]}"#)
    #expect(
      try site.text("api/dashboard/jobs/agent/r1.json").hasPrefix(
        #"{"schema_version":1,"count":1,"since":"2026-08-01","jobs":[{"job_id":"j-full","#))
  }

  @Test func writesFlagsOfDeploymentsAsRecorded() throws {
    var deployment = deployment("d-1", created: "2026-10-30T10:00:00Z")
    deployment.deployedToStaging = false
    deployment.rolledBack = true
    deployment.rolledBackAt = Timestamp(rfc3339: "2026-10-30T11:00:00Z")
    let site = try BuiltSite([.deployment(deployment)])
    let expected =
      #"{"schema_version":1,"count":1,"deployments":[{"deployment_id":"d-1","#
      + #""service_name":"api","version":"1","status":"live","deployed_to_staging":false,"#
      + #""deployed_to_production":null,"rolled_back":true,"created_at":"2026-10-30T10:00:00Z","#
      + #""updated_at":null,"staging_deployed_at":null,"production_deployed_at":null,"#
      + #""rolled_back_at":"2026-10-30T11:00:00Z","commit_sha":null,"#
      + #""path":"deployments/-1/d-1.html"}]}"#
    #expect(try site.text("api/dashboard/deployments.json") == expected)
    #expect(try site.text("api/dashboard/deployments/service/api.json") == expected)
  }

  @Test func hasEveryListInAnEmptySite() throws {
    let site = try BuiltSite([])
    let lists = JobStatus.allCases.map { "jobs/status/\($0.word)" } + ["jobs", "jobs/running"]
    #expect(lists.count == 12)
    for path in lists {
      #expect(
        try site.text("api/dashboard/\(path).json")
          == #"{"schema_version":1,"count":0,"jobs":[]}"#)
    }
    #expect(
      try site.text("api/dashboard/deployments.json")
        == #"{"schema_version":1,"count":0,"deployments":[]}"#)
    #expect(
      try site.text("api/dashboard/summary.json")
        == #"{"schema_version":1,"jobs_running":0,"jobs_stale":0,"jobs_failed_today":0,"#
        + #""jobs_error_today":0,"jobs_timeout_today":0,"deployments_today":0,"recent_jobs":[],"#
        + #""recent_deployments":[],"as_of":"2026-11-01","time_zone":"UTC"}"#)
  }

  // MARK: - What is in a list

  @Test func listsTheNewestFirstAndThoseWithoutATimeLast() throws {
    let site = try BuiltSite([
      .job(job("none-a")), .job(job("none-b")),
      .job(job("completed", completed: "2026-10-01T18:00:00Z")),
      .job(job("old", created: "2026-10-01T00:00:00Z", completed: "2026-10-31T00:00:00Z")),
      .job(job("new", created: "2026-10-02T00:00:00Z")),
      .job(job("same-b", created: "2026-10-01T12:00:00Z")),
      .job(job("same-a", created: "2026-10-01T12:00:00Z")),
      .job(job("same-B", .failed, created: "2026-10-01T12:00:00Z")),
    ])
    let order = ["new", "completed", "same-b", "same-a", "same-B", "old", "none-b", "none-a"]
    #expect(try ids(site, "jobs.json") == order)
    #expect(try ids(site, "jobs/status/success.json") == order.filter { $0 != "same-B" })
    #expect(try ids(site, "jobs/status/failed.json") == ["same-B"])
  }

  @Test func cutsListsWhereTheOldOnesWereCut() throws {
    let jobs = (0..<250).map { i in
      job(
        Text("j\(1000 + i)"), i % 2 == 0 ? .running : .queued,
        created: "2026-10-\(10 + i % 20)T00:00:00Z", agent: "r1")
    }
    let deployments = (0..<130).map { i in
      deployment(
        Text("d\(1000 + i)"), service: i < 120 ? "api" : "web", created: "2026-10-01T00:00:00Z")
    }
    let site = try BuiltSite(jobs.map { .job($0) } + deployments.map { .deployment($0) })
    #expect(try ids(site, "jobs.json").count == 100)
    #expect(try ids(site, "jobs/status/running.json").count == 100)
    #expect(try ids(site, "jobs/running.json").count == 250)
    #expect(try ids(site, "jobs/agent/r1.json").count == 250)
    #expect(try ids(site, "deployments.json") == (1030..<1130).reversed().map { "d\($0)" })
    #expect(
      try ids(site, "deployments/service/api.json") == (1070..<1120).reversed().map { "d\($0)" })
    #expect(try ids(site, "deployments/service/web.json").count == 10)
    let summary = try list(site, "summary.json")
    #expect(summary["jobs_running"] as? Int == 250)
    let recent = try #require(summary["recent_jobs"] as? [[String: Any]])
    #expect(
      recent.compactMap { $0["job_id"] as? String }
        == Array(try ids(site, "jobs/running.json").prefix(5)))
    let newest = try #require(summary["recent_deployments"] as? [[String: Any]])
    #expect(
      newest.compactMap { $0["deployment_id"] as? String }
        == (1125..<1130).reversed().map { "d\($0)" })
  }

  @Test func givesAServiceOfJobsAloneAnEmptyList() throws {
    var job = job("j1", created: "2026-10-30T00:00:00Z")
    job.metadata = Metadata(canonicalJSON: #"{"service":"lonely"}"#)
    let site = try BuiltSite([.job(job)])
    #expect(try ids(site, "deployments/service/lonely.json") == [])
  }

  @Test func namesPagesOfJobsOnlyWhereThereAreSome() throws {
    var named = deployment("d1", created: "2026-01-01T00:00:00Z")
    named.buildJobID = "old-named"
    let records: [Record] = [
      .deployment(named), .job(job("old-named", created: "2026-01-01T00:00:00Z")),
      .job(job("old", created: "2026-01-01T00:00:00Z")),
      .job(job("new", created: "2026-10-01T00:00:00Z")), .job(job("undated")),
    ]
    for pages in [JobPages.days(90), .all, .none] {
      let site = try BuiltSite(records, jobPages: pages)
      let rows = try #require(try list(site, "jobs.json")["jobs"] as? [[String: Any]])
      #expect(rows.count == 4)
      for row in rows {
        let path = SitePaths.job(Text(try #require(row["job_id"] as? String)))
        #expect(row["path"] as? String == (site.files[path] == nil ? nil : path))
      }
      #expect(rows.contains { $0["path"] as? String == nil } == (pages != .all))
    }
  }

  // MARK: - Agents

  private var agentJobs: [Record] {
    [
      // Created before the window, completed in it: the site's day is that of the completion.
      .job(
        job(
          "j1", created: "2026-07-31T23:00:00Z", agent: "in", completed: "2026-08-01T01:00:00Z")),
      .job(job("j2", created: "2026-07-31T23:00:00Z", agent: "in")),
      .job(job("j3", created: "2026-10-31T00:00:00Z", agent: "in")),
      .job(job("j4", created: "2026-07-31T00:00:00Z", agent: "before")),
      .job(job("j5", agent: "undated")),
      .job(job("j6", created: "2026-10-31T00:00:00Z")),
    ]
  }

  private func agentFiles(_ site: BuiltSite) -> [String] {
    let prefix = DashboardTests.root + "jobs/agent/"
    return site.files.keys.filter { $0.hasPrefix(prefix) }.sorted().map {
      String($0.dropFirst(prefix.count))
    }
  }

  @Test func listsAllJobsOfTheWindowByAgent() throws {
    let site = try BuiltSite(agentJobs)
    #expect(agentFiles(site) == ["in.json"])
    #expect(try ids(site, "jobs/agent/in.json") == ["j3", "j1"])
    #expect(try list(site, "jobs/agent/in.json")["since"] as? String == "2026-08-01")
  }

  @Test func listsAllJobsOfAnAgentIfAllHavePages() throws {
    let site = try BuiltSite(agentJobs, jobPages: .all)
    #expect(agentFiles(site) == ["before.json", "in.json", "undated.json"])
    #expect(try ids(site, "jobs/agent/in.json") == ["j3", "j2", "j1"])
    #expect(try list(site, "jobs/agent/in.json")["since"] is NSNull)
  }

  @Test func listsNoAgentIfNoJobsHavePages() throws {
    #expect(agentFiles(try BuiltSite(agentJobs, jobPages: .none)).isEmpty)
  }

  @Test func listsTheBusiestAgentsBeyondTheLimit() throws {
    let counts: [(Text, Int)] = [
      ("one-b", 1), ("three", 3), ("one-a", 1), ("two", 2), ("one-c", 1),
    ]
    var records: [Record] = []
    for (agent, count) in counts {
      for i in 0..<count {
        records.append(
          .job(job(Text("\(agent)-\(i)"), created: "2026-10-01T00:00:00Z", agent: agent)))
      }
    }
    // Many jobs before the window do not make an agent busy.
    for i in 0..<9 {
      records.append(.job(job(Text("x\(i)"), created: "2025-10-01T00:00:00Z", agent: "one-c")))
    }
    let site = try BuiltSite(records, agentLimit: 4)
    #expect(agentFiles(site) == ["one-a.json", "one-b.json", "three.json", "two.json"])
  }

  // MARK: - Names

  /// Both are shown by the same words once the secret is out; each has a file all the same.
  @Test func keepsAgentsAndServicesApartWhoseSecretsAreTakenOut() throws {
    let secrets = ["A", "B"].map { Text("x ghp_\($0)1b2C3d4E5f6G7h8I9j0K1l2M3n4O5p6Q7r8") }
    var records: [Record] = []
    for (i, secret) in secrets.enumerated() {
      records.append(.job(job(Text("j\(i)"), created: "2026-10-01T00:00:00Z", agent: secret)))
      records.append(
        .deployment(
          deployment(Text("d\(i)"), service: secret, created: "2026-10-01T00:00:00Z")))
    }
    let site = try BuiltSite(records)
    #expect(agentFiles(site).count == 2)
    #expect(
      try agentFiles(site).flatMap { try ids(site, "jobs/agent/\($0)") }.sorted() == ["j0", "j1"])
    let prefix = DashboardTests.root + "deployments/service/"
    let services = site.files.keys.filter { $0.hasPrefix(prefix) }
    #expect(services.count == 2)
    let found = try services.flatMap {
      try ids(site, String($0.dropFirst(DashboardTests.root.count)))
    }
    #expect(found.sorted() == ["d0", "d1"])
    for (path, bytes) in site.files where path.hasPrefix(DashboardTests.root) {
      let text = String(decoding: bytes, as: UTF8.self)
      #expect(!text.contains("ghp_") && !path.contains("ghp"), "\(path)")
    }
  }

  @Test func putsHostileNamesIntoFilesOfTheirOwn() throws {
    let worded = WordedRecords(hostile: true)
    let jobs = worded.jobs.enumerated().map { i, job in
      var job = job
      job.createdAt = Timestamp(rfc3339: "2026-10-01T00:00:00Z")
      job.completedAt = job.createdAt
      job.agentID = Text(HostileTexts.values[i])
      return job
    }
    let site = try BuiltSite(
      jobs.map { .job($0) } + worded.deployments.map { .deployment($0) })
    let agents = Set(jobs.compactMap(\.agentID)).filter { !$0.isEmpty }
    #expect(agentFiles(site).count == agents.count)
    for agent in agents {
      let expected = jobs.filter { $0.agentID == agent }.map(\.id).sorted(by: >)
      #expect(
        try ids(site, "jobs/agent/\(SitePaths.stem(agent)).json") == expected.map(\.string))
    }
  }
}
