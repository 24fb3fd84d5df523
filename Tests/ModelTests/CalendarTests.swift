import Foundation
import Model
import Testing

/// Days, ISO weeks and months of every zone against Foundation's calendar, which is ICU's and shares
/// no code with the table.
@Suite struct CalendarTests {
  private static let years = 1990..<2040
  private static let step: Int64 = 86_400
  private static let around: [Int64] = [
    -90_000, -3601, -1, 0, 60, 1800, 3599, 3600, 7200, 90_000,
  ]

  private static func date(_ seconds: Int64) -> Date {
    Date(timeIntervalSince1970: Double(seconds))
  }

  private static func calendar(_ zone: TimeZone, _ kind: Calendar.Identifier) -> Calendar {
    var calendar = Calendar(identifier: kind)
    calendar.timeZone = zone
    return calendar
  }

  /// The seconds at which the offset changes, found by asking for it each day and halving.
  private static func changes(_ zone: TimeZone) -> [Int64] {
    let end = Int64(LocalDay(year: years.upperBound, month: 1, day: 1).number) * step
    var time = Int64(LocalDay(year: years.lowerBound, month: 1, day: 1).number) * step
    var offset = zone.secondsFromGMT(for: date(time))
    var result: [Int64] = []
    while time < end {
      let next = zone.secondsFromGMT(for: date(time + step))
      if next != offset {
        var (low, high) = (time, time + step)
        while high - low > 1 {
          let middle = (low + high) / 2
          if zone.secondsFromGMT(for: date(middle)) == offset {
            low = middle
          } else {
            high = middle
          }
        }
        result.append(high)
      }
      offset = next
      time += step
    }
    return result
  }

  /// Zones with the same changes and offsets are looked at once.
  private static func differentZones() throws -> [(name: String, zone: TimeZone, changes: [Int64])]
  {
    var seen: Set<[Int64]> = []
    return try ZoneNames.all.compactMap { name in
      let zone = try #require(TimeZone(identifier: name))
      let changes = changes(zone)
      let offsets = (changes + [631_152_000]).map { Int64(zone.secondsFromGMT(for: date($0))) }
      return seen.insert(changes + offsets).inserted ? (name, zone, changes) : nil
    }
  }

  @Test func agreesInEveryZoneAroundEachChangeOfTheClock() throws {
    let zones = try Self.differentZones()
    #expect(zones.count > 200)
    for (name, zone, changes) in zones {
      let table = try #require(ZoneTable(name: name))
      let calendar = Self.calendar(zone, .gregorian)
      var instants: [Int64] = [631_152_000, 1_000_000_000, 1_782_000_000]
      for change in changes {
        instants += Self.around.map { change + $0 }
      }
      for time in instants { check(time, name, table, calendar) }
    }
  }

  private func check(_ time: Int64, _ name: String, _ table: ZoneTable, _ calendar: Calendar) {
    let date = Self.date(time)
    let day = table.day(of: Timestamp(seconds: time))
    let parts = calendar.dateComponents([.year, .month, .day], from: date)
    let civil = day.civil
    if [parts.year, parts.month, parts.day] != [civil.year, civil.month, civil.day] {
      Issue.record("\(name) \(time): \(day.iso), calendar \(parts)")
    }
    let start = calendar.startOfDay(for: date).timeIntervalSince1970 * 1000
    if table.start(of: day).milliseconds != Int64(start.rounded()) {
      Issue.record("\(name) \(time): \(day.iso) starts at \(start)")
    }
  }

  @Test func beginsISOWeeksAndMonthsWithTheCalendar() throws {
    for (name, zone, changes) in try Self.differentZones() {
      let table = try #require(ZoneTable(name: name))
      let iso = Self.calendar(zone, .iso8601)
      let gregorian = Self.calendar(zone, .gregorian)
      // Weeks and months in which clocks change are those that could go wrong.
      let instants: [Int64] = changes.map { $0 - 43_200 } + changes.map { $0 + 43_200 }
      for time in instants + [1_782_000_000] {
        let day = table.day(of: Timestamp(seconds: time))
        let week = try #require(iso.dateInterval(of: .weekOfYear, for: Self.date(time)))
        // Only the start: where a date is missing, Foundation's week ends a day late.
        if table.start(of: day.startOfWeek) != Self.stamp(week.start) {
          Issue.record("\(name) \(day.iso): week of \(week)")
        }
        let month = try #require(gregorian.dateInterval(of: .month, for: Self.date(time)))
        let days = day.month.days
        let ends = [days.lowerBound, days.upperBound].map { table.start(of: $0) }
        if ends != [month.start, month.end].map(Self.stamp) {
          Issue.record("\(name) \(day.iso): month of \(month)")
        }
      }
    }
  }

