import Markdown

/// Paragraphs or lists that only section tags divide, with those tags: in the expanded template they
/// are one paragraph, one table or one list.
struct BlockRun {
  enum Sort {
    case paragraph, list
  }

  let sort: Sort
  let range: Range<Int>
}

/// Finding the runs among the blocks of one container.
extension TemplateCompiler {
  func planRuns(_ blocks: [TemplateBlock]) -> [BlockRun] {
    var runs: [BlockRun] = []
    var i = 0
    while i < blocks.count {
      guard let sort = sort(of: blocks[i]) else {
        i += 1
        continue
      }
      let parts = connectedParts(from: i, sort, blocks)
      let last = parts[parts.count - 1]
      if let whole = closed(i...last, sort, blocks) {
        runs.append(BlockRun(sort: sort, range: whole))
      } else {
        runs += splitAtAlternatives(parts, blocks).compactMap { closed($0, sort, blocks) }
          .map { BlockRun(sort: sort, range: $0) }
      }
      i = max(last + 1, runs.last?.range.upperBound ?? 0)
    }
    return runs
  }

  private func sort(of block: TemplateBlock) -> BlockRun.Sort? {
    guard let node = block.node else { return nil }
    if case .list = node.kind { return .list }
    return node.kind == .paragraph && !holdsOnlyComponents(node) ? .paragraph : nil
  }

  /// The parts of the same sort from `start` on with only section tags between them.
  private func connectedParts(
    from start: Int, _ sort: BlockRun.Sort, _ blocks: [TemplateBlock]
  ) -> [Int] {
    var parts = [start]
    var i = start + 1
    while i < blocks.count {
      if sort == .paragraph, isBlankBefore(blocks[i]) { break }
      if isSectionMarker(blocks[i]) {
        i += 1
        continue
      }
      guard self.sort(of: blocks[i]) == sort, isSectionMarker(blocks[i - 1]),
        sort == .paragraph || continuesList(blocks[start], blocks[i])
      else { break }
      parts.append(i)
      i += 1
    }
    return parts
  }

  func isSectionMarker(_ block: TemplateBlock) -> Bool {
    if case .marker(let number, _) = block { !isComponent(number) } else { false }
  }

  /// Whether the line before a block is empty but for the marks of quotations.
  func isBlankBefore(_ block: TemplateBlock) -> Bool {
    guard block.line >= 2, block.line - 2 < lines.count else { return false }
    return lines[block.line - 2].allSatisfy { $0 == 0x20 || $0 == 0x09 || $0 == 0x3E }
  }

  private func continuesList(_ a: TemplateBlock, _ b: TemplateBlock) -> Bool {
    guard let a = a.node, let b = b.node, case .list(let styleA) = a.kind,
      case .list(let styleB) = b.kind
    else { return false }
    return styleA.isOrdered == styleB.isOrdered && styleA.delimiter == styleB.delimiter
      && (styleA.isOrdered || bullet(of: a) == bullet(of: b))
  }

  /// The character of a bullet list, which cmark does not tell.
  private func bullet(of list: MarkdownNode) -> UInt8? {
    guard list.startLine > 0, list.startLine <= lines.count else { return nil }
    let rest = lines[list.startLine - 1].dropFirst(list.startColumn - 1)
    return rest.first { $0 == 0x2D || $0 == 0x2B || $0 == 0x2A }
  }

  /// Parts that never stand beside each other, since they are the two cases of one condition, apart.
  private func splitAtAlternatives(
    _ parts: [Int], _ blocks: [TemplateBlock]
  ) -> [ClosedRange<Int>] {
    var result: [ClosedRange<Int>] = []
    var start = parts[0]
    for (last, next) in zip(parts, parts.dropFirst())
    where areAlternatives(blocks[(last + 1)..<next]) {
      result.append(start...last)
      start = next
    }
    result.append(start...parts[parts.count - 1])
    return result
  }

  /// Whether these blocks end a section and begin its opposite.
  func areAlternatives(_ between: ArraySlice<TemplateBlock>) -> Bool {
    var closed: [ResolvedTag] = []
    for case .marker(let number, _) in between {
      let tag = tags[number]
      if tag.tag.kind == .close {
        if let partner = tag.partner { closed.append(tags[partner]) }
      } else if closed.contains(where: {
        $0.reference == tag.reference && $0.tag.kind != tag.tag.kind
      }) {
        return true
      }
    }
    return false
  }

  /// The range grown by the section tags beside it so that sections in it are whole; and by those of
  /// the loops around it, whose passes follow on each other. Nil if that can't be.
  private func closed(
    _ range: ClosedRange<Int>, _ sort: BlockRun.Sort, _ blocks: [TemplateBlock]
  ) -> Range<Int>? {
    var lower = range.lowerBound
    var upper = range.upperBound
    for case .marker(let number, _) in blocks[range] {
      guard let partner = tags[number].partner,
        let place = blocks.firstIndex(where: { isMarker($0, partner) })
      else { return nil }
      lower = min(lower, place)
      upper = max(upper, place)
    }
    let grown = Array(lower..<range.lowerBound) + Array(range.upperBound + 1..<upper + 1)
    guard grown.allSatisfy({ isSectionMarker(blocks[$0]) }) else { return nil }
    if sort == .paragraph {
      guard (lower + 1..<range.lowerBound + 1).allSatisfy({ !isBlankBefore(blocks[$0]) }),
        (range.upperBound + 1..<upper + 1).allSatisfy({ !isBlankBefore(blocks[$0]) })
      else { return nil }
    }
    if lower < range.lowerBound || upper > range.upperBound {
      return closed(lower...upper, sort, blocks)
    }
    return aroundLoops(lower...upper, sort, blocks)
  }

  private func isMarker(_ block: TemplateBlock, _ number: Int) -> Bool {
    if case .marker(number, _) = block { true } else { false }
  }

  private func aroundLoops(
    _ range: ClosedRange<Int>, _ sort: BlockRun.Sort, _ blocks: [TemplateBlock]
  ) -> Range<Int> {
    var result = range
    var outer = range
    while let next = enclosing(outer, blocks) {
      outer = next.range
      if sort == .paragraph,
        isBlankBefore(blocks[outer.lowerBound + 1]) || isBlankBefore(blocks[outer.upperBound])
      {
        break
      }
      if next.isLoop { result = outer }
    }
    return result.lowerBound..<result.upperBound + 1
  }

  /// The range with the tags of the section directly around it.
  private func enclosing(
    _ range: ClosedRange<Int>, _ blocks: [TemplateBlock]
  ) -> (range: ClosedRange<Int>, isLoop: Bool)? {
    guard range.lowerBound > 0, range.upperBound + 1 < blocks.count,
      case .marker(let first, _) = blocks[range.lowerBound - 1],
      case .marker(let last, _) = blocks[range.upperBound + 1], tags[first].partner == last,
      depthChange(first) == 1
    else { return nil }
    return (range.lowerBound - 1...range.upperBound + 1, isLoop(first))
  }

  /// Whether an opening tag begins a section that may be repeated.
  func isLoop(_ number: Int) -> Bool {
    tags[number].tag.kind == .section && tags[number].form.isLoop
  }
}
