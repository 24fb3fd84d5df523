import Rendering

/// One record or one service as lines of names and values, then tables. No line holds anything that a
/// terminal obeys, or a secret.
struct Sheet {
  private enum Part {
    case line(label: String, text: String?)
    case title(String)
    case table(TextTable)
    case gap
  }

  /// Bytes of a value shown at most.
  private static let longest = 4000
  private static let gap = 2

  private let values: ValueText
  private var parts: [Part] = []

  init(_ values: ValueText) { self.values = values }

  // MARK: - What is on it

  mutating func add(_ label: String, _ text: String?) {
    parts.append(.line(label: label, text: text))
  }

  /// A line for each field with a value of its own, unknown ones as `-`; lists, charts and links to
  /// pages are left out.
  mutating func addFields(of object: any Viewable, but leftOut: Set<String> = []) {
    for field in object.shapeInfo.fields where !leftOut.contains(field.name) {
      switch field.kind {
      case .list, .component, .link: continue
      default: add(ValueText.label(field.name), values.text(object.value(named: field.name)))
      }
    }
  }

  mutating func addTitle(_ title: String) {
    parts.append(.gap)
    parts.append(.title(title))
  }

  /// A list of the page as a table with these fields; one line if it is empty.
  mutating func addTable(
    _ title: String, _ rows: Value, _ columns: [String], empty: String = "none"
  ) {
    guard case .list(let rows) = rows, !rows.isEmpty else { return add(title, empty) }
    addTitle(title)
    parts.append(.table(TextTable(rows, columns, values)))
  }

  mutating func addTable(_ title: String, _ table: TextTable) {
    addTitle(title)
    parts.append(.table(table))
  }

  // MARK: - Lines

  func print(to terminal: Terminal) {
    for line in lines(for: terminal) { Swift.print(line) }
  }

  func lines(for terminal: Terminal) -> [String] {
    let width = parts.reduce(0) {
      if case .line(let label, _) = $1 { max($0, TerminalWidth.columns(label)) } else { $0 }
    }
    return parts.flatMap { part -> [String] in
      switch part {
      case .gap: return [""]
      case .title(let title): return [terminal.painted(Console.oneLine(title), .strong)]
      case .table(let table): return table.lines(for: terminal)
      case .line(let label, let text): return line(label, text, width, terminal)
      }
    }
  }

  /// A text of several lines goes on below its first.
  private func line(
    _ label: String, _ text: String?, _ width: Int, _ terminal: Terminal
  ) -> [String] {
    let shown = Console.escaped(Sheet.cut(text ?? ""))
    let lines =
      shown.isEmpty ? ["-"] : shown.split(separator: "\n", omittingEmptySubsequences: false)
    let padding = String(
      repeating: " ", count: width - TerminalWidth.columns(label) + Sheet.gap)
    let indent = String(repeating: " ", count: width + Sheet.gap)
    let tone = Tone(ofField: label, shown)
    return lines.enumerated().map { index, line in
      index == 0
        ? terminal.painted(label, .faint) + padding + terminal.painted(String(line), tone)
        : indent + line
    }
  }

  private static func cut(_ text: String) -> String {
    guard text.utf8.count > longest else { return text }
    var result = ""
    for character in text {
      if result.utf8.count + String(character).utf8.count > longest { break }
      result.append(character)
    }
    return result + " ... (\(text.utf8.count) bytes; --json prints all of it)"
  }
}

extension TextTable {
  /// The named fields of each row, headed by their names in words.
  init(_ rows: [any Viewable], _ columns: [String], _ values: ValueText) {
    let kinds = Dictionary(
      (rows.first?.shapeInfo.fields ?? []).map { ($0.name, $0.kind) }, uniquingKeysWith: { $1 })
    self.init(
      columns.map { name in
        switch kinds[name] {
        case .integer, .number, .fixed, .duration:
          Column(ValueText.label(name), .right, isWhole: true)
        case .text, .texts, .object: Column(ValueText.label(name))
        default: Column(ValueText.label(name), isWhole: true)
        }
      })
    for row in rows {
      add(
        columns.map { name in
          let text = values.brief(row.value(named: name))
          return Cell(text, Tone(ofField: name, text ?? ""))
        })
    }
  }
}
