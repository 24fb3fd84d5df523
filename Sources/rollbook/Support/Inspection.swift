import Importing
import Model

/// What a source holds, counted in passing.
struct Inspection {
  /// A status of ours, and the source's word for it.
  struct Status: Hashable {
    let kind: RecordKind
    let word: String
    /// Empty, if the source has no word of its own.
    let source: String
  }

  private(set) var kinds: [RecordKind: Int] = [:]
  private(set) var events: [EventType: Int] = [:]
  private(set) var deletions = 0
  private(set) var statuses: [Status: Int] = [:]
  private(set) var services: Set<Text> = []
  private(set) var versions: Set<Text> = []
  private(set) var environments: [Text: Int] = [:]
  private(set) var times: [RecordKind: ClosedRange<Timestamp>] = [:]
  private(set) var codes: [String: Int] = [:]
  private(set) var shown: [Defect] = []
  private let limit: Int
  /// Different names kept of a sort; a source may not fill the memory with them.
  private static let nameLimit = 100_000
  private static let wordLimit = 1000

  /// - Parameter limit: how many bad records are kept to be shown.
  init(limit: Int) { self.limit = limit }

  mutating func add(_ item: SourceItem) {
    switch item {
    case .record(let record, _): add(record)
    case .event(let event, _): events[event.type, default: 0] += 1
    case .deletion: deletions += 1
    case .defect(let defect):
      codes[defect.code, default: 0] += 1
      if defect.effect != .note, shown.count < limit { shown.append(defect) }
    case .ignored: break
    }
  }

  private mutating func add(_ record: Record) {
    kinds[record.kind, default: 0] += 1
    switch record {
    case .job(let job): count(.job, job.status.word, job.sourceStatus)
    case .deployment(let deployment):
      count(.deployment, deployment.status.word, deployment.sourceStatus)
      Inspection.insert(deployment.service, into: &services)
      Inspection.insert(deployment.version, into: &versions)
      count(environment: deployment.effectiveEnvironment)
    case .incident(let incident):
      if let service = incident.service { Inspection.insert(service, into: &services) }
    case .commit: break
    }
    if let time = record.latestTime {
      let known = times[record.kind] ?? time...time
      times[record.kind] = min(known.lowerBound, time)...max(known.upperBound, time)
    }
  }

  private mutating func count(_ kind: RecordKind, _ word: String, _ source: Text?) {
    let status = Status(kind: kind, word: word, source: source?.string ?? "")
    if statuses[status] != nil || statuses.count < Inspection.wordLimit {
      statuses[status, default: 0] += 1
    }
  }

  private mutating func count(environment name: Text) {
    if environments[name] != nil || environments.count < Inspection.wordLimit {
      environments[name, default: 0] += 1
    }
  }

  private static func insert(_ name: Text, into names: inout Set<Text>) {
    if names.count < nameLimit { names.insert(name) }
  }

  // MARK: - In order

  /// Nothing in the source was a record of any shape known.
  var isUnknownShape: Bool {
    let foreign = (codes["no-id"] ?? 0) + (codes["no-shape"] ?? 0)
    let known = kinds.values.reduce(0, +) + events.values.reduce(0, +) + deletions
    return foreign > known
  }

  /// By kind, our word and theirs.
  var sortedStatuses: [(status: Status, count: Int)] {
    statuses.map { ($0.key, $0.value) }.sorted { a, b in
      let first = (a.status.kind.rawValue, a.status.word, a.status.source)
      return first < (b.status.kind.rawValue, b.status.word, b.status.source)
    }
  }

  var sortedEnvironments: [(name: Text, count: Int)] {
    environments.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
  }

  var sortedCodes: [(code: String, count: Int)] {
    codes.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
  }
}
