/// A template with a token in place of each tag: text that Markdown and HTML parsers can read.
///
/// A token is `Q<nonce><number>Q`, letters and digits only, so it is text wherever a value may stand.
/// Section tags alone on a line become HTML comments `<!--token-->` on a line of their own; those
/// within a line get the punctuation mark `※` on the sides where the text around them is none of
/// letters and digits, so that emphasis begins and ends as if the tag were not there.
struct MarkedSource: Sendable {
  let bytes: [UInt8]
  /// `Q` and the nonce.
  let tokenStart: [UInt8]
  /// For each tag, which sides of its token carry the mark.
  private let hasMarkBefore: [Bool]
  private let hasMarkAfter: [Bool]

  static let mark: [UInt8] = [0xE2, 0x80, 0xBB]

  init(pieces: [TemplatePiece]) {
    var writer = MarkedSourceWriter(pieces: pieces)
    writer.run()
    bytes = Array(writer.text.utf8)
    tokenStart = Array(("Q" + writer.nonce).utf8)
    hasMarkBefore = writer.hasMarkBefore
    hasMarkAfter = writer.hasMarkAfter
  }

  /// A part of a text with tokens.
  enum Part: Equatable {
    case bytes(ArraySlice<UInt8>)
    case tag(Int)
  }

  /// Splits text that came out of the parser at its tokens.
  func parts(of text: ArraySlice<UInt8>) -> [Part] {
    var parts: [Part] = []
    var start = text.startIndex
    var position = text.startIndex
    while let (range, number) = nextToken(in: text, from: position) {
      if start < range.lowerBound { parts.append(.bytes(text[start..<range.lowerBound])) }
      parts.append(.tag(number))
      start = range.upperBound
      position = range.upperBound
    }
    if start < text.endIndex { parts.append(.bytes(text[start...])) }
    return parts
  }

  /// The next token from `position`, with its marks.
  func nextToken(
    in text: ArraySlice<UInt8>, from position: Int
  ) -> (range: Range<Int>, number: Int)? {
    var i = position
    while i + tokenStart.count < text.endIndex {
      guard text[i] == 0x51, text[i..<i + tokenStart.count].elementsEqual(tokenStart) else {
        i += 1
        continue
      }
      var number = 0
      var end = i + tokenStart.count
      while end < text.endIndex, text[end].isASCIIDigit {
        number = number * 10 + Int(text[end] - 0x30)
        end += 1
      }
      guard end < text.endIndex, text[end] == 0x51, number < hasMarkBefore.count else {
        i += 1
        continue
      }
      var range = i..<end + 1
      let mark = MarkedSource.mark
      if hasMarkBefore[number], text[position..<i].suffix(3).elementsEqual(mark) {
        range = i - 3..<range.upperBound
      }
      if hasMarkAfter[number], text[range.upperBound...].prefix(3).elementsEqual(mark) {
        range = range.lowerBound..<range.upperBound + 3
      }
      return (range, number)
    }
    return nil
  }

  func containsToken(_ text: [UInt8]) -> Bool {
    nextToken(in: text[...], from: 0) != nil
  }

  /// The number of the tag, if the text is its block marker and nothing else.
  func blockMarker(_ line: ArraySlice<UInt8>) -> Int? {
    let blanks: Set<UInt8> = [0x20, 0x09, 0x0A]
    var text = line.drop { blanks.contains($0) }
    while let last = text.last, blanks.contains(last) { text.removeLast() }
    guard text.starts(with: [0x3C, 0x21, 0x2D, 0x2D]),
      text.suffix(3).elementsEqual([0x2D, 0x2D, 0x3E]),
      text.count > 7
    else { return nil }
    let inner = text.dropFirst(4).dropLast(3)
    guard let (range, number) = nextToken(in: inner, from: inner.startIndex),
      range == inner.startIndex..<inner.endIndex
    else { return nil }
    return number
  }
}

/// Builds the text of a `MarkedSource`.
private struct MarkedSourceWriter {
  let pieces: [TemplatePiece]
  let nonce: String
  var text = ""
  var hasMarkBefore: [Bool] = []
  var hasMarkAfter: [Bool] = []
  /// The prefixes of the markers of the sections that are open, which their ends share.
  private var prefixes: [String] = []

