import Foundation
import Model
import Testing

@Suite struct LocalDayTests {
  private static var calendar: Calendar {
    get throws {
      var calendar = Calendar(identifier: .gregorian)
      calendar.timeZone = try #require(TimeZone(identifier: "UTC"))
      return calendar
    }
  }

  @Test func agreesWithTheCalendarOnEveryDay() throws {
    let calendar = try Self.calendar
    for number in LocalDay(year: 1989, month: 12, day: 30).number...47_900 {
      let day = LocalDay(number: number)
      let date = Date(timeIntervalSince1970: Double(number) * 86_400)
      let parts = calendar.dateComponents([.year, .month, .day, .weekday], from: date)
      let civil = day.civil
      try #require([civil.year, civil.month, civil.day] == [parts.year, parts.month, parts.day])
      try #require(LocalDay(year: civil.year, month: civil.month, day: civil.day) == day)
      // The calendar's weeks begin with Sunday as 1.
      try #require(day.weekday == (try #require(parts.weekday) + 5) % 7)
      try #require(day.month.days.contains(day))
      try #require(LocalDay(iso: day.iso) == day)
    }
  }

  @Test func countsAlongInTheGregorianCalendarForEver() {
    var previous = LocalDay(number: -800_001).civil
    for number in -800_000...800_000 {
      let civil = LocalDay(number: number).civil
      let isNext =
        civil.day == previous.day + 1 && civil.month == previous.month
        && civil.year == previous.year
        || civil.day == 1 && previous.day >= 28
          && (civil.month == previous.month + 1 && civil.year == previous.year
            || civil.month == 1 && previous.month == 12 && civil.year == previous.year + 1)
      if !isNext { Issue.record("\(previous) is followed by \(civil)") }
      previous = civil
    }
  }

  @Test(arguments: [
    ("2000-02-29", true), ("1900-02-29", false), ("2100-02-29", false), ("2024-02-29", true),
    ("2026-02-29", false), ("2026-04-31", false), ("2026-13-01", false), ("2026-00-01", false),
    ("2026-01-00", false), ("2026-1-1", false), ("2026-01-01 ", false), ("", false),
    ("2026-01-01T00:00:00Z", false), ("1970-01-01", true), ("1969-12-31", true),
  ])
  func readsDatesThatExist(text: String, exists: Bool) {
    #expect((LocalDay(iso: text) != nil) == exists)
    if exists { #expect(LocalDay(iso: text)?.iso == text) }
  }

  @Test func startsWeeksOnMonday() throws {
    let monday = try #require(LocalDay(iso: "2026-11-23"))
    for i in 0..<7 {
      #expect((monday + i).startOfWeek == monday)
      #expect((monday + i).weekday == i)
    }
    #expect((monday - 1).startOfWeek == monday - 7)
    #expect(LocalDay(number: -4).weekday == 6)
  }

  @Test func walksThroughMonths() {
    var month = Month(year: 1999, month: 11)
    for expected in ["1999-11", "1999-12", "2000-01", "2000-02", "2000-03"] {
      #expect(month.iso == expected)
      #expect(month.next.previous == month)
      #expect(month.days.upperBound == month.next.days.lowerBound)
      #expect(month < month.next)
      month = month.next
    }
    let february = Month(year: 2000, month: 2)
    #expect(february.days.upperBound.number - february.days.lowerBound.number == 29)
    #expect(february.title == "February 2000")
  }
}
