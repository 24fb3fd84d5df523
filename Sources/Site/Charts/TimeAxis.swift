import Model

/// Labels of a time axis: minutes, hours, days, weeks, months or years, whichever gives a readable few.
struct TimeAxis: Sendable {
  struct Tick: Sendable, Equatable {
    let day: LocalDay
    let label: String
    /// Left out where there is little room.
    let isMinor: Bool
  }

  /// The ticks on `days`, earliest first; at most about a dozen.
  static func ticks(on days: Range<LocalDay>) -> [Tick] {
    let count = days.upperBound.number - days.lowerBound.number
    switch count {
    case ...0: return []
    case ...8: return every(1, on: days, count: count)
    case ...16: return every(2, on: days, count: count)
    case ...70: return mondays(on: days, count: count)
    default: return months(on: days, count: count)
    }
  }

  /// A tick at a moment.
  struct Moment: Sendable, Equatable {
    let time: Timestamp
    let label: String
    let isMinor: Bool
  }

  /// The ticks within `range`, earliest first; at most about a dozen. Of up to two days, at round times
  /// of the clock.
  static func ticks(in range: Range<Timestamp>, zone: ZoneTable) -> [Moment] {
    let whole = range.upperBound.milliseconds(since: range.lowerBound)
    guard whole <= 2 * 86_400_000 else {
      let days = zone.day(of: range.lowerBound)..<(zone.day(of: range.upperBound) + 1)
      return ticks(on: days).map {
        Moment(time: zone.start(of: $0.day), label: $0.label, isMinor: $0.isMinor)
      }.filter { range.contains($0.time) }
    }
    let minutes: [Int64] = [1, 2, 5, 10, 15, 30, 60, 120, 180, 360, 720]
    let step = (minutes.first { $0 * 60_000 * 8 >= whole } ?? 720) * 60_000
    let midnight = zone.start(of: zone.day(of: range.lowerBound))
    let offsets = stride(
      from: 0, to: range.upperBound.milliseconds(since: midnight), by: Int64.Stride(step))
    return offsets.map { midnight.adding(milliseconds: $0) }.filter { range.contains($0) }
      .enumerated().map { i, time in
        let clock = ChartNumbers.clock(time, in: zone)
        let label = clock == "00:00" ? ChartNumbers.shortDay(zone.day(of: time)) : clock
        return Moment(time: time, label: label, isMinor: i % 2 == 1)
      }
  }

  private static func every(_ step: Int, on days: Range<LocalDay>, count: Int) -> [Tick] {
    stride(from: 0, to: count, by: step).enumerated().map { i, offset in
      let day = days.lowerBound + offset
      return Tick(day: day, label: ChartNumbers.shortDay(day), isMinor: i % 2 == 1)
    }
  }

  private static func mondays(on days: Range<LocalDay>, count: Int) -> [Tick] {
    let first = (days.lowerBound + 6).startOfWeek
    let isDense = count > 28
    return stride(from: first.number, to: days.upperBound.number, by: 7).enumerated().map {
      let day = LocalDay(number: $1)
      return Tick(day: day, label: ChartNumbers.shortDay(day), isMinor: isDense && $0 % 2 == 1)
    }
  }

  /// Month starts, every first, third or twelfth; January names its year.
  private static func months(on days: Range<LocalDay>, count: Int) -> [Tick] {
    let step = count > 1200 ? 12 : count > 430 ? 3 : 1
    let perLabel = count > 4400 ? (count + 4399) / 4400 : 1
    var ticks: [Tick] = []
    var month = days.lowerBound.month
    if month.days.lowerBound < days.lowerBound { month = month.next }
    while month.days.lowerBound < days.upperBound {
      let isYear = month.month == 1
      let isShown =
        step == 12 ? isYear && month.year % perLabel == 0 : (month.month - 1) % step == 0
      if isShown {
        let name = Month.shortNames[month.month - 1]
        let label = step == 12 ? "\(month.year)" : isYear ? "\(name) \(month.year)" : name
        let isMinor = ticks.count % 2 == 1
        ticks.append(Tick(day: month.days.lowerBound, label: label, isMinor: isMinor))
      }
      month = month.next
    }
    return ticks.count > 6
      ? ticks : ticks.map { Tick(day: $0.day, label: $0.label, isMinor: false) }
  }
}

extension ByteBuffer {
  /// Short strokes at the ticks and their labels to the right of them, below `y`. `place` says where
  /// on the width a day begins.
  mutating func timeAxis(_ ticks: [TimeAxis.Tick], y: Int, place: (LocalDay) -> Share?) {
    timeAxis(
      ticks.compactMap { tick in place(tick.day).map { ($0, tick.label, tick.isMinor) } }, y: y)
  }

  mutating func timeAxis(_ ticks: [(x: Share, label: String, isMinor: Bool)], y: Int) {
    for (x, label, isMinor) in ticks where x.part >= 0 && x.part * 100 <= x.whole * 93 {
      tick(x: x, y: y)
      self.label(label, x: x, dx: 3, y: y + 13, class: isMinor ? "wide" : "")
    }
  }
}