  init(pieces: [TemplatePiece]) {
    self.pieces = pieces.filter {
      if case .tag(let tag) = $0 { tag.kind != .comment } else { true }
    }
    nonce = MarkedSourceWriter.nonce(for: pieces)
  }

  /// The first of `rb0z`, `rb1z`, … that with a `Q` before it is not in the template.
  private static func nonce(for pieces: [TemplatePiece]) -> String {
    var number = 0
    while true {
      let nonce = "rb\(number)z"
      let isTaken = pieces.contains { piece in
        if case .text(let text) = piece { text.contains("Q" + nonce) } else { false }
      }
      if !isTaken { return nonce }
      number += 1
    }
  }

  mutating func run() {
    for (i, piece) in pieces.enumerated() {
      switch piece {
      case .text(let part): text += part
      case .tag(let tag): add(tag, at: i)
      }
    }
  }

  private mutating func add(_ tag: Tag, at index: Int) {
    let token = "Q\(nonce)\(hasMarkBefore.count)Q"
    var prefix = ""
    if tag.kind == .close {
      prefix = prefixes.popLast() ?? ""
    } else if tag.isSectionTag {
      prefix = tag.linePrefix.contains(">") ? tag.linePrefix : contentIndent(after: index)
      prefixes.append(prefix)
    }
    // In a partial within a line, a tag alone on the partial's line is not alone on the page's.
    if tag.isStandalone, text.isEmpty || text.hasSuffix("\n") {
      addMarker(token, tag, prefix)
      return mark(before: false, after: false)
    }
    guard tag.isSectionTag else {
      text += token
      return mark(before: false, after: false)
    }
    let before = !isAlphanumeric(neighbour(of: index, step: 1))
    let after = !isAlphanumeric(neighbour(of: index, step: -1))
    text += (before ? "※" : "") + token + (after ? "※" : "")
    mark(before: before, after: after)
  }

  private mutating func mark(before: Bool, after: Bool) {
    hasMarkBefore.append(before)
    hasMarkAfter.append(after)
  }

  /// A standalone component keeps its own indentation; a section's marker takes that of its content,
  /// which is where the expanded text would be. In a quotation a tag leaves an empty line of it.
  private mutating func addMarker(_ token: String, _ tag: Tag, _ prefix: String) {
    if tag.linePrefix.contains(">") {
      text += "\(tag.linePrefix)<!--\(token)-->\n\(tag.linePrefix)\n"
    } else {
      text += (tag.isSectionTag ? prefix : tag.linePrefix) + "<!--\(token)-->\n"
    }
  }

  /// The indentation of the first line with content inside the section that opens at `index`.
  private func contentIndent(after index: Int) -> String {
    guard case .tag(let opening) = pieces[index] else { return "" }
    var line = ""
    var depth = 1
    for piece in pieces[(index + 1)...] {
      switch piece {
      case .text(let part):
        for character in part {
          if character == "\n" {
            line = ""
          } else if character.isBlank {
            line.append(character)
          } else {
            return line
          }
        }
      case .tag(let tag) where tag.isSectionTag && tag.isStandalone:
        depth += tag.kind == .close ? -1 : 1
        if depth == 0 { return opening.linePrefix }
        line = ""
      case .tag(let tag):
        return tag.isStandalone ? tag.linePrefix : line
      }
    }
    return opening.linePrefix
  }

  /// The first character before or after a tag that is not of a section tag; nil at a line's end.
  private func neighbour(of index: Int, step: Int) -> Character? {
    var i = index + step
    while pieces.indices.contains(i) {
      switch pieces[i] {
      case .text(let part): return step > 0 ? part.first : part.last
      case .tag(let tag) where tag.isSectionTag && !tag.isStandalone: i += step
      case .tag(let tag): return tag.isStandalone ? nil : "Q"
      }
    }
    return nil
  }

  private func isAlphanumeric(_ character: Character?) -> Bool {
    character.map { $0.isLetter || $0.isNumber } ?? false
  }
}
