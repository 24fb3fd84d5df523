/// Lengths of time in words.
package enum TimeSpan {
  /// `2 days and 12 hours`, `36 hours`, `5 minutes`: the one or two largest units that say something.
  package static func words(seconds: Int) -> String {
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
