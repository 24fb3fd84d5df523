import Markdown

/// A block of one container: a node, or a tag that stood alone on its line.
enum TemplateBlock {
  case node(MarkdownNode)
  /// Raw HTML between tags that stood in the same HTML block.
  case html([UInt8], line: Int)
  case marker(Int, line: Int)

  /// The line of the marked source it begins on, from 1.
  var line: Int {
    switch self {
    case .node(let node): node.startLine
    case .html(_, let line), .marker(_, let line): line
    }
  }

  var node: MarkdownNode? {
    if case .node(let node) = self { node } else { nil }
  }
}

/// Block elements, as cmark's HTML writer prints them.
extension TemplateCompiler {
  mutating func writeMarkdown() {
    writeBlocks(parseMarkdown(marked.bytes).children, isTight: false)
  }

  /// The blocks of one container. `isTight`: it is an item of a tight list, whose paragraphs stand
  /// without `<p>`.
  mutating func writeBlocks(_ children: [MarkdownNode], isTight: Bool) {
    let blocks = children.flatMap(blocks)
    region { compiler in
      let runs = compiler.planRuns(blocks)
      compiler.checkNeighbours(blocks, runs)
      var i = 0
      while i < blocks.count {
        if let run = runs.first(where: { $0.range.lowerBound == i }) {
          compiler.writeRun(run, blocks, isTight: isTight)
          i = run.range.upperBound
        } else {
          compiler.writeBlock(blocks[i], isTight: isTight)
          i += 1
        }
      }
    }
  }

  /// A node as blocks: HTML is cut at the tags that stand alone on a line in it.
  private func blocks(_ node: MarkdownNode) -> [TemplateBlock] {
    guard node.kind == .htmlBlock else { return [.node(node)] }
    var result: [TemplateBlock] = []
    var chunk: [UInt8] = []
    var chunkLine = node.startLine
    for (offset, line) in node.literal.linesWithEnds.enumerated() {
      guard let marker = marked.blockMarker(line) else {
        if chunk.isEmpty { chunkLine = node.startLine + offset }
        chunk += line
        continue
      }
      if !chunk.isEmpty { result.append(.html(chunk, line: chunkLine)) }
      chunk.removeAll()
      result.append(.marker(marker, line: node.startLine + offset))
    }
    if !chunk.isEmpty { result.append(.html(chunk, line: chunkLine)) }
    return result
  }

  /// A tag that stood alone on its line.
  mutating func blockTag(_ number: Int) {
    guard isComponent(number) else { return sectionTag(number) }
    if let place = html.forbiddenPlace {
      return fail(number, "'\(tags[number].tag.source)' can't stand in \(place)")
    }
    builder.freshLine()
    component(number)
    builder.freshLine()
  }

  private mutating func writeBlock(_ block: TemplateBlock, isTight: Bool) {
    switch block {
    case .marker(let number, _): blockTag(number)
    case .html(let literal, _):
      builder.freshLine()
      writeHTML(literal)
      builder.freshLine()
    case .node(let node): writeNode(node, isTight: isTight)
    }
  }

  private mutating func writeNode(_ node: MarkdownNode, isTight: Bool) {
    switch node.kind {
    case .blockQuote:
      builder.freshLine()
      builder.literal("<blockquote>\n")
      writeBlocks(node.children, isTight: false)
      builder.freshLine()
      builder.literal("</blockquote>\n")
    case .heading(let level): writeHeading(level, node)
    case .codeBlock(let info): writeCodeBlock(info, node.literal)
    case .thematicBreak:
      builder.freshLine()
      builder.literal("<hr />\n")
    case .paragraph: writeParagraph(node, isTight: isTight)
    default: break
    }
  }

  private mutating func writeHeading(_ level: Int, _ node: MarkdownNode) {
    builder.freshLine()
    builder.literal("<h\(level)>")
    writeInlines(node.children)
    builder.literal("</h\(level)>\n")
    let label = TemplateCompiler.plainText(node.children)
    lastHeading = marked.containsToken(label) ? nil : .text(String(decoding: label, as: UTF8.self))
  }

  private static func plainText(_ nodes: [MarkdownNode]) -> [UInt8] {
    nodes.flatMap { node -> [UInt8] in
      switch node.kind {
      case .text, .code: node.literal
      case .softBreak, .lineBreak: [0x20]
      default: plainText(node.children)
      }
    }
  }

  private mutating func writeCodeBlock(_ info: [UInt8], _ literal: [UInt8]) {
    builder.freshLine()
    let language = info.prefix { $0 != 0x20 && $0 != 0x09 && $0 != 0x0A && $0 != 0x0D }
    if info.isEmpty {
      builder.literal("<pre><code>")
    } else {
      builder.literal("<pre><code class=\"language-")
      region { $0.text(language, .fenceInfo) }
      builder.literal("\">")
    }
    region { compiler in
      for line in literal.linesWithEnds {
        if let marker = compiler.marked.blockMarker(line), !compiler.isComponent(marker) {
          compiler.sectionTag(marker)
        } else {
          compiler.text(line, .code)
        }
      }
    }
    builder.literal("</code></pre>\n")
  }
}

extension TemplateCompiler {
  /// A block that is a run of its own.
  mutating func writeSingle(_ block: TemplateBlock, isTight: Bool) {
    writeBlock(block, isTight: isTight)
  }

