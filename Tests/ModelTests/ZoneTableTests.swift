import Foundation
import Model
import Testing

/// The table against Foundation's calendar.
@Suite struct ZoneTableTests {
  /// Half-hour steps, quarter-hour offsets, a skipped date, clocks changed at midnight, rules that
  /// were dropped and came back.
  static let zones = [
    "UTC", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu",
    "Pacific/Apia", "America/Havana", "Africa/Cairo", "America/Sao_Paulo", "Europe/Moscow",
    "Africa/Casablanca", "Pacific/Kiritimati", "America/Caracas", "Asia/Pyongyang",
  ]

  private static let day: Int64 = 86_400_000

  private static func calendar(_ name: String) throws -> Calendar {
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = try #require(TimeZone(identifier: name))
    return calendar
  }

  private static func date(_ milliseconds: Int64) -> Date {
    Date(timeIntervalSince1970: Double(milliseconds) / 1000)
  }

  private static func localDay(_ milliseconds: Int64, _ calendar: Calendar) throws -> LocalDay {
    let parts = calendar.dateComponents([.year, .month, .day], from: date(milliseconds))
    return LocalDay(
      year: try #require(parts.year), month: try #require(parts.month),
      day: try #require(parts.day))
  }

  /// Instants around each change of the offset, found by halving, and others at random.
  private static func instants(_ name: String) throws -> [Int64] {
    let zone = try #require(TimeZone(identifier: name))
    func offset(_ time: Int64) -> Int { zone.secondsFromGMT(for: date(time)) }
    let first = Timestamp.accepted.lowerBound.milliseconds
    let end = Timestamp.accepted.upperBound.milliseconds
    var result: [Int64] = [first, end - 1]
    var time = first
    while time < end {
      if offset(time) != offset(time + day) {
        var (low, high) = (time, time + day)
        while high - low > 1 {
          let middle = (low + high) / 2
          if offset(middle) == offset(low) { low = middle } else { high = middle }
        }
        for hours in Array(stride(from: Int64(-48), through: 48, by: 4)) + [-1, 1] {
          result += [high + hours * 3_600_000, high + hours * 3_600_000 - 1]
        }
      }
      time += day
    }
    var dice = SplitMix64(seed: 1)
    for _ in 0..<2000 { result.append(.random(in: first..<end, using: &dice)) }
    return result
  }

  @Test(arguments: zones)
  func agreesWithTheCalendarOnDaysAndOffsets(_ name: String) throws {
    let table = try #require(ZoneTable(name: name))
    let calendar = try Self.calendar(name)
    for time in try Self.instants(name) {
      let stamp = Timestamp(milliseconds: time)
      let offset = Int64(calendar.timeZone.secondsFromGMT(for: Self.date(time))) * 1000
      try #require(table.offset(at: stamp) == offset, "\(stamp.rfc3339)")
      try #require(try table.day(of: stamp) == Self.localDay(time, calendar), "\(stamp.rfc3339)")
      let parts = calendar.dateComponents([.hour, .minute, .second], from: Self.date(time))
      let clock = table.timeOfDay(stamp)
      try #require(
        [clock.hour, clock.minute, clock.second] == [parts.hour, parts.minute, parts.second],
        "\(stamp.rfc3339)")
    }
  }

  @Test(arguments: zones)
  func startsEachDayWhereTheCalendarDoes(_ name: String) throws {
    let table = try #require(ZoneTable(name: name))
    let calendar = try Self.calendar(name)
    for time in try Self.instants(name) {
      let start = table.start(of: table.day(of: Timestamp(milliseconds: time)))
      let expected = calendar.startOfDay(for: Self.date(time)).timeIntervalSince1970 * 1000
      try #require(
        start.milliseconds == Int64(expected.rounded()),
        "\(Timestamp(milliseconds: time).rfc3339)")
    }
  }

  /// Days begin one after the other, also where the clock goes back over midnight.
  @Test(arguments: zones + ["America/St_Johns", "America/Godthab", "Antarctica/Casey"])
  func startsDaysOneAfterTheOther(_ name: String) throws {
    let table = try #require(ZoneTable(name: name))
    var day = table.day(of: Timestamp.accepted.lowerBound)
    let last = table.day(of: Timestamp.accepted.upperBound)
    var start = table.start(of: day)
    while day < last {
      let next = table.start(of: day + 1)
      try #require(start <= next, "\(day.iso)")
      if start == next {
        try #require(table.day(of: start) > day, "\(day.iso) does not exist")
      } else {
        try #require(table.day(of: start) == day, "\(day.iso)")
        try #require(table.day(of: next.adding(milliseconds: -1)) == day, "\(day.iso)")
        try #require(table.day(of: start.adding(milliseconds: -1)) < day, "\(day.iso)")
      }
      (day, start) = (day + 1, next)
    }
  }

  @Test(arguments: [
    ("Europe/Berlin", "2026-03-29", 23.0), ("Europe/Berlin", "2026-10-25", 25),
    ("Europe/Berlin", "2026-07-01", 24), ("Australia/Lord_Howe", "2026-04-05", 24.5),
    ("Australia/Lord_Howe", "2026-10-04", 23.5), ("Pacific/Apia", "2011-12-29", 24),
    ("Pacific/Apia", "2011-12-30", 0), ("Pacific/Apia", "2011-12-31", 24),
    ("America/Sao_Paulo", "2018-11-04", 23), ("UTC", "2026-03-29", 24),
  ])
  func knowsHowLongADayIs(zone: String, day: String, hours: Double) throws {
    let table = try #require(ZoneTable(name: zone))
    let day = try #require(LocalDay(iso: day))
    let length = table.start(of: day + 1).milliseconds(since: table.start(of: day))
    #expect(Double(length) / 3_600_000 == hours)
  }

  @Test(arguments: [
    "", "Mars/Olympus", "utc ", "../../etc/passwd", "/etc/localtime", "+02:00", "GMT+5", "UTC+3",
    "BST", "IST", "PST", "europe/berlin", "Europe/", "Europe",
  ])
  func refusesWhatIsNoZone(_ name: String) {
    #expect(ZoneTable(name: name) == nil)
    #expect(NaiveZone(name: name) == nil)
  }

  @Test func takesEveryNameOfTheDatabase() {
    for name in ZoneNames.all {
      #expect(ZoneTable(name: name) != nil, "\(name)")
      #expect(NaiveZone(name: name) != nil, "\(name)")
    }
    #expect(ZoneTable(name: "Asia/Kolkata")?.offset(at: Timestamp(seconds: 0)) == 19_800_000)
  }

  @Test func takesUTCByBothNames() throws {
    let noon = Timestamp(seconds: 43_200)
    for name in ["UTC", "Etc/UTC"] {
      let table = try #require(ZoneTable(name: name))
      #expect(table.name == "UTC")
      #expect(table.day(of: noon) == LocalDay(number: 0))
      #expect(table.day(of: Timestamp(milliseconds: -1)) == LocalDay(number: -1))
    }
  }
}
