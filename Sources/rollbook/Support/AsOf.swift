import Foundation
import Metrics
import Model

/// The date a build speaks of: `--as-of`, else `SOURCE_DATE_EPOCH`, else now.
enum AsOf {
  static func date(
    option: String?, environment: [String: String], zone: ZoneTable
  ) throws -> ReportDate {
    if let option {
      if let day = LocalDay(iso: option) { return ReportDate(today: day) }
      guard let time = Timestamp(rfc3339: option) else {
        throw Failure(
          .usage,
          "--as-of '\(option)': write a date (2026-11-01) or a time (2026-11-01T00:00:00Z)")
      }
      return ReportDate(today: zone.day(of: time))
    }
    if let epoch = environment["SOURCE_DATE_EPOCH"] {
      guard let seconds = Int64(epoch) else {
        throw Failure(.usage, "SOURCE_DATE_EPOCH '\(epoch)': write seconds since 1970")
      }
      return ReportDate(today: zone.day(of: Timestamp(seconds: seconds)))
    }
    let now = Timestamp(milliseconds: Int64(Date().timeIntervalSince1970 * 1000))
    return ReportDate(today: zone.day(of: now))
  }
}
