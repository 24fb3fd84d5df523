/// Splits one template file into text and tags, and takes the lines of standalone tags out.
struct TemplateLexer {
  private let source: TemplateSource
  private let lines: [Substring]
  /// White space put in front of each line by an indented partial tag, and not in the file.
  private let indent: Int
  private var lineIndex = 0
  private var pieces: [TemplatePiece] = []
  private var linePieces: [TemplatePiece] = []

  /// `indent` is put in front of every line that is not empty, as for Mustache's indented partials.
  static func pieces(
    of source: TemplateSource, indent: String = "", errors: inout ErrorList
  ) -> [TemplatePiece] {
    var lexer = TemplateLexer(source: source, indent: indent)
    lexer.run(&errors)
    return lexer.pieces
  }

  private init(source: TemplateSource, indent: String) {
    self.source = source
    self.indent = indent.count
    let normalised = source.text.unixLines
    lines = normalised.split(separator: "\n", omittingEmptySubsequences: false)
      .map { $0.isEmpty ? $0 : Substring(indent + $0) }
  }

  private mutating func run(_ errors: inout ErrorList) {
    while lineIndex < lines.count {
      lexLine(&errors)
      endLine(hasNewline: lineIndex < lines.count - 1)
      lineIndex += 1
    }
  }

  /// Lexes the current line; a comment may run over several.
  private mutating func lexLine(_ errors: inout ErrorList) {
    var rest = lines[lineIndex]
    while let open = rest.firstRange(of: "{{") {
      let place = position(of: open.lowerBound)
      addText(rest[..<open.lowerBound])
      let isTriple = rest[open.upperBound...].first == "{"
      let start = isTriple ? rest.index(after: open.upperBound) : open.upperBound
      let end = isTriple ? "}}}" : "}}"
      if rest[start...].first == "!" {
        guard let after = skipComment(from: start, place, &errors) else { return }
        rest = after
        continue
      }
      guard let close = rest[start...].firstRange(of: end) else {
        errors.add("this tag has no '\(end)' on its line", at: place)
        return
      }
      addTag(rest[start..<close.lowerBound], isTriple: isTriple, place, &errors)
      rest = rest[close.upperBound...]
    }
    addText(rest)
  }

  private mutating func skipComment(
    from start: Substring.Index, _ place: TemplatePosition, _ errors: inout ErrorList
  ) -> Substring? {
    var rest = lines[lineIndex][start...]
    while true {
      if let close = rest.firstRange(of: "}}") {
        linePieces.append(.tag(Tag(kind: .comment, name: "", position: place)))
        return rest[close.upperBound...]
      }
      guard lineIndex + 1 < lines.count else {
        errors.add("this comment has no '}}'", at: place)
        return nil
      }
      lineIndex += 1
      rest = lines[lineIndex]
    }
  }

  private mutating func addText(_ text: Substring) {
    if !text.isEmpty { linePieces.append(.text(String(text))) }
  }

  private mutating func addTag(
    _ content: Substring, isTriple: Bool, _ place: TemplatePosition, _ errors: inout ErrorList
  ) {
    var rest = content.trimmingSpaces
    var kind = TagKind.value
    if !isTriple, let sigil = rest.first {
      switch sigil {
      case "#": kind = .section
      case "^": kind = .invertedSection
      case "/": kind = .close
      case ">": kind = .partial
      case "&": kind = .value
      case "=":
        errors.add("other delimiters than '{{' and '}}' are not supported", at: place)
        return
      default: return addNamed(.value, rest, place, &errors)
      }
      rest = rest.dropFirst().trimmingSpaces
    }
    addNamed(kind, rest, place, &errors)
  }

  private mutating func addNamed(
    _ kind: TagKind, _ name: Substring, _ place: TemplatePosition, _ errors: inout ErrorList
  ) {
    let isFile = kind == .partial || (kind == .value && name.hasPrefix(NameResolver.assetPrefix))
    let isWellFormed =
      isFile ? TemplateLexer.isPartialName(name) : TemplateLexer.isFieldName(name)
    guard isWellFormed else {
      errors.add("'\(name.prefix(80))' is not a name", at: place)
      return
    }
    linePieces.append(.tag(Tag(kind: kind, name: String(name), position: place)))
  }

