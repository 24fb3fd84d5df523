/// A record of any kind Rollbook imports.
package enum Record: Sendable, Equatable {
  case job(Job)
  case deployment(Deployment)
  case commit(Commit)
  case incident(Incident)

  package var kind: RecordKind {
    switch self {
    case .job: .job
    case .deployment: .deployment
    case .commit: .commit
    case .incident: .incident
    }
  }

  package var id: Text {
    switch self {
    case .job(let job): job.id
    case .deployment(let deployment): deployment.id
    case .commit(let commit): commit.sha
    case .incident(let incident): incident.id
    }
  }

  package var latestTime: Timestamp? {
    switch self {
    case .job(let job): job.latestTime
    case .deployment(let deployment): deployment.latestTime
    case .commit(let commit): commit.latestTime
    case .incident(let incident): incident.latestTime
    }
  }

  /// How far along its status is; the second thing that decides between versions of one id.
  package var statusRank: UInt8 {
    switch self {
    case .job(let job): job.status.rank
    case .deployment(let deployment): deployment.status.rank
    case .commit: 0
    case .incident(let incident): incident.isOpen ? 0 : 1
    }
  }
}

package enum RecordKind: UInt8, CaseIterable, Sendable {
  case job, deployment, commit, incident

  package var word: String {
    switch self {
    case .job: "job"
    case .deployment: "deployment"
    case .commit: "commit"
    case .incident: "incident"
    }
  }

  /// `jobs`, the name of lists and tables of this kind.
  package var plural: String { word + "s" }
}
