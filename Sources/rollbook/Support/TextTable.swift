/// Rows of text under headings, aligned by the columns of a terminal. No cell holds a line break,
/// anything a terminal obeys, or a secret.
struct TextTable {
  enum Alignment { case left, right }

  struct Column {
    let title: String
    var alignment = Alignment.left
    /// An id or a version, of which a part is of no use: the last to be cut.
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
    func shrink(_ mayShrink: (Column) -> Bool) {
      while total(widths) > limit {
        let widest = widths.indices.filter { mayShrink(columns[$0]) }.max {
          widths[$0] < widths[$1]
        }
        guard let widest, widths[widest] > TextTable.narrowest else { return }
        widths[widest] -= 1
      }
    }
    shrink { !$0.isWhole }
    shrink(\.isWhole)
    return widths
  }

  private func total(_ widths: [Int]) -> Int {
    widths.reduce(0, +) + TextTable.gap * (widths.count - 1)
  }

  // MARK: - Lines

  private func line(_ cells: [Cell], _ widths: [Int], _ terminal: Terminal) -> String {
    var result = ""
    var room = terminal.width ?? .max
    for (index, cell) in cells.enumerated() where room > 0 {
      let isLast = index == cells.count - 1
      let text = TerminalWidth.cut(cell.text, to: min(widths[index], room))
      let used = TerminalWidth.columns(text)
      let padding = String(repeating: " ", count: max(0, min(widths[index], room) - used))
      switch columns[index].alignment {
      case .left: result += terminal.painted(text, cell.tone) + (isLast ? "" : padding)
      case .right: result += padding + terminal.painted(text, cell.tone)
      }
      room -= widths[index] + TextTable.gap
      if !isLast, room > 0 { result += String(repeating: " ", count: TextTable.gap) }
    }
    return result
  }
}
