package import Model

/// Times, days and durations as people write them.
extension ByteBuffer {
  mutating func append(_ time: Timestamp, in context: OutputContext, zone: ZoneTable) {
    switch context {
    case .machine: append(rfc3339: time)
    case .element:
      append(#"<time datetime=""# as StaticString)
      append(rfc3339: time)
      append(#"">"# as StaticString)
      append(prose: time, zone: zone)
      append("</time>" as StaticString)
    default: append(prose: time, zone: zone)
    }
  }

  mutating func append(_ day: LocalDay, in context: OutputContext) {
    switch context {
    case .machine: append(isoDay: day)
    case .element:
      append(#"<time datetime=""# as StaticString)
      append(isoDay: day)
      append(#"">"# as StaticString)
      append(prose: day)
      append("</time>" as StaticString)
    default: append(prose: day)
    }
  }

  /// `Tue 3 Nov 2026`.
  package mutating func append(prose day: LocalDay) {
    let parts = day.civil
    append(LocalDay.weekdayNames[day.weekday])
    append(byte: 0x20)
    append(parts.day)
    append(byte: 0x20)
    append(Month.shortNames[parts.month - 1])
    append(byte: 0x20)
    append(parts.year)
  }

  /// `Tue 3 Nov 2026, 02:14 UTC`; in other zones with the offset, `03:14 +01:00`.
  package mutating func append(prose time: Timestamp, zone: ZoneTable) {
    let local = time.adding(milliseconds: zone.offset(at: time)).milliseconds
    let (day, rest) = Int(local).flooredDivision(by: 86_400_000)
    append(prose: LocalDay(number: day))
    append(", " as StaticString)
    append(rest / 3_600_000, width: 2)
    append(byte: 0x3A)
    append(rest / 60_000 % 60, width: 2)
    append(byte: 0x20)
    if zone.name == "UTC" {
      append("UTC" as StaticString)
    } else {
      append(offset: zone.offset(at: time))
    }
  }

  private mutating func append(offset milliseconds: Int64) {
    append(byte: milliseconds < 0 ? 0x2D : 0x2B)
    let minutes = Int(milliseconds.magnitude) / 60_000
    append(minutes / 60, width: 2)
    append(byte: 0x3A)
    append(minutes % 60, width: 2)
  }

  mutating func append(duration milliseconds: Int64, in context: OutputContext) {
    if context == .machine {
      append(seconds: milliseconds)
    } else {
      append(proseDuration: milliseconds)
    }
  }

  /// `850 ms`, `12 s`, `4 m 12 s`, `3 h 05 m`, `2 d 4 h`: the two largest units, rounded.
  package mutating func append(proseDuration milliseconds: Int64) {
    if milliseconds < 0 { append("−" as StaticString) }
    let size = milliseconds.magnitude
    let seconds = Int((size + 500) / 1000)
    let minutes = Int((size + 30_000) / 60_000)
    let hours = Int((size + 1_800_000) / 3_600_000)
    if size == 0 {
      append("0 s" as StaticString)
    } else if size < 1000 {
      append("\(size) ms")
    } else if seconds < 60 {
      append("\(seconds) s")
    } else if seconds < 3600 {
      append(seconds / 60, " m ", seconds % 60, " s", width: 2)
    } else if minutes < 1440 {
      append(minutes / 60, " h ", minutes % 60, " m", width: 2)
    } else {
      append(hours / 24, " d ", hours % 24, " h", width: 1)
    }
  }

  private mutating func append(
    _ large: Int, _ largeUnit: StaticString, _ small: Int, _ smallUnit: StaticString, width: Int
  ) {
    append(large)
    append(largeUnit)
    append(small, width: width)
    append(smallUnit)
  }

  /// Seconds with at most three digits after the point, trailing zeros left out: `4.25`.
  package mutating func append(seconds milliseconds: Int64) {
    if milliseconds < 0 { append(byte: 0x2D) }
    append(Int64(milliseconds.magnitude / 1000))
    var fraction = Int(milliseconds.magnitude % 1000)
    guard fraction > 0 else { return }
    var width = 3
    while fraction % 10 == 0 {
      fraction /= 10
      width -= 1
    }
    append(byte: 0x2E)
    append(fraction, width: width)
  }
}
