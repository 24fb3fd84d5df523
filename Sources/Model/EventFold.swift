/// A record that lifecycle events can tell the life of.
package protocol EventFolding: Sendable, Equatable {
  /// What an event says about a record of this kind; nil if it is about another kind.
  static func said(by event: LifecycleEvent) -> Self?

  /// The record that a created event begins.
  init(begunBy event: LifecycleEvent, saying said: Self)

  /// Lets an event take effect; if it is not obeyed, nothing changes.
  mutating func obey(_ event: LifecycleEvent, saying said: Self) -> EventEffect

  /// Fills what is empty from an event older than what the record knows; its status stays.
  mutating func fill(fromOlder event: LifecycleEvent, saying said: Self)

  var latestTime: Timestamp? { get }
  var updatedAt: Timestamp? { get set }
}

/// What became of one event when its record was folded.
package enum EventEffect: UInt8, CaseIterable, Sendable {
  /// There is no record of its id, and no event creates one.
  case waiting
  /// It began the record.
  case created
  /// It changed the record.
  case changed
  /// The record said the same already, or knew better.
  case unchanged
  /// A transition that does not happen: kept and listed, not obeyed.
  case unusual
}

/// A record as its whole version and its events together tell it.
///
/// The same for every order of the events, and however often one is repeated.
package struct Folded<Value: EventFolding>: Sendable {
  /// Nil as long as there is neither a base nor an event that creates the record.
  package let value: Value?
  /// What became of each event, in the order given.
  package let effects: [EventEffect]

  /// - Parameters:
  ///   - base: the winner among the whole versions of the id.
  ///   - events: all events of the id, in any order.
  package init(base: Value?, events: [LifecycleEvent]) {
    var effects = Array(repeating: EventEffect.waiting, count: events.count)
    let order = Folded.order(of: events)
    var beginning: Int?
    var record = base
    if record == nil, let first = order.first(where: { events[$0].type.isCreation }),
      let said = Value.said(by: events[first])
    {
      record = Value(begunBy: events[first], saying: said)
      effects[first] = .created
      beginning = first
    }
    guard var value = record else {
      self.value = nil
      self.effects = effects
      return
    }
    let known = base?.latestTime
    for (position, i) in order.enumerated() where i != beginning {
      let isRepeated = position > 0 && events[order[position - 1]].isSame(as: events[i])
      effects[i] = isRepeated ? .unchanged : Folded.apply(events[i], to: &value, known: known)
    }
    self.value = value
    self.effects = effects
  }

  /// Positions in `events` in the order in which they take effect: by time, type and bytes.
  private static func order(of events: [LifecycleEvent]) -> [Int] {
    events.indices.sorted { a, b in
      let (x, y) = (events[a], events[b])
      if x.at != y.at { return x.at < y.at }
      if x.type != y.type { return x.type.rawValue < y.type.rawValue }
      let (left, right) = (x.canonicalJSON.bytes, y.canonicalJSON.bytes)
      return left == right ? a < b : left.lexicographicallyPrecedes(right)
    }
  }

  /// `known`: how far the base goes; it knew better than an event from before.
  private static func apply(
    _ event: LifecycleEvent, to value: inout Value, known: Timestamp?
  ) -> EventEffect {
    guard let said = Value.said(by: event) else { return .unchanged }
    let before = value
    if let known, event.at < known {
      value.fill(fromOlder: event, saying: said)
      guard value != before else { return .unchanged }
    } else if value.obey(event, saying: said) == .unusual {
      value = before
      return .unusual
    }
    value.updatedAt = max(value.updatedAt ?? event.at, event.at)
    return value == before ? .unchanged : .changed
  }
}

extension LifecycleEvent {
  /// Whether both say the same; what the status of one that names none is does not matter.
  fileprivate func isSame(as other: LifecycleEvent) -> Bool {
    at == other.at && type == other.type && canonicalJSON.bytes == other.canonicalJSON.bytes
  }
}

extension Optional {
  /// Takes a value if there is none.
  mutating func fill(_ value: Wrapped?) {
    if self == nil { self = value }
  }
}

extension Text {
  /// Takes a text if this one is empty.
  mutating func fill(_ text: Text) {
    if isEmpty { self = text }
  }
}

extension Metadata {
  /// Takes other metadata if these are empty.
  mutating func fill(_ other: Metadata) {
    if isEmpty { self = other }
  }
}
