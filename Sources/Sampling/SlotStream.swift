import Model

/// Which days a stream of events prefers.
enum DayPattern: Sendable, Equatable {
  case everyDay
  /// A release train: one weekday, Monday is 0.
  case train(weekday: Int)
  /// Nothing from that many days before the end on.
  case stops(daysBefore: Int)
  /// Nothing until that many days before the end.
  case begins(daysBefore: Int)

  /// The part, in percent, of day number `day` of `days` that the pattern takes.
  func percent(day: Int, days: Int, weekday: Int) -> Int {
    switch self {
    case .everyDay: 100
    case .train(let train): weekday == train ? 100 : 1
    case .stops(let before): day < max(1, days - before) ? 100 : 0
    case .begins(let before): day >= max(0, days - before) ? 100 : 0
    }
  }

  /// Whether anything can happen at `time`.
  func covers(_ time: Timestamp, until: Timestamp) -> Bool {
    let left = until.milliseconds(since: time)
    return switch self {
    case .everyDay, .train: true
    case .stops(let before): left > Int64(before) * Rhythm.day
    case .begins(let before): left <= Int64(before) * Rhythm.day
    }
  }
}

/// Moments in time order, `count` of them in all, spread over the days by rhythm and pattern.
struct SlotStream: Sendable {
  private let rhythm: Rhythm
  private let pattern: DayPattern
  private let count: Int
  private let salt: UInt64
  private let totalWeight: Int
  private var random: SplitMix64
  private var day = 0
  private var weightSoFar = 0
  private var planned = 0
  private var today = 0
  private var doneToday = 0
  private var shape: DayShape

  init(rhythm: Rhythm, pattern: DayPattern, count: Int, seed: UInt64, stream: Int) {
    self.rhythm = rhythm
    self.pattern = pattern
    self.count = count
    random = SplitMix64(seed: seed, stream: stream)
    salt = random.next()
    shape = rhythm.shape(ofDay: 0)
    let salt = salt
    totalWeight = (0..<rhythm.days).reduce(0) {
      $0 + SlotStream.weight(day: $1, rhythm: rhythm, pattern: pattern, salt: salt)
    }
  }

  /// Some days are busier than others of their kind; on one stream independent of the other.
  private static func weight(day: Int, rhythm: Rhythm, pattern: DayPattern, salt: UInt64) -> Int {
    var noise = SplitMix64(seed: salt, stream: day)
    let weekday = rhythm.weekday(ofDay: day)
    let percent = pattern.percent(day: day, days: rhythm.days, weekday: weekday)
    return rhythm.dayWeights[day] * percent * noise.int(40...100)
  }

  /// How many of a day's moments come; the running total is rounded, so the sum is exact.
  mutating func next() -> Timestamp? {
    while doneToday == today {
      guard day < rhythm.days, planned < count else { return nil }
      weightSoFar += SlotStream.weight(day: day, rhythm: rhythm, pattern: pattern, salt: salt)
      let target = nearestShare(of: count, weightSoFar, outOf: totalWeight)
      today = target - planned
      planned = target
      doneToday = 0
      if today > 0 { shape = rhythm.shape(ofDay: day) }
      day += 1
    }
    let position = (Double(doneToday) + random.unit()) / Double(today)
    doneToday += 1
    return shape.time(at: position)
  }
}

/// `count` * `part` / `whole`, rounded to the nearest, half up, without overflow.
func nearestShare(of count: Int, _ part: Int, outOf whole: Int) -> Int {
  Int((Int128(count) * Int128(part) + Int128(whole / 2)) / Int128(whole))
}

/// `count` * `part` / `whole`, rounded down, without overflow.
func share(of count: Int, _ part: Int, outOf whole: Int) -> Int {
  Int(Int128(count) * Int128(part) / Int128(whole))
}
