import Metrics
import Model

/// The stretches of days that a build's figures and charts cover.
struct ReportRanges: Sendable {
  let date: ReportDate
  /// How many weeks the weekly charts show.
  static let weekCount = 26
  static let stripDays = 90

  var today: LocalDay { date.today }

  /// Open jobs that began before that are stale: a day before the day of the report.
  func staleBefore(_ zone: ZoneTable) -> Timestamp {
    zone.start(of: today).adding(milliseconds: -86_400_000)
  }

  /// The ISO weeks of the weekly charts, the oldest first, the last one running; for something whose
  /// data ended before all of them, the weeks up to that end.
  func weeks(through: LocalDay?) -> [LocalDay] {
    let running = today.startOfWeek
    let first = running - 7 * (ReportRanges.weekCount - 1)
    let last = through.map { $0 < first ? $0.startOfWeek : running } ?? running
    return (0..<ReportRanges.weekCount).map { last - 7 * (ReportRanges.weekCount - 1 - $0) }
  }

  /// The complete days of the daily strips; for something whose data ended before all of them, the
  /// days up to that end.
  func stripDays(through: LocalDay?) -> Range<LocalDay> {
    let window = date.last(ReportRanges.stripDays).days
    guard let through, through < window.lowerBound else { return window }
    return through + 1 - ReportRanges.stripDays..<through + 1
  }

  /// The standard windows; nil is all time.
  static let windowLengths: [Int?] = ReportDate.standardLengths.map { $0 } + [nil]
}
