import Model

/// The time of an HTTP header, RFC 9110 section 5.6.7: `Sun, 06 Nov 1994 08:49:37 GMT`.
enum HTTPDate {
  private static let weekdays = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"]
  private static let months = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
  ]

  /// `seconds` since 1970, in UTC.
  static func text(_ seconds: Int) -> String {
    let (day, second) = (floored(seconds, 86_400), seconds - floored(seconds, 86_400) * 86_400)
    let (year, month, dayOfMonth) = civil(day)
    var text = ByteBuffer()
    text.append(weekdays[(day % 7 + 7) % 7] + ", ")
    text.append(dayOfMonth, width: 2)
    text.append(" \(months[month - 1]) ")
    text.append(year, width: 4)
    text.append(" ")
    text.append(second / 3600, width: 2)
    text.append(":")
    text.append(second / 60 % 60, width: 2)
    text.append(":")
    text.append(second % 60, width: 2)
    text.append(" GMT")
    return text.string
  }

  /// Days since 1970 to year, month, day. Source: Hinnant, chrono-compatible date algorithms.
  private static func civil(_ days: Int) -> (year: Int, month: Int, day: Int) {
    let shifted = days + 719_468
    let era = floored(shifted, 146_097)
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shiftedMonth = (5 * dayOfYear + 2) / 153
    let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
    return (
      max(0, yearOfEra + era * 400 + (month <= 2 ? 1 : 0)), month,
      dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
    )
  }

  private static func floored(_ a: Int, _ b: Int) -> Int {
    a >= 0 ? a / b : -((b - 1 - a) / b)
  }
}
