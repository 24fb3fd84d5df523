import Markdown

/// Writing runs: paragraphs whose lines come and go, lists whose items do.
extension TemplateCompiler {
  mutating func writeRun(_ run: BlockRun, _ blocks: [TemplateBlock], isTight: Bool) {
    let blocks = Array(blocks[run.range])
    region { compiler in
      switch run.sort {
      case .list: compiler.writeList(blocks)
      case .paragraph:
        if let table = compiler.findTable(in: blocks) {
          compiler.writeTable(table, isTight: isTight)
        } else if blocks.count == 1 {
          for block in blocks { compiler.writeSingle(block, isTight: isTight) }
        } else {
          compiler.writeLines(blocks.map(ParagraphPart.init), isTight: isTight)
        }
      }
    }
  }

  /// A paragraph of parts, joined by line breaks; none at all if no part is shown.
  mutating func writeLines(_ parts: [ParagraphPart], isTight: Bool) {
    let slot = builder.newSlot()
    builder.add(.begin(slot: slot))
    if !isTight {
      builder.freshLine()
      builder.literal("<p>")
    }
    builder.add(.opened(slot: slot))
    for part in parts {
      switch part {
      case .marker(let number): sectionTag(number)
      case .inlines(let nodes):
        builder.add(.joinLine(slot: slot))
        writeInlines(nodes)
      }
    }
    builder.add(.end(slot: slot, close: isTight ? [] : Array("</p>\n".utf8)))
  }

  private mutating func writeList(_ blocks: [TemplateBlock]) {
    guard case .list(let style)? = blocks.lazy.compactMap(\.node).first?.kind else { return }
    let open =
      style.isOrdered
      ? (style.start == 1 ? "<ol>\n" : "<ol start=\"\(style.start)\">\n") : "<ul>\n"
    let close = style.isOrdered ? "</ol>\n" : "</ul>\n"
    let isTight = isTightList(blocks)
    guard blocks.count > 1 else {
      builder.freshLine()
      builder.literal(open)
      for block in blocks { writeItems(block, isTight: isTight) }
      return builder.literal(close)
    }
    let slot = builder.newSlot()
    builder.add(.begin(slot: slot))
    builder.freshLine()
    builder.literal(open)
    builder.add(.opened(slot: slot))
    for block in blocks { writeItems(block, isTight: isTight) }
    builder.add(.end(slot: slot, close: Array(close.utf8)))
  }

  private mutating func writeItems(_ block: TemplateBlock, isTight: Bool) {
    if case .marker(let number, _) = block { return sectionTag(number) }
    for item in block.node?.children ?? [] {
      builder.freshLine()
      builder.literal("<li>")
      writeBlocks(item.children, isTight: isTight)
      builder.literal("</li>\n")
    }
  }

  /// Tight if each part is and no empty line divides two parts, or two passes of a loop.
  private func isTightList(_ blocks: [TemplateBlock]) -> Bool {
    var isBlank = false
    var last: Int?
    for (i, block) in blocks.enumerated() {
      if i > 0, isBlankBefore(block) {
        isBlank = true
        if isLoopEdge(blocks[i - 1], opening: true) || isLoopEdge(block, opening: false) {
          return false
        }
      }
      guard case .list(let style)? = block.node?.kind else { continue }
      if !style.isTight { return false }
      if let last, isBlank, !areAlternatives(blocks[last..<i]) { return false }
      last = i
      isBlank = false
    }
    return true
  }

  private func isLoopEdge(_ block: TemplateBlock, opening: Bool) -> Bool {
    guard case .marker(let number, _) = block else { return false }
    if opening { return isLoop(number) }
    return tags[number].partner.map { isLoop($0) } == true && tags[number].tag.kind == .close
  }
}

/// A part of a paragraph whose lines come and go.
enum ParagraphPart {
  case marker(Int)
  case inlines([MarkdownNode])

  init(_ block: TemplateBlock) {
    switch block {
    case .marker(let number, _): self = .marker(number)
    case .node(let node): self = .inlines(node.children)
    case .html: self = .inlines([])
    }
  }
}

/// Blocks that only a section tag keeps apart, and that would run into each other once it is gone.
extension TemplateCompiler {
  mutating func checkNeighbours(_ blocks: [TemplateBlock], _ runs: [BlockRun]) {
    var last: Int?
    for i in blocks.indices where !isSectionMarker(blocks[i]) {
      if let last, last + 1 < i, !areInOneRun(last, i, runs) {
        checkNeighbours(blocks, last, i)
      }
      last = i
    }
    for (i, block) in blocks.enumerated() {
      guard case .marker(let number, _) = block, isLoop(number),
        let partner = tags[number].partner,
        let end = blocks.firstIndex(where: {
          if case .marker(partner, _) = $0 { true } else { false }
        }), i + 2 < end, !areInOneRun(i + 1, end - 1, runs), !isSectionMarker(blocks[i + 1]),
        !isSectionMarker(blocks[end - 1]), !isBlankBefore(blocks[i + 1]),
        !isBlankBefore(blocks[end]), runsInto(blocks[end - 1], blocks[i + 1])
      else { continue }
      fail(
        partner,
        "leave an empty line before '{{/\(tags[number].tag.name)}}': without it one pass of the loop "
          + "runs into the next")
    }
  }

  private mutating func checkNeighbours(_ blocks: [TemplateBlock], _ a: Int, _ b: Int) {
    let between = blocks[(a + 1)..<b]
    guard !(a + 1...b).contains(where: { isBlankBefore(blocks[$0]) }),
      runsInto(blocks[a], blocks[b]), !areAlternatives(between),
      case .marker(let number, _)? = between.first
    else { return }
    fail(
      number,
      "leave an empty line beside '\(tags[number].tag.source)': without it the text before and after "
        + "is one block")
  }

  private func areInOneRun(_ a: Int, _ b: Int, _ runs: [BlockRun]) -> Bool {
    runs.contains { $0.range.contains(a) && $0.range.contains(b) }
  }

  private func runsInto(_ a: TemplateBlock, _ b: TemplateBlock) -> Bool {
    guard let a = a.node, let b = b.node else { return false }
    if a.kind == .blockQuote, b.kind == .blockQuote { return true }
    return b.kind == .paragraph && endsInParagraph(a)
  }

  private func endsInParagraph(_ node: MarkdownNode) -> Bool {
    switch node.kind {
    case .paragraph: true
    case .list, .item, .blockQuote: node.children.last.map(endsInParagraph) ?? false
    default: false
    }
  }
}
