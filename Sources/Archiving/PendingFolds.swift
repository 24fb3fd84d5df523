import Model

/// Ids with versions or events that came in since their events were folded, in the order in which
/// they came.
struct PendingFolds {
  struct New {
    var versions: [Int64] = []
    var events: [Int64] = []
  }

  private var order: [Text] = []
  private var new: [Text: New] = [:]
  private var count = 0
  private static let limit = 10_000

  var isFull: Bool { count >= PendingFolds.limit }

  func contains(_ id: Text) -> Bool { new[id] != nil }

  mutating func note(_ id: Text, version: Int64) { note(id) { $0.versions.append(version) } }

  mutating func note(_ id: Text, event: Int64) { note(id) { $0.events.append(event) } }

  private mutating func note(_ id: Text, _ change: (inout New) -> Void) {
    if new[id] == nil { order.append(id) }
    change(&new[id, default: New()])
    count += 1
  }

  mutating func takeAll() -> [(id: Text, New)] {
    defer { self = PendingFolds() }
    return order.compactMap { id in new[id].map { (id, $0) } }
  }
}
