import Model

/// A line through bucket values with a band around it, broken where there is no value.
struct BandedLine: Sendable {
  private struct Point: Sendable {
    let y: Int
    let band: (top: Int, bottom: Int)?
    let isOpen: Bool
  }

  let columns: BucketColumns
  private var points: [Point?]

  init(columns: BucketColumns) {
    self.columns = columns
    points = Array(repeating: nil, count: columns.count)
  }

  /// `isOpen` draws the dot hollow: a value to take with care.
  mutating func add(_ index: Int, y: Int, band: (top: Int, bottom: Int)?, isOpen: Bool = false) {
    points[index] = Point(y: y, band: band, isOpen: isOpen)
  }

  /// The paths; `style` is the class of line and dots.
  func write(to buffer: inout ByteBuffer, y: Int, height: Int, class style: StaticString) {
    buffer.openStretched(units: columns.units, y: y, height: height)
    buffer.path(band, class: "band")
    buffer.append("<g class=\"series ")
    buffer.append(style)
    buffer.append("\">\n")
    buffer.path(line, class: "line")
    if columns.count <= 60 {
      buffer.path(dots { _ in true }, class: "dots")
      buffer.path(dots { $0.isOpen }, class: "open")
    } else {
      buffer.path(lonelyDots, class: "dots")
    }
    buffer.append("</g>\n")
    buffer.closeStretched()
  }

  /// The upper or outer line alone, thin, from another series of values.
  static func thinLine(_ values: [Int?], columns: BucketColumns) -> SVGPath {
    var path = SVGPath()
    for run in columns.runs(where: { values[$0] != nil }) {
      for i in run {
        guard let y = values[i] else { continue }
        if run.count == 1 {
          path.move(columns.start(i) + 2, y)
          path.line(columns.start(i) + 8, y)
        } else if i == run.lowerBound {
          path.move(columns.centre(i), y)
        } else {
          path.line(columns.centre(i), y)
        }
      }
    }
    return path
  }

  private var line: SVGPath {
    var path = SVGPath()
    for run in columns.runs(where: { points[$0] != nil }) where run.count > 1 {
      for i in run {
        guard let point = points[i] else { continue }
        if i == run.lowerBound {
          path.move(columns.centre(i), point.y)
        } else {
          path.line(columns.centre(i), point.y)
        }
      }
    }
    return path
  }

  private var band: SVGPath {
    var path = SVGPath()
    for run in columns.runs(where: { points[$0]?.band != nil }) {
      let bands = run.map { (i: $0, band: points[$0]?.band ?? (0, 0)) }
      if let only = bands.first, run.count == 1 {
        path.box(
          x: columns.start(only.i) + 2, y: only.band.top, width: 6,
          height: only.band.bottom - only.band.top)
        continue
      }
      for (j, each) in bands.enumerated() {
        if j == 0 {
          path.move(columns.centre(each.i), each.band.top)
        } else {
          path.line(columns.centre(each.i), each.band.top)
        }
      }
      for each in bands.reversed() { path.line(columns.centre(each.i), each.band.bottom) }
      path.close()
    }
    return path
  }

  private func dots(where isWanted: (Point) -> Bool) -> SVGPath {
    var path = SVGPath()
    for (i, point) in points.enumerated() {
      if let point, isWanted(point) { path.dot(columns.centre(i), point.y) }
    }
    return path
  }

  /// Values with a gap on both sides, which no line would show.
  private var lonelyDots: SVGPath {
    var path = SVGPath()
    for run in columns.runs(where: { points[$0] != nil }) where run.count == 1 {
      if let point = points[run.lowerBound] { path.dot(columns.centre(run.lowerBound), point.y) }
    }
    return path
  }
}
