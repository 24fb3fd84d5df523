import Foundation

/// The offsets of one time zone from UTC, as a table looked up by binary search.
///
/// Built once per run from the IANA database through Foundation; after that no calendar is asked.
/// A local day may have 23, 23.5, 24, 24.5 or 25 hours, may lack midnight or have it twice, or not
/// exist at all; days are half-open and partition the time line.
package struct ZoneTable: Sendable {
  /// A stretch of time with one offset.
  private struct Segment: Sendable {
    let start: Int64
    let offset: Int64
    /// The latest local day reached before this segment; a clock set back over midnight does not
    /// begin the day before a second time.
    let reached: Int
  }

  /// The IANA name, such as `Europe/Berlin`.
  package let name: String
  private let segments: [Segment]

  package static let utc = ZoneTable(
    name: "UTC", segments: [Segment(start: .min, offset: 0, reached: .min)])

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
    guard TimeZone.knownTimeZoneIdentifiers.contains(name), let zone = TimeZone(identifier: name)
    else { return nil }
    var date = Date(timeIntervalSince1970: 631_152_000 - 86_400 * 366)
    let end = Date(timeIntervalSince1970: 4_133_980_800 + 86_400 * 366)
    var segments = [
      Segment(start: .min, offset: Int64(zone.secondsFromGMT(for: date)) * 1000, reached: .min)
    ]
    while let next = zone.nextDaylightSavingTimeTransition(after: date), next < end, next > date {
      let start = Int64((next.timeIntervalSince1970 * 1000).rounded())
      let offset = Int64(zone.secondsFromGMT(for: next)) * 1000
      if let last = segments.last, last.offset != offset {
        let lastDay = ZoneTable.dayNumber(start - 1 + last.offset)
        segments.append(
          Segment(start: start, offset: offset, reached: max(last.reached, lastDay)))
      }
      date = next
    }
    self.init(name: name, segments: segments)
  }

  private static func dayNumber(_ localMilliseconds: Int64) -> Int {
    Int(localMilliseconds).flooredDivision(by: 86_400_000).quotient
  }

  private func segment(at time: Int64) -> Segment {
    var low = 0
    var high = segments.count
    while high - low > 1 {
      let middle = (low + high) / 2
      if segments[middle].start <= time { low = middle } else { high = middle }
    }
    return segments[low]
  }

  /// Milliseconds that local time is ahead of UTC at `time`.
  package func offset(at time: Timestamp) -> Int64 {
    segment(at: time.milliseconds).offset
  }

  /// The local day that `time` falls on.
  package func day(of time: Timestamp) -> LocalDay {
    let segment = segment(at: time.milliseconds)
    return LocalDay(
      number: max(segment.reached, ZoneTable.dayNumber(time.milliseconds + segment.offset)))
  }

  /// The first instant of `day`; for a day that does not exist, that of the next one that does.
  package func start(of day: LocalDay) -> Timestamp {
    // The day begins within a day of UTC's, whatever the zone: search the segments in between.
    let midnight = Int64(day.number) * 86_400_000
    var low = midnight - 2 * 86_400_000
    var high = midnight + 2 * 86_400_000
    let direct = midnight - segment(at: midnight).offset
    if self.day(of: Timestamp(milliseconds: direct)) >= day,
      self.day(of: Timestamp(milliseconds: direct - 1)) < day
    {
      return Timestamp(milliseconds: direct)
    }
    while high - low > 1 {
      let middle = low + (high - low) / 2
      if self.day(of: Timestamp(milliseconds: middle)) >= day {
        high = middle
      } else {
        low = middle
      }
    }
    return Timestamp(milliseconds: high)
  }

  /// Hour 0...23 and minute of the local time of day.
  package func timeOfDay(_ time: Timestamp) -> (hour: Int, minute: Int, second: Int) {
    let local = Int(time.milliseconds + offset(at: time))
    let rest = local.flooredDivision(by: 86_400_000).remainder / 1000
    return (rest / 3600, rest / 60 % 60, rest % 60)
  }
}
