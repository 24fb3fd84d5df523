import Model

/// What is worth a word about an event that was recorded.
struct RecordNote {
  let text: String
  /// Whether the event changed nothing though it should have.
  let isWarning: Bool

  /// Nil if the event did what events of its type do.
  init?(_ event: LifecycleEvent, _ applied: Applied<Record>) {
    let record = applied.record
    let name = "\(record.kind.word) '\(record.id)'"
    isWarning = applied.effect == .unusual
    switch applied.effect {
    case .created, .waiting: return nil
    case .unusual:
      text =
        "\(name) is '\(record.statusWord)', which \(event.type.word) does not change; the event is kept "
        + "and listed under data quality, the record stays as it is"
    case .unchanged:
      text =
        record.updatedAt.map { event.at < $0 } ?? false
        ? "\(name) is known as of a later time; nothing has changed"
        : "\(name) was like that already; nothing has changed"
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
