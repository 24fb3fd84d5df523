/// A record after an event took effect on it, and what the event did.
package struct Applied<Value: Sendable & Equatable>: Sendable, Equatable {
  package let record: Value
  package let effect: EventEffect

  package init(record: Value, effect: EventEffect) {
    self.record = record
    self.effect = effect
  }
}
