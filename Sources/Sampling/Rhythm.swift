import Model

/// When people work: office hours an hour ahead of UTC, quiet Friday afternoons, nights, weekends
/// and holidays. Time is cut into spans of 24 hours, counted back from the end of the sample.
struct Rhythm: Sendable {
  let start: Timestamp
  let until: Timestamp
  /// Activity of each 24-hour span.
  let dayWeights: [Int]

  static let hour: Int64 = 3_600_000
  static let day: Int64 = 24 * hour
  private static let workday = [
    10, 10, 30, 20, 10, 10, 20, 80, 300, 600, 800, 850, 550, 500, 750, 850, 800, 600, 300, 140, 80,
    60, 40, 20,
  ]
  private static let restDay = [
    10, 10, 30, 20, 10, 10, 10, 10, 20, 30, 40, 40, 30, 30, 40, 40, 30, 30, 20, 20, 20, 20, 10, 10,
  ]

  init(until: Timestamp, days: Int) {
    let start = until.adding(milliseconds: -Int64(days) * Rhythm.day)
    self.until = until
    self.start = start
    dayWeights = (0..<days).map { day in
      Rhythm.hourWeights(from: start.adding(milliseconds: Int64(day) * Rhythm.day)).reduce(0, +)
    }
  }

  var days: Int { dayWeights.count }

  /// The beginning of the span numbered `day`.
  func start(ofDay day: Int) -> Timestamp {
    start.adding(milliseconds: Int64(day) * Rhythm.day)
  }

  func weekday(ofDay day: Int) -> Int {
    Rhythm.local(start(ofDay: day)).day.weekday
  }

  func shape(ofDay day: Int) -> DayShape {
    let start = start(ofDay: day)
    return DayShape(start: start, weights: Rhythm.hourWeights(from: start))
  }

  /// Local day and hour, one hour ahead of UTC all year.
  static func local(_ time: Timestamp) -> (day: LocalDay, hour: Int) {
    let (day, rest) = Int(time.milliseconds + hour).flooredDivision(by: Int(Rhythm.day))
    return (LocalDay(number: day), rest / Int(hour))
  }

  /// 0 at night, 1 in the busiest hour.
  static func busyness(at time: Timestamp) -> Double {
    Double(weight(at: time)) / 850
  }

  static func isNight(_ time: Timestamp) -> Bool {
    local(time).hour < 6
  }

  private static func hourWeights(from start: Timestamp) -> [Int] {
    (0..<24).map { weight(at: start.adding(milliseconds: Int64($0) * hour)) }
  }

  private static func weight(at time: Timestamp) -> Int {
    let (day, hour) = local(time)
    if day.weekday >= 5 { return restDay[hour] }
    if isHoliday(day) { return max(1, restDay[hour] / 3) }
    if day.weekday == 4 && hour >= 14 { return workday[hour] / 4 }
    return workday[hour]
  }

  /// New Year, Labour Day, the turn of the year, and a week in August in which the office is shut.
  private static func isHoliday(_ day: LocalDay) -> Bool {
    switch day.civil {
    case (_, 1, 1), (_, 5, 1), (_, 12, 24...31), (_, 8, 10...16): true
    default: false
    }
  }
}

/// How activity is spread over one span of 24 hours.
struct DayShape: Sendable {
  private let start: Timestamp
  /// Activity up to the end of each hour.
  private let cumulated: [Int]

  init(start: Timestamp, weights: [Int]) {
    self.start = start
    var sum = 0
    cumulated = weights.map {
      sum += $0
      return sum
    }
  }

  /// The whole second by which the share `position` (0..<1) of the day's activity is done.
  func time(at position: Double) -> Timestamp {
    let target = position * Double(cumulated.last ?? 1)
    let hour = cumulated.firstIndex { Double($0) > target } ?? 23
    let before = hour == 0 ? 0 : cumulated[hour - 1]
    let part = (target - Double(before)) / Double(cumulated[hour] - before)
    return start.adding(milliseconds: Int64(hour) * Rhythm.hour + Int64(part * 3600) * 1000)
  }
}
