/// An instant, in whole milliseconds since 1970-01-01T00:00:00Z. Leap seconds do not exist.
package struct Timestamp: Hashable, Comparable, Sendable {
  package let milliseconds: Int64

  package init(milliseconds: Int64) {
    self.milliseconds = milliseconds
  }

  package init(seconds: Int64) {
    self.milliseconds = seconds * 1000
  }

  package static func < (a: Timestamp, b: Timestamp) -> Bool {
    a.milliseconds < b.milliseconds
  }

  /// Milliseconds from `earlier` to `self`; negative if `self` is the earlier one.
  package func milliseconds(since earlier: Timestamp) -> Int64 {
    milliseconds - earlier.milliseconds
  }

  package func adding(milliseconds delta: Int64) -> Timestamp {
    Timestamp(milliseconds: milliseconds + delta)
  }

  /// The instants a record may name: 1990-01-01 up to, and without, 2101-01-01.
  package static let accepted =
    Timestamp(seconds: 631_152_000)..<Timestamp(seconds: 4_133_980_800)
}

/// A calendar date in the proleptic Gregorian calendar, counted in days since 1970-01-01.
package struct LocalDay: Hashable, Comparable, Sendable {
  package let number: Int

  package init(number: Int) {
    self.number = number
  }

  /// The day of a civil date. `month` is 1...12; `day` may run over the month's end.
  /// Source: H. Hinnant, "chrono-Compatible Low-Level Date Algorithms", `days_from_civil`.
  package init(year: Int, month: Int, day: Int) {
    let y = month <= 2 ? year - 1 : year
    let era = (y >= 0 ? y : y - 399) / 400
    let yearOfEra = y - era * 400
    let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    number = era * 146_097 + dayOfEra - 719_468
  }

  package static func < (a: LocalDay, b: LocalDay) -> Bool { a.number < b.number }

  package static func + (day: LocalDay, days: Int) -> LocalDay {
    LocalDay(number: day.number + days)
  }

  package static func - (day: LocalDay, days: Int) -> LocalDay {
    LocalDay(number: day.number - days)
  }

  /// Year, month 1...12 and day of the month 1...31. Source: Hinnant, `civil_from_days`.
  package var civil: (year: Int, month: Int, day: Int) {
    let z = number + 719_468
    let era = (z >= 0 ? z : z - 146_096) / 146_097
    let dayOfEra = z - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shifted = (5 * dayOfYear + 2) / 153
    let month = shifted < 10 ? shifted + 3 : shifted - 9
    let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    return (year, month, dayOfYear - (153 * shifted + 2) / 5 + 1)
  }

  /// Monday is 0, Sunday is 6.
  package var weekday: Int {
    let remainder = (number + 3) % 7
    return remainder < 0 ? remainder + 7 : remainder
  }

  /// The Monday of this day's ISO week.
  package var startOfWeek: LocalDay { self - weekday }

  package var month: Month {
    let parts = civil
    return Month(year: parts.year, month: parts.month)
  }
}

/// A calendar month.
package struct Month: Hashable, Comparable, Sendable {
  package let year: Int
  /// 1...12.
  package let month: Int

  package init(year: Int, month: Int) {
    self.year = year
    self.month = month
  }

  package var next: Month {
    month == 12 ? Month(year: year + 1, month: 1) : Month(year: year, month: month + 1)
  }

  package var previous: Month {
    month == 1 ? Month(year: year - 1, month: 12) : Month(year: year, month: month - 1)
  }

  /// The days of the month, half-open.
  package var days: Range<LocalDay> {
    let after = next
    return LocalDay(
      year: year, month: month, day: 1)..<LocalDay(
        year: after.year, month: after.month, day: 1)
  }

  package static func < (a: Month, b: Month) -> Bool {
    (a.year, a.month) < (b.year, b.month)
  }
}
