import Archiving
import Metrics
import Model

/// Sources whose data end longer ago than they may, as of the beginning of a day.
enum StaleFeeds {
  /// One sentence for each, by path.
  static func warnings(
    _ reader: ArchiveReader, date: ReportDate, zone: ZoneTable
  ) throws -> [String] {
    try reader.staleSources(asOf: zone.start(of: date.today)).map { source in
      let limit = "at most \(words(source.maxAgeSeconds)) are expected. Has the feed stopped?"
      guard let through = source.dataThrough, let age = source.ageSeconds else {
        return "\(source.path): no record with a time; \(limit)"
      }
      return "\(source.path): nothing newer than \(through.rfc3339), which is \(words(age)) before "
        + "\(date.today.iso); \(limit)"
    }
  }

  /// `2 days and 12 hours`, `36 hours`, `5 minutes`: the two largest units that say something.
  static func words(_ seconds: Int) -> String {
    func count(_ number: Int, _ unit: String) -> String {
      "\(number) \(unit)\(number == 1 ? "" : "s")"
    }
    let (days, hours, minutes) = (seconds / 86_400, seconds / 3600 % 24, seconds / 60 % 60)
    if days >= 2 || (days == 1 && hours == 0 && minutes == 0) {
      return hours == 0 ? count(days, "day") : "\(count(days, "day")) and \(count(hours, "hour"))"
    }
    let allHours = seconds / 3600
    if allHours == 0 { return count(minutes, "minute") }
    return minutes == 0
      ? count(allHours, "hour") : "\(count(allHours, "hour")) and \(count(minutes, "minute"))"
  }
}
