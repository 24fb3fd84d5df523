import Model

/// What is worth a word about an event that was recorded.
struct RecordNote {
  let text: String
  /// Whether it is odd: the event changed nothing though it should have, or means little.
  let isWarning: Bool

  /// Nil unless the event says that a deployment went back to its own version.
  init?(rollbackToItself event: LifecycleEvent, _ record: Record) {
    guard event.type == .deploymentRollback, case .deployment(let deployment) = record,
      case .deployment(let said) = event.record, said.rolledBackTo == deployment.version
    else { return nil }
    isWarning = true
    text =
      "deployment '\(deployment.id)' is of version '\(deployment.version)' itself, so that it went "
      + "back to itself; the event is recorded as it was told"
  }

  /// Nil if the event did what events of its type do.
  ///
  /// - Parameter isRepeated: whether the very same event was known before.
  init?(_ event: LifecycleEvent, _ applied: Applied<Record>, isRepeated: Bool) {
    let record = applied.record
    let name = "\(record.kind.word) '\(record.id)'"
    isWarning = applied.effect == .unusual
    switch applied.effect {
    case .created, .waiting: return nil
    case .unusual:
      text =
        "\(name) is '\(record.statusWord)', which \(event.type.word) does not change; the event is kept "
        + "and listed under data quality, the record stays as it is"
    case .unchanged where isRepeated:
      text = "\(name): this very event is known already; nothing has changed"
    case .unchanged:
      text =
        "\(name) is as it was: what was known stays, and the event is kept in the history"
    case .changed:
      if event.type.isCreation {
        text = "\(name) was there already; only what it lacked was filled in"
      } else if let updated = record.updatedAt, event.at < updated {
        text =
          "\(name) has changed since \(event.at.rfc3339); the event took its place in the history"
      } else {
        return nil
      }
    }
  }
}

extension Record {
  fileprivate var statusWord: String {
    switch self {
    case .job(let job): job.status.word
    case .deployment(let deployment): deployment.status.word
    case .commit, .incident: ""
    }
  }

  fileprivate var updatedAt: Timestamp? {
    switch self {
    case .job(let job): job.updatedAt
    case .deployment(let deployment): deployment.updatedAt
    case .commit, .incident: nil
    }
  }
}