  private static func stamp(_ date: Date) -> Timestamp {
    Timestamp(milliseconds: Int64((date.timeIntervalSince1970 * 1000).rounded()))
  }

  // MARK: - Days told by name

  /// Local dates of instants, from Python's zoneinfo: datetime.fromtimestamp(t, ZoneInfo(name)).date().
  @Test(arguments: [
    // Apia went from Thursday the 29th to Saturday the 31st.
    ("Pacific/Apia", "2011-12-30T09:59:59Z", "2011-12-29"),
    ("Pacific/Apia", "2011-12-30T10:00:00Z", "2011-12-31"),
    // At 00:01 on the 7th clocks in St. John's went back to 23:01 on the 6th.
    ("America/St_Johns", "2010-11-07T02:29:59Z", "2010-11-06"),
    ("America/St_Johns", "2010-11-07T02:30:00Z", "2010-11-07"),
    ("America/St_Johns", "2010-11-07T02:30:59Z", "2010-11-07"),
    ("America/St_Johns", "2010-11-07T02:31:00Z", "2010-11-06"),
    ("America/St_Johns", "2010-11-07T03:29:59Z", "2010-11-06"),
    ("America/St_Johns", "2010-11-07T03:30:00Z", "2010-11-07"),
    // Midnight is skipped: the day begins at one o'clock.
    ("America/Sao_Paulo", "2018-11-04T02:59:59Z", "2018-11-03"),
    ("America/Sao_Paulo", "2018-11-04T03:00:00Z", "2018-11-04"),
    // The last hour of the day comes twice.
    ("America/Santiago", "2026-04-05T02:30:00Z", "2026-04-04"),
    ("America/Santiago", "2026-04-05T03:30:00Z", "2026-04-04"),
    ("America/Santiago", "2026-04-05T04:00:00Z", "2026-04-05"),
    ("Asia/Kolkata", "2026-01-01T18:30:00Z", "2026-01-02"),
  ])
  func knowsTheDateThatClocksShow(zone: String, instant: String, date: String) throws {
    let table = try #require(ZoneTable(name: zone))
    let time = try #require(Timestamp(rfc3339: instant))
    #expect(table.day(of: time).iso == date)
  }

  @Test(arguments: [
    ("America/St_Johns", "2010-11-07", "2010-11-07T02:30:00Z"),
    ("America/St_Johns", "2010-11-08", "2010-11-08T03:30:00Z"),
    ("Pacific/Apia", "2011-12-30", "2011-12-30T10:00:00Z"),
    ("Pacific/Apia", "2011-12-31", "2011-12-30T10:00:00Z"),
    ("America/Sao_Paulo", "2018-11-04", "2018-11-04T03:00:00Z"),
    ("America/Santiago", "2026-04-05", "2026-04-05T04:00:00Z"),
  ])
  func knowsWhenADayBegins(zone: String, day: String, instant: String) throws {
    let table = try #require(ZoneTable(name: zone))
    let day = try #require(LocalDay(iso: day))
    #expect(table.start(of: day).rfc3339 == instant)
  }

  @Test(arguments: [
    ("America/St_Johns", "2010-11-06", 24.0), ("America/St_Johns", "2010-11-07", 25),
    ("America/Santiago", "2026-04-04", 25), ("Europe/Lisbon", "2026-03-29", 23),
    ("Australia/Lord_Howe", "2026-10-04", 23.5), ("Antarctica/Troll", "2026-03-29", 22),
  ])
  func countsTheHoursBetweenTheStartsOfDays(zone: String, day: String, hours: Double) throws {
    let table = try #require(ZoneTable(name: zone))
    let day = try #require(LocalDay(iso: day))
    let length = table.start(of: day + 1).milliseconds(since: table.start(of: day))
    #expect(Double(length) / 3_600_000 == hours)
  }

  /// Whatever the zone, each record is in one day, one week and one month.
  @Test func sumsToTheSameTotalInEveryZone() throws {
    var dice = SplitMix64(seed: 4)
    let times = (0..<400).map { _ in
      Timestamp(seconds: Int64.random(in: 1_288_900_000..<1_325_400_000, using: &dice))
    }
    for name in ZoneNames.all {
      let table = try #require(ZoneTable(name: name))
      let days = times.map { table.day(of: $0) }
      let byDay = Dictionary(grouping: days) { $0 }
      let byWeek = Dictionary(grouping: days) { $0.startOfWeek }
      let byMonth = Dictionary(grouping: days) { $0.month }
      #expect(byDay.values.reduce(0) { $0 + $1.count } == times.count)
      for (week, days) in byWeek { #expect(days.allSatisfy { (week..<week + 7).contains($0) }) }
      for (month, days) in byMonth { #expect(days.allSatisfy { month.days.contains($0) }) }
    }
  }
}
