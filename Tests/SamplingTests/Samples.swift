import Model
import Sampling

/// Samples that several tests look at, with the sums they need.
struct Samples {
  var jobs: [Job] = []
  var deployments: [Deployment] = []
  /// Everything in the order it was handed out.
  var records: [Record] = []

  static let standard = Samples(SampleOptions())

  init(_ options: SampleOptions) {
    sample(options) { record in
      records.append(record)
      switch record {
      case .job(let job): jobs.append(job)
      case .deployment(let deployment): deployments.append(deployment)
      case .commit, .incident: break
      }
    }
  }

  func deployments(of service: Text) -> [Deployment] {
    deployments.filter { $0.service == service }
  }

  /// What reached production, by service and environment, in order of arrival.
  var arrivals: [[Deployment]] {
    let reached = deployments.filter { $0.productionDeployedAt != nil }
    let groups = Dictionary(grouping: reached) { [$0.service, $0.effectiveEnvironment] }
    return groups.values.map { group in
      group.sorted {
        ($0.productionDeployedAt ?? earliest, $0.id) < ($1.productionDeployedAt ?? earliest, $1.id)
      }
    }
  }

  private var earliest: Timestamp { Timestamp(milliseconds: 0) }
}

extension Record {
  var createdAt: Timestamp? {
    switch self {
    case .job(let job): job.createdAt
    case .deployment(let deployment): deployment.createdAt
    case .commit(let commit): commit.authoredAt
    case .incident(let incident): incident.startedAt
    }
  }
}

func median(_ values: [Double]) -> Double {
  let sorted = values.sorted()
  return sorted.isEmpty ? .nan : sorted[sorted.count / 2]
}
