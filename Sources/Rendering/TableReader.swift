import Markdown

/// How a column is aligned.
enum ColumnAlignment: Equatable {
  case none, left, center, right
}

/// A pipe table of GitHub Flavored Markdown, found in a run of paragraphs.
struct TemplateTable {
  enum Row {
    case cells([ArraySlice<UInt8>])
    case marker(Int)
  }

  /// What of the run comes before the table: a paragraph.
  var before: [ParagraphPart]
  let header: [ArraySlice<UInt8>]
  let alignments: [ColumnAlignment]
  let rows: [Row]
}

extension TemplateCompiler {
  private enum Line {
    case text(ArraySlice<UInt8>, block: Int, first: Bool)
    case marker(Int)
  }

  /// The table that begins at the first line with a delimiter row of as many cells below it.
  mutating func findTable(in blocks: [TemplateBlock]) -> TemplateTable? {
    let lines = tableLines(blocks)
    var depth = 0
    for (i, line) in lines.enumerated() {
      if case .marker(let number) = line { depth += depthChange(number) }
      guard i + 1 < lines.count, case .text(let head, let block, _) = line,
        case .text(let delimiters, block, _) = lines[i + 1],
        let alignments = TemplateCompiler.alignments(delimiters)
      else { continue }
      let header = TemplateCompiler.cells(of: head)
      guard header.count == alignments.count else { continue }
      if depth > 0 { failInsideSection(lines[..<i]) }
      return TemplateTable(
        before: partsBefore(i, lines, blocks), header: header, alignments: alignments,
        rows: lines[(i + 2)...].map { line in
          switch line {
          case .text(let text, _, _): .cells(TemplateCompiler.cells(of: text))
          case .marker(let number): .marker(number)
          }
        })
    }
    return nil
  }

  private func tableLines(_ blocks: [TemplateBlock]) -> [Line] {
    blocks.enumerated().flatMap { (i, block) -> [Line] in
      switch block {
      case .marker(let number, _): return [.marker(number)]
      case .html: return []
      case .node(let node):
        return paragraphLines(node).enumerated().map {
          .text($0.element, block: i, first: $0.offset == 0)
        }
      }
    }
  }

  private mutating func failInsideSection(_ lines: ArraySlice<Line>) {
    for case .marker(let number) in lines.reversed() where depthChange(number) == 1 {
      return failSection(
        number,
        "leave an empty line before '{{/\(tags[number].tag.name)}}': a table's head can't stand in a "
          + "section that its rows run out of")
    }
  }

  /// The paragraphs before line `end`; the one that the table cuts is parsed anew up to there.
  private func partsBefore(
    _ end: Int, _ lines: [Line], _ blocks: [TemplateBlock]
  ) -> [ParagraphPart] {
    var parts: [ParagraphPart] = []
    guard case .text(_, let tableBlock, _) = lines[end] else { return [] }
    var cut: [UInt8] = []
    for line in lines[..<end] {
      switch line {
      case .marker(let number): parts.append(.marker(number))
      case .text(let text, tableBlock, _): cut += text + [0x0A]
      case .text(_, let block, true): parts.append(ParagraphPart(blocks[block]))
      case .text: break
      }
    }
    if !cut.isEmpty, let paragraph = parseWithReferences(cut).first {
      parts.append(.inlines(paragraph.children))
    }
    return parts
  }

  /// Parses a text of its own that may use the template's link references.
  func parseWithReferences(_ text: [UInt8]) -> [MarkdownNode] {
    parseMarkdown(text + [0x0A, 0x0A] + marked.bytes).children
  }

  /// `:---`, `---:`, `:---:` or `---` in each cell; nil if the line is no delimiter row.
  private static func alignments(_ line: ArraySlice<UInt8>) -> [ColumnAlignment]? {
    var result: [ColumnAlignment] = []
    for cell in cells(of: line) {
      var dashes = cell
      let isLeft = dashes.first == 0x3A
      if isLeft { dashes.removeFirst() }
      let isRight = dashes.last == 0x3A
      if isRight { dashes.removeLast() }
      guard !dashes.isEmpty, dashes.allSatisfy({ $0 == 0x2D }) else { return nil }
      switch (isLeft, isRight) {
      case (true, true): result.append(.center)
      case (true, false): result.append(.left)
      case (false, true): result.append(.right)
      case (false, false): result.append(.none)
      }
    }
    return result.isEmpty ? nil : result
  }

  /// The cells of a row: divided by `|` without a backslash before it, trimmed, `\|` as `|`.
  private static func cells(of line: ArraySlice<UInt8>) -> [ArraySlice<UInt8>] {
    var cells: [[UInt8]] = [[]]
    var isEscaped = false
    let trimmed = trim(line)
    for (offset, byte) in trimmed.enumerated() {
      if byte == 0x7C, isEscaped {
        cells[cells.count - 1].removeLast()
        cells[cells.count - 1].append(byte)
      } else if byte == 0x7C {
        if offset > 0 { cells.append([]) }
      } else {
        cells[cells.count - 1].append(byte)
      }
      isEscaped = byte == 0x5C
    }
    let endsInPipe = trimmed.last == 0x7C && !trimmed.dropLast().hasSuffix(0x5C)
    if endsInPipe, cells.count > 1 { cells.removeLast() }
    return cells.map { trim($0[...]) }
  }

  private static func trim(_ text: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    var text = text.drop { $0 == 0x20 || $0 == 0x09 }
    while let last = text.last, last == 0x20 || last == 0x09 { text.removeLast() }
    return text
  }
}

extension ArraySlice<UInt8> {
  fileprivate func hasSuffix(_ byte: UInt8) -> Bool { last == byte }
}