  private mutating func writeParagraph(_ node: MarkdownNode, isTight: Bool) {
    checkLineStarts(node)
    if holdsOnlyComponents(node) {
      builder.freshLine()
      writeInlines(node.children)
      return builder.freshLine()
    }
    if isTight { return writeInlines(node.children) }
    guard isOptional(node.children) else {
      builder.freshLine()
      builder.literal("<p>")
      writeInlines(node.children)
      return builder.literal("</p>\n")
    }
    let slot = builder.newSlot()
    builder.add(.begin(slot: slot))
    builder.freshLine()
    builder.literal("<p>")
    builder.add(.opened(slot: slot))
    writeInlines(node.children)
    builder.add(.end(slot: slot, close: Array("</p>\n".utf8)))
  }

  /// Whether nothing but values and sections is in it, so that it may turn out empty.
  private func isOptional(_ nodes: [MarkdownNode]) -> Bool {
    var depth = 0
    for node in TemplateCompiler.joiningTexts(nodes) {
      switch node.kind {
      case .text:
        for part in marked.parts(of: node.literal[...]) {
          switch part {
          case .bytes(let bytes):
            if depth == 0, bytes.contains(where: { $0 != 0x20 }) { return false }
          case .tag(let number): depth += depthChange(number)
          }
        }
      case .softBreak: break
      default:
        if depth == 0 { return false }
      }
    }
    return true
  }

  /// 1 for a tag that opens a section, -1 for one that closes it.
  func depthChange(_ number: Int) -> Int {
    switch tags[number].tag.kind {
    case .section, .invertedSection: 1
    case .close: -1
    default: 0
    }
  }

  /// Whether a paragraph holds components, sections around them, and nothing else.
  func holdsOnlyComponents(_ node: MarkdownNode) -> Bool {
    guard node.kind == .paragraph else { return false }
    var hasComponent = false
    for child in node.children where child.kind != .softBreak {
      guard child.kind == .text else { return false }
      for part in marked.parts(of: child.literal[...]) {
        switch part {
        case .bytes(let bytes):
          if bytes.contains(where: { $0 != 0x20 }) { return false }
        case .tag(let number):
          if tags[number].tag.kind == .value { return false }
          if isComponent(number) { hasComponent = true }
        }
      }
    }
    return hasComponent
  }

  /// Section tags in front of something that begins a block would, expanded, begin that block; within
  /// the line they can't.
  mutating func checkLineStarts(_ paragraph: MarkdownNode) {
    for line in paragraphLines(paragraph) {
      var rest = line
      var last: Int?
      while let (range, number) = marked.nextToken(in: rest, from: rest.startIndex),
        range.lowerBound == rest.startIndex, depthChange(number) != 0
      {
        last = number
        rest = rest[range.upperBound...]
      }
      guard let last, TemplateCompiler.beginsBlock(rest) else { continue }
      fail(last, "put '\(tags[last].tag.source)' on a line of its own: a block begins after it")
    }
  }

  private static func beginsBlock(_ line: ArraySlice<UInt8>) -> Bool {
    let text = String(decoding: line, as: UTF8.self)
    if text.hasPrefix(">") || text.hasPrefix("```") || text.hasPrefix("~~~") { return true }
    let head = text.prefix { $0 != " " }
    guard head.count < text.count || head.hasPrefix("<") else { return false }
    if ["-", "*", "+"].contains(head) { return true }
    if head.count <= 6, head.allSatisfy({ $0 == "#" }) { return !head.isEmpty }
    if let end = head.last, end == "." || end == ")" {
      return head.count > 1 && head.count <= 10 && head.dropLast().utf8.allSatisfy(\.isASCIIDigit)
    }
    guard head.hasPrefix("<") else { return false }
    let name = head.dropFirst().prefix { $0.isLetter || $0.isNumber }
    return blockElements.contains(name.lowercased())
  }

  private static let blockElements: Set<String> = [
    "address", "article", "aside", "blockquote", "dd", "details", "div", "dl", "dt", "fieldset",
    "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main",
    "nav", "ol", "p", "pre", "script", "section", "style", "summary", "table", "tbody", "td",
    "tfoot",
    "th", "thead", "tr", "ul",
  ]

  /// The source lines of a paragraph without what its containers put in front of them.
  func paragraphLines(_ node: MarkdownNode) -> [ArraySlice<UInt8>] {
    guard node.startLine > 0, node.endLine >= node.startLine, node.endLine <= lines.count else {
      return []
    }
    return (node.startLine...node.endLine).map { number in
      let line = lines[number - 1]
      let inner = number == node.startLine ? line.dropFirst(node.startColumn - 1) : line
      return inner.drop {
        $0 == 0x20 || $0 == 0x09 || (number > node.startLine && $0 == 0x3E)
      }
    }
  }
}

extension [UInt8] {
  /// The lines, each with its `\n` if it has one.
  var linesWithEnds: [ArraySlice<UInt8>] {
    var result: [ArraySlice<UInt8>] = []
    var start = 0
    for i in indices where self[i] == 0x0A {
      result.append(self[start...i])
      start = i + 1
    }
    if start < count { result.append(self[start...]) }
    return result
  }
}
