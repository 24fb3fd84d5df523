import Metrics
import Model

/// The local days between `--since` and `--until`, both included.
enum DayRange {
  /// Nil if neither is given.
  static func days(since: String?, until: String?) throws -> Range<LocalDay>? {
    guard since != nil || until != nil else { return nil }
    let first = try since.map { try day($0, "--since") }
    let last = try until.map { try day($0, "--until") }
    if let first, let last, first > last {
      throw Failure(.usage, "--since \(first.iso) is after --until \(last.iso)")
    }
    let ever = Range<LocalDay>.ever(before: LocalDay(year: 9999, month: 12, day: 31))
    return (first ?? ever.lowerBound)..<(last.map { $0 + 1 } ?? ever.upperBound)
  }

  private static func day(_ text: String, _ option: String) throws -> LocalDay {
    guard let day = LocalDay(iso: text) else {
      throw Failure(.usage, "\(option) '\(text)': write a day such as 2026-11-01")
    }
    return day
  }
}
