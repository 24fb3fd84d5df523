import Foundation

/// The offsets of one time zone from UTC, as a table looked up by binary search.
///
/// Built once per run from the IANA database through Foundation; after that no calendar is asked.
/// A local day may have 23, 23.5, 24, 24.5 or 25 hours, may lack midnight or have it twice, or not
/// exist at all. An instant belongs to the date that clocks in the zone show, and to no other.
package struct ZoneTable: Sendable {
  /// A stretch of time with one offset.
  private struct Segment: Sendable {
    let start: Int64
    let offset: Int64
  }

  /// The IANA name, such as `Europe/Berlin`.
  package let name: String
  private let segments: [Segment]

  package static let utc = ZoneTable(
    name: "UTC", segments: [Segment(start: .min, offset: 0)])

  private init(name: String, segments: [Segment]) {
    self.name = name
    self.segments = segments
  }

  /// Nil if the name is not in the time zone database.
  package init?(name: String) {
    if name == "UTC" || name == "Etc/UTC" {
      self = .utc
      return
    }
    guard let zone = TimeZone(databaseName: name) else { return nil }
    var date = Date(timeIntervalSince1970: 631_152_000 - 86_400 * 366)
    let end = Date(timeIntervalSince1970: 4_133_980_800 + 86_400 * 366)
    var segments = [
      Segment(start: .min, offset: Int64(zone.secondsFromGMT(for: date)) * 1000)
    ]
    while let next = zone.nextDaylightSavingTimeTransition(after: date), next < end, next > date {
      let start = Int64((next.timeIntervalSince1970 * 1000).rounded())
      let offset = Int64(zone.secondsFromGMT(for: next)) * 1000
      if segments.last?.offset != offset { segments.append(Segment(start: start, offset: offset)) }
      date = next
    }
    self.init(name: name, segments: segments)
  }

  /// Index of the last segment that begins at `time` or before.
  private func index(at time: Int64) -> Int {
    var low = 0
    var high = segments.count
    while high - low > 1 {
      let middle = (low + high) / 2
      if segments[middle].start <= time { low = middle } else { high = middle }
    }
    return low
  }

  /// Milliseconds that local time is ahead of UTC at `time`.
  package func offset(at time: Timestamp) -> Int64 {
    segments[index(at: time.milliseconds)].offset
  }

  /// The local day that `time` falls on: the date that clocks show. Where a clock is set back over
  /// midnight they show the evening before once more, and it belongs to that day.
  package func day(of time: Timestamp) -> LocalDay {
    let local = Int(time.milliseconds + offset(at: time))
    return LocalDay(number: local.flooredDivision(by: 86_400_000).quotient)
  }

  /// The first instant of `day`, of two midnights the earlier one; for a day that does not exist, that
  /// of the next one that does.
  package func start(of day: LocalDay) -> Timestamp {
    let midnight = Int64(day.number) * 86_400_000
    // Within two days of midnight in UTC, whatever the zone.
    var i = index(at: midnight - 2 * 86_400_000)
    while i + 1 < segments.count {
      let start = max(segments[i].start, midnight - segments[i].offset)
      if start < segments[i + 1].start { return Timestamp(milliseconds: start) }
      i += 1
    }
    return Timestamp(milliseconds: max(segments[i].start, midnight - segments[i].offset))
  }

  /// Hour 0...23 and minute of the local time of day.
  package func timeOfDay(_ time: Timestamp) -> (hour: Int, minute: Int, second: Int) {
    let local = Int(time.milliseconds + offset(at: time))
    let rest = local.flooredDivision(by: 86_400_000).remainder / 1000
    return (rest / 3600, rest / 60 % 60, rest % 60)
  }
}