  /// `.`, `name` or `outer.inner`.
  private static func isFieldName(_ name: Substring) -> Bool {
    if name == "." { return true }
    return name.split(separator: ".", omittingEmptySubsequences: false).allSatisfy { part in
      !part.isEmpty && part.utf8.allSatisfy { $0.isASCIIAlphanumeric || $0 == 0x5F || $0 == 0x2D }
    }
  }

  private static func isPartialName(_ name: Substring) -> Bool {
    !name.isEmpty
      && name.utf8.allSatisfy {
        $0.isASCIIAlphanumeric || $0 == 0x5F || $0 == 0x2D || $0 == 0x2F || $0 == 0x2E
      }
  }

  private func position(of index: Substring.Index) -> TemplatePosition {
    let line = lines[lineIndex]
    let column = line.distance(from: line.startIndex, to: index) - indent
    // A title begins within a line of its file; blanks stand for what is before it there.
    let offset = lineIndex == 0 ? source.column - 1 : 0
    return TemplatePosition(
      path: source.path, line: source.line + lineIndex, column: column + offset + 1,
      sourceLine: String(repeating: " ", count: offset) + line.dropFirst(indent))
  }
}

extension TemplateLexer {
  /// Moves the pieces of the line just read to the output, without the line itself if only standalone
  /// tags stand on it.
  private mutating func endLine(hasNewline: Bool) {
    defer { linePieces.removeAll() }
    var prefix = ""
    var tags: [Tag] = []
    for piece in linePieces {
      switch piece {
      case .tag(let tag): tags.append(tag)
      case .text(let text) where text.allSatisfy(\.isBlank):
        if tags.isEmpty { prefix = text }
      case .text(let text)
      where tags.isEmpty && text.allSatisfy({ $0.isBlank || $0 == ">" }): prefix = text
      case .text: return appendLine(hasNewline)
      }
    }
    let isQuoted = prefix.contains(">")
    let onlySections = !tags.isEmpty && tags.allSatisfy { $0.isSectionTag || $0.kind == .comment }
    let isAlone = tags.count == 1 && tags[0].kind != .value && !isQuoted
    let hasSection = tags.contains { $0.isSectionTag }
    guard isAlone || (onlySections && hasSection && !TemplateLexer.opensAndCloses(tags)) else {
      return appendLine(hasNewline)
    }
    for var tag in tags where tag.kind != .comment {
      tag.isStandalone = true
      tag.linePrefix = prefix
      pieces.append(.tag(tag))
    }
  }

  /// Whether a section begins and ends among these tags: an empty one, left where it is.
  private static func opensAndCloses(_ tags: [Tag]) -> Bool {
    var open: [String] = []
    for tag in tags {
      if tag.kind == .close {
        if open.contains(tag.name) { return true }
      } else {
        open.append(tag.name)
      }
    }
    return false
  }

  private mutating func appendLine(_ hasNewline: Bool) {
    pieces.append(contentsOf: linePieces)
    if hasNewline { pieces.append(.text("\n")) }
  }
}

extension String {
  /// With `\n` for `\r\n` and `\r`.
  var unixLines: String {
    guard utf8.contains(0x0D) else { return self }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(utf8.count)
    var last: UInt8 = 0
    for byte in utf8 {
      if byte == 0x0D {
        bytes.append(0x0A)
      } else if byte != 0x0A || last != 0x0D {
        bytes.append(byte)
      }
      last = byte
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}

extension Substring {
  /// Without spaces and tabs at both ends.
  var trimmingSpaces: Substring {
    var text = self
    while text.first?.isBlank == true { text.removeFirst() }
    while text.last?.isBlank == true { text.removeLast() }
    return text
  }
}

extension Character {
  /// A space or a tab.
  var isBlank: Bool { self == " " || self == "\t" }
}

extension UInt8 {
  var isASCIILetter: Bool { 0x61...0x7A ~= self | 0x20 }
  var isASCIIDigit: Bool { 0x30...0x39 ~= self }
  var isASCIIAlphanumeric: Bool { isASCIILetter || isASCIIDigit }
}
