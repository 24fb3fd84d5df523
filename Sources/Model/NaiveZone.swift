import Foundation

/// A time zone for times that were written down without an offset.
package struct NaiveZone: Sendable, Equatable {
  package let name: String
  private let zone: TimeZone

  /// Nil if there is no zone of that IANA name.
  package init?(name: String) {
    guard let zone = TimeZone(databaseName: name) else { return nil }
    self.name = name
    self.zone = zone
  }

  /// The instant at which clocks in the zone showed what `local` shows in UTC. Of two, the first; a
  /// time that was skipped is taken with the offset before the gap.
  package func instant(ofLocal local: Timestamp) -> Timestamp {
    let day = 86_400_000 as Int64
    let before = Timestamp(milliseconds: local.milliseconds - offset(at: local.milliseconds - day))
    if offset(at: before.milliseconds) == local.milliseconds - before.milliseconds { return before }
    let after = Timestamp(milliseconds: local.milliseconds - offset(at: local.milliseconds + day))
    let isReal = offset(at: after.milliseconds) == local.milliseconds - after.milliseconds
    return isReal ? after : before
  }

  private func offset(at milliseconds: Int64) -> Int64 {
    let date = Date(timeIntervalSince1970: Double(milliseconds) / 1000)
    return Int64(zone.secondsFromGMT(for: date)) * 1000
  }
}
