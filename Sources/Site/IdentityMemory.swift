import Model

/// Remembers what the ids were that the filter changed last: at least the last 10,000 of them, at
/// most twice as many.
final class IdentityMemory {
  private static let limit = 10_000
  /// All services whose names were changed, once they are known.
  var services: [Text: Text]?
  /// The agents whose names were changed, as far as they were listed.
  var agents: [Text: Text] = [:]
  private var young: [Text: Text] = [:]
  private var old: [Text: Text] = [:]

  func remember(_ shown: Text, original: Text) {
    if young.count >= IdentityMemory.limit {
      old = young
      young.removeAll(keepingCapacity: true)
    }
    young[shown] = original
  }

  func original(of shown: Text) -> Text? { young[shown] ?? old[shown] }
}
