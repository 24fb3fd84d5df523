/// Rows of text under headings, aligned by the columns of a terminal. No cell holds a line break,
/// anything a terminal obeys, or a secret.
struct TextTable {
  enum Alignment { case left, right }

  struct Column {
    let title: String
    var alignment = Alignment.left
    /// An id, a time or a number, of which a part is of no use: never cut, but at the end of the line.
    var isWhole = false

    init(_ title: String, _ alignment: Alignment = .left, isWhole: Bool = false) {
      self.title = title
      self.alignment = alignment
      self.isWhole = isWhole
    }
  }

  struct Cell: ExpressibleByStringInterpolation {
    fileprivate let text: String
    fileprivate let tone: Tone

    /// - Parameters:
    ///   - text: as it came; what must not be printed is taken out here. Nothing known is `-`.
    ///   - longest: bytes of it shown at most.
    init(_ text: String?, _ tone: Tone = .plain, longest: Int = 400) {
      let shown = Console.oneLine(text ?? "", longest: longest)
      self.text = shown.isEmpty ? "-" : shown
      self.tone = tone
    }

    init(stringLiteral value: String) { self.init(value) }
  }

  /// A column that is cut for want of room keeps so many columns of the terminal.
  private static let narrowest = 8
  private static let gap = 2

  private let columns: [Column]
  private var rows: [[Cell]] = []

  init(_ columns: [Column]) { self.columns = columns }

  var isEmpty: Bool { rows.isEmpty }

  mutating func add(_ cells: [Cell]) {
    precondition(cells.count == columns.count, "a row has a cell for each column")
    rows.append(cells)
  }

  /// The headings, then the rows; cut to the terminal's width if it has one.
  func lines(for terminal: Terminal) -> [String] {
    let widths = widths(fitting: terminal.width)
    let headings = columns.map { Cell($0.title.uppercased(), .faint) }
    return ([headings] + rows).map { line($0, widths, terminal) }
  }

  func print(to terminal: Terminal) {
    for line in lines(for: terminal) { Swift.print(line) }
  }

  // MARK: - Widths

  private func widths(fitting limit: Int?) -> [Int] {
    var widths = columns.enumerated().map { index, column in
      rows.reduce(TerminalWidth.columns(column.title)) {
        max($0, TerminalWidth.columns($1[index].text))
      }
    }
    guard let limit else { return widths }
    while total(widths[...]) > limit {
      let cuttable = widths.indices.filter {
        !columns[$0].isWhole && widths[$0] > TextTable.narrowest
      }
      guard let widest = cuttable.max(by: { widths[$0] < widths[$1] }) else { break }
      widths[widest] -= 1
    }
    return widths
  }

  private func total(_ widths: ArraySlice<Int>) -> Int {
    widths.reduce(0, +) + TextTable.gap * max(0, widths.count - 1)
  }

  // MARK: - Lines

  private func line(_ cells: [Cell], _ widths: [Int], _ terminal: Terminal) -> String {
    var result = ""
    var room = terminal.width ?? .max
    for (index, cell) in cells.enumerated() {
      let width = widths[index]
      let fits = total(widths[index...]) <= room
      if !fits, room < width + TextTable.gap + 1 {
        return result + terminal.painted(TextTable.end(of: cell.text, room), cell.tone)
      }
      let text = TerminalWidth.cut(cell.text, to: width)
      let padding = String(repeating: " ", count: width - TerminalWidth.columns(text))
      let painted = terminal.painted(text, cell.tone)
      let isLast = index == cells.count - 1
      switch columns[index].alignment {
      case .left: result += isLast ? painted : painted + padding
      case .right: result += padding + painted
      }
      room -= width + TextTable.gap
      if !isLast { result += String(repeating: " ", count: TextTable.gap) }
    }
    return result
  }

  /// The last cell that a line has room for, with a sign that more would follow.
  private static func end(of text: String, _ room: Int) -> String {
    let used = TerminalWidth.columns(text)
    guard used < room else { return TerminalWidth.cut(text + "…", to: room) }
    return text + String(repeating: " ", count: room - used - 1) + "…"
  }
}
