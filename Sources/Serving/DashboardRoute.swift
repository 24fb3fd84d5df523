import Model

/// What an address of the old API asks for; contract.md's table, as data.
enum DashboardRoute: Equatable, Sendable {
  case summary
  case jobs
  case runningJobs
  case jobsOfAgent(Text)
  case job(Text)
  case deployments
  case deploymentsOfService(Text)
  case deployment(Text)

  /// `segments` are those after `dashboard`. Nil for what never was an address.
  init?(_ segments: ArraySlice<[UInt8]>) {
    let path = segments.compactMap { String(validating: $0, as: UTF8.self) }
    guard path.count == segments.count else { return nil }
    switch path.count {
    case 1 where path[0] == "summary": self = .summary
    case 1 where path[0] == "jobs": self = .jobs
    case 1 where path[0] == "deployments": self = .deployments
    case 2 where path == ["jobs", "running"]: self = .runningJobs
    case 2 where path[0] == "jobs": self = .job(Text(path[1]))
    case 2 where path[0] == "deployments": self = .deployment(Text(path[1]))
    case 3 where path.starts(with: ["jobs", "agent"]): self = .jobsOfAgent(Text(path[2]))
    case 3 where path.starts(with: ["deployments", "service"]):
      self = .deploymentsOfService(Text(path[2]))
    default: return nil
    }
  }

  /// The greatest `?limit=`; nil where the old service knew none.
  var greatestLimit: Int? {
    switch self {
    case .jobs, .deployments: 100
    case .deploymentsOfService: 50
    case .summary, .runningJobs, .jobsOfAgent, .job, .deployment: nil
    }
  }

  /// The files that may answer, below `api/dashboard/`; the first that is there does. `status` filters
  /// the list of jobs.
  func files(status: JobStatus?, stems: (Text) -> [String]) -> [String] {
    switch self {
    case .summary: ["summary.json"]
    case .jobs: [status.map { "jobs/status/\($0.word).json" } ?? "jobs.json"]
    case .runningJobs: ["jobs/running.json"]
    case .jobsOfAgent(let id): stems(id).map { "jobs/agent/\($0).json" }
    case .job(let id): stems(id).map { "jobs/id/" + DashboardRoute.sharded($0) }
    case .deployments: ["deployments.json"]
    case .deploymentsOfService(let name): stems(name).map { "deployments/service/\($0).json" }
    case .deployment(let id): stems(id).map { "deployments/id/" + DashboardRoute.sharded($0) }
    }
  }

  private static func sharded(_ stem: String) -> String {
    "\(stem.suffix(2))/\(stem).json"
  }

  /// What is said if there is no such file.
  var absence: String {
    switch self {
    case .job(let id):
      "no job \(quoted(id)) in the site; 'rollbook show job' also knows those whose page has gone"
    case .deployment(let id): "no deployment \(quoted(id)) in the site"
    case .jobsOfAgent(let id): "no jobs of an agent \(quoted(id)) in the site"
    case .deploymentsOfService(let name): "no deployments of a service \(quoted(name)) in the site"
    case .summary, .jobs, .runningJobs, .deployments:
      "the site has no such list; 'rollbook build' writes it"
    }
  }

  private func quoted(_ id: Text) -> String {
    id.string.count > 80 ? "'\(id.string.prefix(80))...'" : "'\(id.string)'"
  }
}
