/// A record of any kind Rollbook imports.
package enum Record: Sendable, Equatable {
  case job(Job)
  case deployment(Deployment)

  package var kind: RecordKind {
    switch self {
    case .job: .job
    case .deployment: .deployment
    }
  }

  package var id: Text {
    switch self {
    case .job(let job): job.id
    case .deployment(let deployment): deployment.id
    }
  }

  package var latestTime: Timestamp? {
    switch self {
    case .job(let job): job.latestTime
    case .deployment(let deployment): deployment.latestTime
    }
  }

  package var statusRank: UInt8 {
    switch self {
    case .job(let job): job.status.rank
    case .deployment(let deployment): deployment.status.rank
    }
  }
}

package enum RecordKind: UInt8, Sendable {
  case job, deployment

  package var word: String { self == .job ? "job" : "deployment" }
}
