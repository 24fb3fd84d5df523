package import Model

/// Jobs and deployments that live as long as the store does, told by events alone.
package actor MemoryStore: JobStore, DeploymentStore {
  private var jobs = EventShelf<Job>()
  private var deployments = EventShelf<Deployment>()

  package init() {}

  // MARK: - Jobs

  package func apply(jobEvent event: LifecycleEvent) -> Applied<Job>? { jobs.apply(event) }

  package func job(_ id: Text) -> Job? { jobs[id] }

  package func jobs(status: JobStatus?, limit: Int?) -> [Job] {
    jobs.newest(limit) { status == nil || $0.status == status }
  }

  package func runningJobs() -> [Job] { jobs.newest(nil, where: \.isRunning) }

  package func jobs(ofAgent agent: Text) -> [Job] { jobs.newest(nil) { $0.agentID == agent } }

  // MARK: - Deployments

  package func apply(deploymentEvent event: LifecycleEvent) -> Applied<Deployment>? {
    deployments.apply(event)
  }

  package func deployment(_ id: Text) -> Deployment? { deployments[id] }

  package func deployments(ofService service: Text?, limit: Int?) -> [Deployment] {
    deployments.newest(limit) { service == nil || $0.service == service }
  }
}

/// What a list is sorted by.
private protocol Listed: EventFolding {
  var id: Text { get }
  var creationTime: Timestamp? { get }
}

extension Job: Listed {}
extension Deployment: Listed {}

/// The records of one kind, each with the events that tell of it.
private struct EventShelf<Value: Listed> {
  private struct Entry {
    var value: Value
    var events: [LifecycleEvent]
    /// By their canonical bytes.
    var positions: [[UInt8]: Int]
  }

  private var entries: [Text: Entry] = [:]

  subscript(id: Text) -> Value? { entries[id]?.value }

  /// Folds the event with all others of its id. O(events of the id).
  mutating func apply(_ event: LifecycleEvent) -> Applied<Value>? {
    guard Value.said(by: event) != nil else { return nil }
    let known = entries[event.id]
    let bytes = Array(event.canonicalJSON.bytes)
    let position = known?.positions[bytes]
    let events = (known?.events ?? []) + (position == nil ? [event] : [])
    let folded = Folded<Value>(base: nil, events: events)
    guard let value = folded.value else { return nil }
    let effect = folded.effects[position ?? events.count - 1]
    var positions = known?.positions ?? [:]
    positions[bytes] = position ?? events.count - 1
    entries[event.id] = Entry(value: value, events: events, positions: positions)
    let isRepeated = position != nil && effect != .unusual
    return Applied(record: value, effect: isRepeated ? .unchanged : effect)
  }

  /// The newest first by `creationTime`, of equal times the greater id first; those without a time
  /// last.
  func newest(_ limit: Int?, where isWanted: (Value) -> Bool) -> [Value] {
    let sorted = entries.values.map(\.value).filter(isWanted).sorted { a, b in
      let (left, right) = (
        a.creationTime?.milliseconds ?? .min, b.creationTime?.milliseconds ?? .min
      )
      return left != right ? left > right : a.id > b.id
    }
    return limit.map { Array(sorted.prefix(max(0, $0))) } ?? sorted
  }
}
