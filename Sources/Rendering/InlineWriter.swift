import Markdown

/// Inline elements, as cmark's HTML writer prints them.
extension TemplateCompiler {
  /// The inlines of one element. `isPlain`: only their text, for an image's description.
  mutating func writeInlines(_ nodes: [MarkdownNode], isPlain: Bool = false) {
    region { compiler in
      let nodes = TemplateCompiler.joiningTexts(nodes)
      var skipsBreak = false
      for node in nodes {
        if skipsBreak, node.kind == .softBreak {
          skipsBreak = false
          continue
        }
        skipsBreak = false
        if node.kind == .htmlInline, let marker = compiler.marked.blockMarker(node.literal[...]) {
          compiler.blockTag(marker)
          skipsBreak = true
        } else if isPlain {
          compiler.writePlain(node)
        } else {
          compiler.writeInline(node)
        }
      }
    }
  }

  /// cmark splits text at each character that might have meant something.
  static func joiningTexts(_ nodes: [MarkdownNode]) -> [MarkdownNode] {
    var result: [MarkdownNode] = []
    for node in nodes {
      if node.kind == .text, let last = result.last, last.kind == .text {
        result[result.count - 1] = last.joined(with: node)
      } else {
        result.append(node)
      }
    }
    return result
  }

  private mutating func writeInline(_ node: MarkdownNode) {
    switch node.kind {
    case .text:
      checkBrokenTags(node.literal)
      writeText(node.literal)
    case .softBreak: builder.literal("\n")
    case .lineBreak: builder.literal("<br />\n")
    case .code:
      builder.literal("<code>")
      region { $0.text(node.literal[...], .code) }
      builder.literal("</code>")
    case .htmlInline: writeHTML(node.literal)
    case .emphasis: wrap("em", node)
    case .strong: wrap("strong", node)
    case .link(let url, let title): writeLink(url, title, node.children)
    case .image(let url, let title): writeImage(url, title, node.children)
    default: break
    }
  }

  private mutating func wrap(_ element: String, _ node: MarkdownNode) {
    builder.literal("<\(element)>")
    writeInlines(node.children)
    builder.literal("</\(element)>")
  }

  private mutating func writeText(_ literal: [UInt8]) {
    for part in marked.parts(of: literal[...]) {
      switch part {
      case .bytes(let bytes): builder.literal(TemplateCompiler.escapeHTML(bytes))
      case .tag(let number):
        if let place = html.forbiddenPlace {
          fail(number, "'\(tags[number].tag.source)' can't stand in \(place)")
        } else {
          inlineTag(number, html.textContext)
        }
      }
    }
  }

  private mutating func writePlain(_ node: MarkdownNode) {
    switch node.kind {
    case .text, .code, .htmlInline: text(node.literal[...], .attribute)
    case .softBreak, .lineBreak: builder.literal(" ")
    default: writeInlines(node.children, isPlain: true)
    }
  }

  private mutating func writeTitle(_ title: [UInt8]) {
    guard !title.isEmpty else { return }
    builder.literal(" title=\"")
    region { $0.text(title[...], .attribute) }
    builder.literal("\"")
  }

  private mutating func writeLink(_ url: [UInt8], _ title: [UInt8], _ children: [MarkdownNode]) {
    guard marked.containsToken(url) else {
      builder.literal(
        "<a href=\"" + String(decoding: TemplateCompiler.escapeURL(url[...]), as: UTF8.self) + "\"")
      writeTitle(title)
      builder.literal(">")
      writeInlines(children)
      return builder.literal("</a>")
    }
    let plan = planURL(url, escape: TemplateCompiler.escapeURL)
    let slot = builder.newSlot()
    builder.add(.begin(slot: slot))
    builder.literal("<a href=\"")
    if let plan { builder.add(.url(plan.plan, slot: slot)) }
    builder.literal("\"")
    writeTitle(title)
    builder.literal(plan?.isData == true ? " rel=\"\(TemplateCompiler.dataLinkRelation)\">" : ">")
    builder.add(.dropIfFailed(slot: slot))
    writeInlines(children)
    builder.add(.literalUnlessFailed(slot: slot, Array("</a>".utf8)))
  }

  /// An image whose URL may not be one is left out.
  private mutating func writeImage(_ url: [UInt8], _ title: [UInt8], _ children: [MarkdownNode]) {
    let plan = marked.containsToken(url) ? planURL(url, escape: TemplateCompiler.escapeURL) : nil
    let slot = plan.map { _ in builder.newSlot() }
    if let slot { builder.add(.begin(slot: slot)) }
    builder.literal("<img src=\"")
    if let plan, let slot {
      builder.add(.url(plan.plan, slot: slot))
    } else {
      builder.literal(TemplateCompiler.escapeURL(url[...]))
    }
    builder.literal("\" alt=\"")
    writeInlines(children, isPlain: true)
    builder.literal("\"")
    writeTitle(title)
    builder.literal(" />")
    if let slot { builder.add(.dropIfFailed(slot: slot)) }
  }

  /// A tag in `<a {{#x}}href="y"{{/x}}>` keeps the parser from seeing HTML there; say so.
  private mutating func checkBrokenTags(_ literal: [UInt8]) {
    var position = 0
    while let (range, number) = marked.nextToken(in: literal[...], from: position) {
      position = range.upperBound
      guard let open = literal[..<range.lowerBound].lastIndex(of: 0x3C), open + 1 < literal.count,
        literal[open + 1].isASCIILetter || literal[open + 1] == 0x2F,
        !literal[open..<range.lowerBound].contains(0x3E), literal[position...].contains(0x3E)
      else { continue }
      fail(number, "'\(tags[number].tag.source)' \(TemplateCompiler.insideTagHint)")
    }
  }

  static let insideTagHint =
    "stands inside an HTML tag, where only a double-quoted attribute may hold it; write the whole "
    + "tag once for each case"
  static let dataLinkRelation = "nofollow noopener noreferrer"
}
