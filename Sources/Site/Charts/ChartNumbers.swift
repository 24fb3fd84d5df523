import Model
import Rendering

/// Numbers, durations and times as charts print them, without a formatter or a locale.
enum ChartNumbers {
  /// `k` of `n` in thousandths of one, rounded half away from zero. Nil for `n` = 0.
  static func permille(_ k: Int, of n: Int) -> Int? {
    n > 0 ? (k * 2000 + n) / (2 * n) : nil
  }

  /// A share from 0 to 1 in thousandths, rounded half away from zero.
  static func permille(_ share: Double) -> Int {
    Int((min(max(share, 0), 1) * 1000).rounded(.toNearestOrAwayFromZero))
  }

  /// `4.1 %` from 41.
  static func percent(permille: Int) -> String {
    "\(permille / 10).\(permille % 10)\u{A0}%"
  }

  /// `1,234,567`.
  static func grouped(_ value: Int) -> String {
    let digits = Array(String(value.magnitude))
    var result = value < 0 ? "\u{2212}" : ""
    for (i, digit) in digits.enumerated() {
      if i > 0, (digits.count - i) % 3 == 0 { result.append(",") }
      result.append(digit)
    }
    return result
  }

  /// `850 ms`, `12 s`, `4 m 12 s`, `3 h 05 m`, `2 d 4 h`, as pages print durations.
  static func duration(_ milliseconds: Int64) -> String {
    var buffer = ByteBuffer()
    buffer.append(proseDuration: milliseconds)
    return buffer.string
  }

  /// `Tue 3 Nov 2026`.
  static func day(_ day: LocalDay) -> String {
    "\(LocalDay.weekdayNames[day.weekday]) \(shortDay(day)) \(day.civil.year)"
  }

  /// `3 Nov`.
  static func shortDay(_ day: LocalDay) -> String {
    let parts = day.civil
    return "\(parts.day) \(Month.shortNames[parts.month - 1])"
  }

  /// `Tue 3 Nov 2026, 02:14 UTC`; in other zones with the offset: `03:14 +01:00`.
  static func time(_ time: Timestamp, in zone: ZoneTable) -> String {
    "\(day(zone.day(of: time))), \(clock(time, in: zone)) \(offset(time, in: zone))"
  }

  /// `02:14`.
  static func clock(_ time: Timestamp, in zone: ZoneTable) -> String {
    let parts = zone.timeOfDay(time)
    return "\(twoDigits(parts.hour)):\(twoDigits(parts.minute))"
  }

  private static func offset(_ time: Timestamp, in zone: ZoneTable) -> String {
    if zone.name == "UTC" { return "UTC" }
    let minutes = Int(zone.offset(at: time) / 60_000)
    let size = abs(minutes)
    return "\(minutes < 0 ? "\u{2212}" : "+")\(twoDigits(size / 60)):\(twoDigits(size % 60))"
  }

  private static func twoDigits(_ value: Int) -> String {
    value < 10 ? "0\(value)" : "\(value)"
  }
}

extension ByteBuffer {
  /// A number with up to `digits` decimals, zeros at the end left out.
  mutating func append(decimal value: Double, digits: Int) {
    var unit = 1
    for _ in 0..<digits { unit *= 10 }
    let limit = Double(Int.max / 4 / unit)
    let bounded = value.isFinite ? min(max(value, -limit), limit) : 0
    append(scaled: Int((bounded * Double(unit)).rounded(.toNearestOrAwayFromZero)), digits: digits)
  }

  /// `scaled` / 10^`digits`, zeros at the end left out.
  mutating func append(scaled: Int, digits: Int) {
    var rest = Int(scaled.magnitude)
    var digits = digits
    while digits > 0, rest % 10 == 0 {
      rest /= 10
      digits -= 1
    }
    var unit = 1
    for _ in 0..<digits { unit *= 10 }
    if scaled < 0 { append(byte: 0x2D) }
    append(rest / unit)
    if digits > 0 {
      append(byte: 0x2E)
      append(rest % unit, width: digits)
    }
  }
}
