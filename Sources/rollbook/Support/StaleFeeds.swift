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
      let limit =
        "at most \(TimeSpan.words(seconds: source.maxAgeSeconds)) are expected. Has the feed stopped?"
      guard let through = source.dataThrough, let age = source.ageSeconds else {
        return "\(source.path): no record with a time; \(limit)"
      }
      return
        "\(source.path): nothing newer than \(through.rfc3339), which is \(TimeSpan.words(seconds: age)) before "
        + "\(date.today.iso); \(limit)"
    }
  }
}
