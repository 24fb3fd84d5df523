import Model

/// How much of a day or week the records cover.
package enum BucketCoverage: Sendable {
  /// Wholly: a count of nothing is 0.
  case whole
  /// Not yet to its end: drawn hatched, marked "so far".
  case partial
  /// Not at all: drawn as a hatched gap, never as 0.
  case none
}

/// Equal columns over the width, one for each day or week of a chart without a gap between them.
struct BucketColumns: Sendable {
  let days: [LocalDay]
  let coverage: [BucketCoverage]
  /// Days in a bucket: 1 or 7.
  let span: Int

  var count: Int { days.count }

  /// The width of the stretched coordinate system: ten units a bucket.
  var units: Int { max(count, 1) * 10 }

  func start(_ index: Int) -> Int { index * 10 }
  func centre(_ index: Int) -> Int { index * 10 + 5 }

  func centreShare(_ index: Int) -> Share { Share(part: centre(index), whole: units) }

  /// Runs of buckets without data, as index ranges.
  var gaps: [Range<Int>] { runs { coverage[$0] == .none } }

  /// Runs of buckets for which `holds` is true.
  func runs(where holds: (Int) -> Bool) -> [Range<Int>] {
    var result: [Range<Int>] = []
    var start: Int?
    for i in 0...count {
      let isIn = i < count && holds(i)
      if isIn, start == nil { start = i }
      if !isIn, let first = start {
        result.append(first..<i)
        start = nil
      }
    }
    return result
  }

  /// Hatches what has no data, behind everything else.
  func writeGaps(to buffer: inout ByteBuffer, y: Int, height: Int, hatch: String) {
    if gaps.isEmpty { return }
    buffer.hatching(id: hatch)
    for gap in gaps {
      buffer.rect(
        x: Share(part: start(gap.lowerBound), whole: units),
        width: Share(part: gap.count * 10, whole: units),
        y: y, height: height, class: "gap", fill: hatch)
    }
  }

  /// Lays stripes of the paper's colour over the bars of buckets that are not over yet, from the
  /// top of each bar down to `bottom`.
  func writePartial(
    to buffer: inout ByteBuffer, bottom: Int, hatch: String, top: (Int) -> Int
  ) {
    let partial = days.indices.filter { coverage[$0] == .partial && top($0) < bottom }
    if partial.isEmpty { return }
    buffer.hatching(id: hatch, class: "veil")
    for i in partial {
      buffer.rect(
        x: Share(part: start(i), whole: units), width: Share(part: 10, whole: units),
        y: top(i), height: bottom - top(i), class: "over", fill: hatch)
    }
  }

  func writeTimeAxis(to buffer: inout ByteBuffer, y: Int) {
    guard let first = days.first, let last = days.last else { return }
    let all = first..<(last + span)
    buffer.timeAxis(TimeAxis.ticks(on: all), y: y) { day in
      // In weeks, a tick stands at the start of the week that holds the day.
      let index = (day.number - first.number) / span
      return Share(part: start(index), whole: units)
    }
  }

  /// A row of numbers, one a bucket as far as there is room; the last one is always there.
  func writeNumbers(
    to buffer: inout ByteBuffer, y: Int, name: String, value: (Int) -> Int?
  ) {
    let texts = (0..<count).map { value($0).map(ChartNumbers.grouped) ?? "" }
    let pixels = 7 * (texts.map(\.count).max() ?? 1) + 5
    let narrow = max(1, (count * pixels + 279) / 280)
    let wide = max(1, (count * pixels + 619) / 620)
    buffer.label(name, x: Share(part: 0, whole: 1), dx: -6, y: y, class: "soft", anchor: "end")
    for (i, text) in texts.enumerated() where !text.isEmpty {
      let fromEnd = count - 1 - i
      let isEverywhere = fromEnd % narrow == 0
      if !isEverywhere && fromEnd % wide != 0 { continue }
      buffer.label(
        text, x: centreShare(i), y: y, class: isEverywhere ? "soft" : "soft wide",
        anchor: "middle")
    }
  }

  /// The keys that hatching needs.
  var keys: [ChartFrame.Key] {
    var keys: [ChartFrame.Key] = []
    if coverage.contains(.partial) { keys.append(.init(style: "partial", word: "not over yet")) }
    if coverage.contains(.none) { keys.append(.init(style: "gap", word: "no data")) }
    return keys
  }
}
