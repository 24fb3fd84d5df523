package import Model

/// A stretch of complete local days that figures are computed over; half-open.
package struct TimeWindow: Sendable, Hashable {
  package let days: Range<LocalDay>

  package init(days: Range<LocalDay>) {
    self.days = days
  }

  package var dayCount: Int { days.upperBound.number - days.lowerBound.number }

  /// As many days, just before this one.
  package var previous: TimeWindow {
    TimeWindow(days: days.lowerBound - dayCount..<days.lowerBound)
  }

  /// The same length, `count` days earlier.
  package func shifted(back count: Int) -> TimeWindow {
    TimeWindow(days: days.lowerBound - count..<days.upperBound - count)
  }

  package func contains(_ day: LocalDay) -> Bool { days.contains(day) }
}

/// The date a build speaks of, and the windows that end with it.
package struct ReportDate: Sendable, Hashable {
  /// The local date of `as_of`: "today so far". Complete days end before it.
  package let today: LocalDay

  package init(today: LocalDay) {
    self.today = today
  }

  /// The last `count` complete local days.
  package func last(_ count: Int) -> TimeWindow {
    TimeWindow(days: today - count..<today)
  }

  /// Whether a record of that day enters figures at all.
  package func covers(_ day: LocalDay) -> Bool { day <= today }

  /// The lengths of the standard windows, in days.
  package static let standardLengths = [7, 30, 90, 365]

  /// Days after which a deployment without a known failure is taken as sound.
  package static let maturity = 7
}
