@testable import Rendering

/// A tag with the place where it begins.
struct PlacedTag {
  let sigil: Character?
  /// A component's without `chart/`.
  let name: String
  let isPlainPartial: Bool
  /// From 1, in characters.
  let line: Int
  let column: Int
  fileprivate let nameRange: Range<String.Index>

  static func all(in text: String) -> [PlacedTag] {
    var tags: [PlacedTag] = []
    var position = text.startIndex
    while let open = text[position...].firstRange(of: "{{"),
      let close = text[open.upperBound...].firstRange(of: "}}")
    {
      position = close.upperBound
      let content = text[open.upperBound..<close.lowerBound]
      let sigil = content.first.flatMap { "#^/>!".contains($0) ? $0 : nil }
      var name = content.drop { "#^/> ".contains($0) }
      let isComponent = name.hasPrefix("chart/")
      if isComponent { name = name.dropFirst("chart/".count) }
      if sigil == "!" || name == "content" { continue }
      let before = text[..<open.lowerBound]
      tags.append(
        PlacedTag(
          sigil: sigil, name: String(name), isPlainPartial: sigil == ">" && !isComponent,
          line: before.count { $0 == "\n" } + 1,
          column: before.reversed().prefix { $0 != "\n" }.count + 1,
          nameRange: name.startIndex..<name.endIndex))
    }
    return tags
  }
}

extension String {
  func replacing(_ tag: PlacedTag, with name: String) -> String {
    String(self[..<tag.nameRange.lowerBound]) + name + self[tag.nameRange.upperBound...]
  }

  /// With one letter changed, added or left out, or two swapped.
  func mistyped(_ random: inout SeededGenerator) -> String {
    var letters = Array(self)
    let i = Int.random(in: 0..<letters.count, using: &random)
    let letter = Character(Unicode.Scalar(UInt8.random(in: 0x61...0x7A, using: &random)))
    switch Int.random(in: 0..<4, using: &random) {
    case 0: letters[i] = letter
    case 1: letters.insert(letter, at: i)
    case 2 where letters.count > 2: letters.remove(at: i)
    case 3 where i > 0 && letters[i] != letters[i - 1]: letters.swapAt(i, i - 1)
    default: letters.append("q")
    }
    return String(letters)
  }
}
