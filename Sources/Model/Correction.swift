/// What a person says is right of one deployment, job or service, whatever the records say.
///
/// A layer over the records: none is changed by it. What follows from records is derived with it, and
/// wherever it acts it is shown with its author, date and note.
package struct Correction: Sendable, Equatable {
  /// What a correction is about.
  package enum Kind: UInt8, CaseIterable, Sendable {
    case deployment, job, service

    package var word: String {
      switch self {
      case .deployment: "deployment"
      case .job: "job"
      case .service: "service"
      }
    }
  }

  package var kind: Kind
  /// The id of the deployment or job, or the name of the service.
  package var subject: Text
  /// The deployment is a way back to an earlier version (true), or is none (false); nil leaves it to
  /// the rules.
  package var isRollback: Bool?
  /// The id of the deployment to blame, where this one is a way back.
  package var blames: Text?
  /// A rollback took the deployment out (true), or none did (false); nil leaves it to the record.
  package var isRolledBack: Bool?
  /// Why it was rolled back; nil leaves it to the record.
  package var reason: Text?
  /// Its rollback was an exercise: no failure, and in no count of rollbacks.
  package var isDrill = false
  /// In no figure and no history.
  package var isExcluded = false
  /// The service that this one counts as.
  package var aliasOf: Text?
  package var author: Text
  package var date: LocalDay
  /// Why: never empty.
  package var note: Text

  package init(_ kind: Kind, _ subject: Text, author: Text, date: LocalDay, note: Text) {
    self.kind = kind
    self.subject = subject
    self.author = author
    self.date = date
    self.note = note
  }

  /// Whether the same follows from both for figures and histories, whoever says it and why.
  package func hasSameEffect(as other: Correction) -> Bool {
    kind == other.kind && subject == other.subject && isRollback == other.isRollback
      && blames == other.blames && isRolledBack == other.isRolledBack && isDrill == other.isDrill
      && isExcluded == other.isExcluded && aliasOf == other.aliasOf
  }

  /// Deployments, jobs, services; each by the bytes of its id or name.
  package func precedes(_ other: Correction) -> Bool {
    (kind.rawValue, subject) < (other.kind.rawValue, other.subject)
  }
}

extension DeploymentFact {
  /// The recorded status, unless a correction says that it was or was not rolled back, or that this was
  /// an exercise: what was taken out by one did not fail.
  package func status(
    recorded: DeploymentStatus, _ correction: Correction?
  ) -> DeploymentStatus {
    let isBad = recorded == .failed || recorded == .rolledBack
    if isBad, isDrill, kind != .rollbackRedeploy, failure == nil { return .live }
    switch correction?.isRolledBack {
    case true?: return .rolledBack
    case false?: return recorded == .rolledBack ? .live : recorded
    case nil: return recorded
    }
  }
}
