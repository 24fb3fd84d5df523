/// What the HTML read so far means for text that follows; one for the whole template, since an element
/// may begin in one block and end in another.
struct HTMLState {
  /// The element whose content is not markup: script, style, title, textarea.
  var rawElement: String?
  var svgDepth = 0
  var optionDepth = 0
  /// A tag or comment that its block did not end.
  var isCut = false
  /// The slot of the `<a>` that is open, if its URL is a value.
  var anchorSlot: Int?

  /// Where no value may stand, in words.
  var forbiddenPlace: String? {
    if isCut { return "an HTML tag that is not finished" }
    if rawElement == "script" || rawElement == "style" { return rawElement.map { "<\($0)>" } }
    return nil
  }

  var textContext: OutputContext {
    rawElement != nil || svgDepth > 0 || optionDepth > 0 ? .plain : .element
  }
}

/// Raw HTML of templates: kept byte for byte, values let in where they can't become markup.
extension TemplateCompiler {
  mutating func writeHTMLDocument() {
    region { compiler in
      var chunk: [UInt8] = []
      for (i, line) in compiler.lines.enumerated() {
        if let marker = compiler.marked.blockMarker(line) {
          compiler.scanHTML(chunk)
          chunk.removeAll()
          compiler.blockTag(marker)
        } else {
          chunk += line
          if i < compiler.lines.count - 1 { chunk.append(0x0A) }
        }
      }
      compiler.scanHTML(chunk)
    }
  }

  /// One HTML node; sections in it must end in it.
  mutating func writeHTML(_ literal: [UInt8]) {
    region { $0.scanHTML(literal) }
  }

  private mutating func scanHTML(_ bytes: [UInt8]) {
    var i = 0
    while i < bytes.count {
      if let raw = html.rawElement {
        let end = TemplateCompiler.endTag(raw, in: bytes, from: i)
        htmlText(bytes[i..<(end ?? bytes.count)])
        if end != nil { html.rawElement = nil }
        i = end ?? bytes.count
        if end == nil { return }
      }
      guard let open = bytes[i...].firstIndex(of: 0x3C) else { return htmlText(bytes[i...]) }
      htmlText(bytes[i..<open])
      i = scanMarkup(bytes, open)
    }
  }

  /// From a `<`: a comment, a declaration, a tag or just a character. Returns where it ends.
  private mutating func scanMarkup(_ bytes: [UInt8], _ open: Int) -> Int {
    let rest = bytes[open...]
    if rest.starts(with: Array("<!--".utf8)) {
      return forbid(rest, until: Array("-->".utf8), "an HTML comment")
    }
    if rest.starts(with: [0x3C, 0x21]) || rest.starts(with: [0x3C, 0x3F]) {
      return forbid(rest, until: [0x3E], "an HTML declaration")
    }
    var name = open + 1
    if name < bytes.count, bytes[name] == 0x2F { name += 1 }
    guard name < bytes.count, bytes[name].isASCIILetter else {
      htmlText(rest.prefix(1))
      return open + 1
    }
    guard let tag = HTMLTag(bytes, from: open) else {
      html.isCut = true
      htmlText(rest)
      return bytes.count
    }
    writeTag(tag, bytes)
    return tag.range.upperBound
  }

  private mutating func forbid(
    _ rest: ArraySlice<UInt8>, until end: [UInt8], _ place: String
  ) -> Int {
    var stop = rest.startIndex + 1
    while stop < rest.endIndex, !rest[stop...].starts(with: end) { stop += 1 }
    let upper = min(stop + end.count, rest.endIndex)
    for part in marked.parts(of: rest[..<upper]) {
      switch part {
      case .bytes(let literal): builder.literal(literal)
      case .tag(let number): fail(number, "'\(tags[number].tag.source)' can't stand in \(place)")
      }
    }
    return upper
  }

  private mutating func htmlText(_ bytes: ArraySlice<UInt8>) {
    for part in marked.parts(of: bytes) {
      switch part {
      case .bytes(let literal): builder.literal(literal)
      case .tag(let number):
        if let place = html.forbiddenPlace {
          fail(number, "'\(tags[number].tag.source)' can't stand in \(place)")
        } else {
          inlineTag(number, html.textContext)
        }
      }
    }
  }

