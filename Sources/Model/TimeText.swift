/// Times as text: RFC 3339 in, RFC 3339 and dates as people write them out.
///
/// Written on bytes: Foundation's formatters are thousands of times slower and depend on the locale.
extension Timestamp {
  /// Parses an RFC 3339 date-time: `2026-11-01T02:14:00Z`, with any number of fraction digits (cut
  /// to milliseconds), `T`, `t` or one space between date and time, and `Z`, `z` or `±hh:mm`.
  /// A second of 60 is taken as 59.999. Nil if the text is anything else or not a real date.
  package init?(rfc3339 text: some Collection<UInt8>) {
    let parsed = text.withContiguousStorageIfAvailable { Timestamp.parse($0) }
    guard let result = parsed ?? Array(text).withUnsafeBufferPointer({ Timestamp.parse($0) }) else {
      return nil
    }
    self = result
  }

  package init?(rfc3339 text: String) {
    self.init(rfc3339: text.utf8)
  }

  private static func parse(_ b: UnsafeBufferPointer<UInt8>) -> Timestamp? {
    guard b.count >= 20, b[4] == 0x2D, b[7] == 0x2D, b[13] == 0x3A, b[16] == 0x3A else {
      return nil
    }
    guard b[10] | 0x20 == 0x74 || b[10] == 0x20 else { return nil }
    func number(_ start: Int, _ count: Int) -> Int? {
      var value = 0
      for i in start..<start + count {
        let digit = Int(b[i]) - 48
        guard 0...9 ~= digit else { return nil }
        value = value * 10 + digit
      }
      return value
    }
    guard let year = number(0, 4), let month = number(5, 2), let day = number(8, 2),
      let hour = number(11, 2), let minute = number(14, 2), let second = number(17, 2),
      1...12 ~= month, day >= 1, hour < 24, minute < 60, second <= 60
    else { return nil }
    let date = LocalDay(year: year, month: month, day: day)
    guard date < Month(year: year, month: month).days.upperBound else { return nil }
    var position = 19
    var fraction = 0
    if b[position] == 0x2E {
      position += 1
      var digits = 0
      while position < b.count, 0x30...0x39 ~= b[position] {
        if digits < 3 { fraction = fraction * 10 + Int(b[position] - 0x30) }
        digits += 1
        position += 1
      }
      guard digits > 0 else { return nil }
      for _ in 0..<max(0, 3 - digits) { fraction *= 10 }
    }
    guard position < b.count else { return nil }
    var offsetMinutes = 0
    switch b[position] {
    case 0x5A, 0x7A:
      guard position + 1 == b.count else { return nil }
    case 0x2B, 0x2D:
      guard position + 6 == b.count, b[position + 3] == 0x3A,
        let hours = number(position + 1, 2), let minutes = number(position + 4, 2),
        hours < 24, minutes < 60
      else { return nil }
      offsetMinutes = (hours * 60 + minutes) * (b[position] == 0x2D ? -1 : 1)
    default:
      return nil
    }
    let leap = second == 60
    let seconds = ((date.number * 24 + hour) * 60 + minute - offsetMinutes) * 60
    return Timestamp(
      milliseconds: Int64((seconds + (leap ? 59 : second)) * 1000 + (leap ? 999 : fraction)))
  }

  /// `2026-11-01T00:00:00Z`, with `.mmm` only if the milliseconds are not zero.
  package var rfc3339: String {
    var buffer = ByteBuffer()
    buffer.append(rfc3339: self)
    return buffer.string
  }
}

extension LocalDay {
  /// `2026-11-01`.
  package var iso: String {
    var buffer = ByteBuffer()
    buffer.append(isoDay: self)
    return buffer.string
  }

  /// Parses `2026-11-01`.
  package init?(iso text: String) {
    guard let start = Timestamp(rfc3339: text + "T00:00:00Z") else { return nil }
    self.init(number: Int(start.milliseconds / 86_400_000))
  }

  package static let weekdayNames = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
}

extension Month {
  /// `2026-11`.
  package var iso: String {
    String(days.lowerBound.iso.prefix(7))
  }

  package static let shortNames = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
  ]

  package static let longNames = [
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
  ]

  /// `November 2026`.
  package var title: String { "\(Month.longNames[month - 1]) \(year)" }
}

extension ByteBuffer {
  package mutating func append(isoDay day: LocalDay) {
    let parts = day.civil
    append(parts.year, width: 4)
    append(byte: 0x2D)
    append(parts.month, width: 2)
    append(byte: 0x2D)
    append(parts.day, width: 2)
  }

  package mutating func append(rfc3339 time: Timestamp) {
    let (day, rest) = Int(time.milliseconds).flooredDivision(by: 86_400_000)
    append(isoDay: LocalDay(number: day))
    append(byte: 0x54)
    append(rest / 3_600_000, width: 2)
    append(byte: 0x3A)
    append(rest / 60_000 % 60, width: 2)
    append(byte: 0x3A)
    append(rest / 1000 % 60, width: 2)
    if rest % 1000 != 0 {
      append(byte: 0x2E)
      append(rest % 1000, width: 3)
    }
    append(byte: 0x5A)
  }
}

extension Int {
  /// Quotient and non-negative remainder, for negative numbers too. `divisor` is positive.
  package func flooredDivision(by divisor: Int) -> (quotient: Int, remainder: Int) {
    let (q, r) = quotientAndRemainder(dividingBy: divisor)
    return r < 0 ? (q - 1, r + divisor) : (q, r)
  }
}
