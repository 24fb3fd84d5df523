import Markdown

/// Tables, which libcmark does not have: the structure of cmark-gfm's, in a box that scrolls.
extension TemplateCompiler {
  mutating func writeTable(_ table: TemplateTable, isTight: Bool) {
    if !table.before.isEmpty { region { $0.writeLines(table.before, isTight: isTight) } }
    let inlines = cellInlines(table)
    let slot = builder.newSlot()
    builder.add(.begin(slot: slot))
    builder.freshLine()
    builder.literal("<div class=\"scroll\" role=\"region\" tabindex=\"0\"")
    writeRegionName()
    builder.literal("><table>\n<thead>\n<tr>\n")
    for (i, alignment) in table.alignments.enumerated() {
      writeCell("th scope=\"col\"", "th", alignment, inlines[i])
    }
    builder.literal("</tr>\n</thead>\n")
    let end = "</table></div>\n"
    guard !table.rows.isEmpty else { return builder.literal(end) }
    builder.literal("<tbody>\n")
    builder.add(.opened(slot: slot))
    region { compiler in
      var next = table.alignments.count
      for row in table.rows {
        switch row {
        case .marker(let number): compiler.sectionTag(number)
        case .cells(let cells):
          compiler.writeRow(inlines[next..<next + cells.count], table.alignments)
          next += cells.count
        }
      }
    }
    builder.add(.end(slot: slot, close: Array(("</tbody>\n" + end).utf8)))
  }

  /// A row has as many cells as the head: further ones are left out, missing ones empty.
  private mutating func writeRow(
    _ cells: ArraySlice<[MarkdownNode]>, _ alignments: [ColumnAlignment]
  ) {
    builder.literal("<tr>\n")
    for (i, alignment) in alignments.enumerated() {
      let place = cells.startIndex + i
      writeCell("td", "td", alignment, place < cells.endIndex ? cells[place] : [])
    }
    builder.literal("</tr>\n")
  }

  private mutating func writeCell(
    _ open: String, _ name: String, _ alignment: ColumnAlignment, _ inlines: [MarkdownNode]
  ) {
    switch alignment {
    case .none, .left: builder.literal("<\(open)>")
    case .center: builder.literal("<\(open) class=\"center\">")
    case .right: builder.literal("<\(open) class=\"right\">")
    }
    writeInlines(inlines)
    builder.literal("</\(name)>\n")
  }

  /// The inlines of all cells, the head's first. Each cell is parsed as a heading, which is a line of
  /// inlines and can be nothing else.
  private func cellInlines(_ table: TemplateTable) -> [[MarkdownNode]] {
    var cells = table.header
    for case .cells(let row) in table.rows { cells += row }
    var text: [UInt8] = []
    for cell in cells {
      text += [0x23, 0x20] + cell + [0x20, 0x23, 0x0A]
    }
    let headings = parseWithReferences(text).prefix(cells.count)
    return headings.map(\.children)
      + Array(repeating: [], count: cells.count - headings.count)
  }
}