  private static func endTag(_ name: String, in bytes: [UInt8], from start: Int) -> Int? {
    let pattern = Array("</\(name)".utf8)
    var i = start
    while i + pattern.count <= bytes.count {
      let matches = zip(bytes[i...], pattern).allSatisfy {
        ($0.isASCIILetter ? $0 | 0x20 : $0) == $1
      }
      if matches { return i }
      i += 1
    }
    return nil
  }
}

extension TemplateCompiler {
  private mutating func writeTag(_ tag: HTMLTag, _ bytes: [UInt8]) {
    follow(tag)
    noteHeading(tag, in: bytes)
    if tag.isEnd, tag.name == "a", let slot = html.anchorSlot {
      html.anchorSlot = nil
      return builder.add(.literalUnlessFailed(slot: slot, Array(bytes[tag.range])))
    }
    guard marked.containsToken(Array(bytes[tag.range])) else {
      return builder.literal(bytes[tag.range])
    }
    let dropsTag = ["a", "area", "img", "link", "source"].contains(tag.name)
    let slot = builder.newSlot()
    if dropsTag { builder.add(.begin(slot: slot)) }
    var position = tag.range.lowerBound
    for attribute in tag.attributes {
      writeOutsideValues(bytes[position..<attribute.range.lowerBound])
      writeAttribute(attribute, tag, bytes, slot, dropsTag: dropsTag)
      position = attribute.range.upperBound
    }
    writeOutsideValues(bytes[position..<tag.range.upperBound])
    if dropsTag {
      builder.add(.dropIfFailed(slot: slot))
      if tag.name == "a", !tag.isEnd { html.anchorSlot = slot }
    }
  }

  private mutating func follow(_ tag: HTMLTag) {
    switch tag.name {
    case "svg":
      if !tag.isSelfClosing { html.svgDepth = max(0, html.svgDepth + (tag.isEnd ? -1 : 1)) }
    case "option": html.optionDepth = tag.isEnd ? 0 : 1
    case "select": html.optionDepth = 0
    case "script", "style", "title", "textarea":
      let isRaw = !tag.isEnd && !(html.svgDepth > 0 && tag.name == "title")
      html.rawElement = isRaw ? tag.name : nil
    default: break
    }
  }

  /// What is in a tag beside attributes with quoted values: nothing of ours.
  private mutating func writeOutsideValues(_ bytes: ArraySlice<UInt8>) {
    for part in marked.parts(of: bytes) {
      switch part {
      case .bytes(let literal): builder.literal(literal)
      case .tag(let number):
        fail(number, "'\(tags[number].tag.source)' \(TemplateCompiler.insideTagHint)")
      }
    }
  }

  private mutating func writeAttribute(
    _ attribute: HTMLTag.Attribute, _ tag: HTMLTag, _ bytes: [UInt8], _ tagSlot: Int, dropsTag: Bool
  ) {
    let value = Array(bytes[attribute.value])
    guard let number = marked.nextToken(in: value[...], from: 0)?.number,
      !marked.containsToken(Array(bytes[attribute.range.lowerBound..<attribute.value.lowerBound]))
    else { return writeOutsideValues(bytes[attribute.range]) }
    let source = tags[number].tag.source
    guard attribute.isDoubleQuoted else {
      return fail(number, "'\(source)' stands in an attribute; put its value in double quotes")
    }
    if attribute.isForbidden {
      return fail(number, "'\(source)' can't stand in the attribute '\(attribute.name)'")
    }
    let slot = dropsTag ? tagSlot : builder.newSlot()
    if attribute.isURL, !dropsTag { builder.add(.begin(slot: slot)) }
    builder.literal(bytes[attribute.range.lowerBound..<attribute.value.lowerBound])
    if attribute.isURL {
      guard let plan = planURL(value, escape: Array.init) else { return }
      builder.add(.url(plan.plan, slot: slot))
      let addsRelation =
        plan.isData && tag.name == "a" && !tag.attributes.contains { $0.name == "rel" }
      builder.literal(addsRelation ? "\" rel=\"\(TemplateCompiler.dataLinkRelation)\"" : "\"")
      if !dropsTag { builder.add(.dropIfFailed(slot: slot)) }
    } else {
      region {
        $0.text(value[...], attribute.isMachine ? .machine : .attribute, escape: Array.init)
      }
      builder.literal("\"")
    }
  }
}
