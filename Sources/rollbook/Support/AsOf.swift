import Foundation
import Metrics
import Model

/// The date a build speaks of: `--as-of`, else `SOURCE_DATE_EPOCH`, else now.
enum AsOf {
  static func date(
    option: String?, environment: [String: String], zone: ZoneTable
  ) throws -> ReportDate {
    if let option {
      let time = Timestamp(rfc3339: option) ?? Timestamp(rfc3339: option + "T00:00:00Z")
      guard let time, Timestamp.accepted.contains(time) else {
        throw Failure(
          .usage,
          "--as-of '\(option)': write a date (2026-11-01) or a time (2026-11-01T00:00:00Z) "
            + "from 1990 to 2100")
      }
      // A date alone is a local one already.
      return ReportDate(today: LocalDay(iso: option) ?? zone.day(of: time))
    }
    if let epoch = environment["SOURCE_DATE_EPOCH"] {
      guard let seconds = Int64(epoch), (631_152_000..<4_133_980_800).contains(seconds) else {
        throw Failure(
          .usage, "SOURCE_DATE_EPOCH '\(epoch)': write seconds since 1970, from 1990 to 2100")
      }
      return ReportDate(today: zone.day(of: Timestamp(seconds: seconds)))
    }
    return ReportDate(today: zone.day(of: .systemClock))
  }
}

extension Timestamp {
  /// What the machine's clock says. Never enters a figure, unless the user gives no other date.
  static var systemClock: Timestamp {
    Timestamp(milliseconds: Int64(Date().timeIntervalSince1970 * 1000))
  }
}
