import Model

/// A vertical scale from 0 with round steps, in whole units of the value.
struct ValueScale: Sendable {
  let step: Int
  let top: Int

  /// The smallest scale of at most four steps that holds `highest`.
  init(highest: Int, steps: [Int]) {
    let wanted = max(highest, 1)
    var step = steps.first { $0 * 4 >= wanted } ?? (steps.last ?? 1)
    while step * 4 < wanted { step *= 2 }
    self.step = step
    top = (wanted + step - 1) / step * step
  }

  static func counts(highest: Int) -> ValueScale {
    var steps: [Int] = []
    var unit = 1
    while unit < 1_000_000_000 {
      steps += [unit, unit * 2, unit * 5]
      unit *= 10
    }
    return ValueScale(highest: highest, steps: steps)
  }

  /// In thousandths; never beyond 1000.
  static func shares(highest: Int) -> ValueScale {
    ValueScale(highest: min(highest, 1000), steps: [5, 10, 20, 50, 100, 200, 250])
  }

  /// In milliseconds.
  static func durations(highest: Int) -> ValueScale {
    let seconds = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800]
    let hours = [1, 2, 3, 6, 12, 24, 48, 120, 240]
    return ValueScale(
      highest: highest,
      steps: [1, 2, 5, 10, 20, 50, 100, 200, 500] + seconds.map { $0 * 1000 }
        + hours.map { $0 * 3_600_000 })
  }

  /// The values that get a line, from 0 up.
  var ticks: [Int] { Array(stride(from: 0, through: top, by: step)) }

  /// Pixels below the top of a plot `height` high.
  func y(_ value: Int, height: Int) -> Int {
    height - (min(max(value, 0), top) * height * 2 + top) / (2 * top)
  }

  /// Grid lines over the width and their labels left of it.
  func writeGrid(to buffer: inout ByteBuffer, y top: Int, height: Int, label: (Int) -> String) {
    for tick in ticks {
      let y = top + self.y(tick, height: height)
      buffer.rule(y: y, class: tick == 0 ? "axis" : "grid")
      buffer.label(label(tick), x: Share(part: 0, whole: 1), dx: -6, y: y + 4, anchor: "end")
    }
  }
}
