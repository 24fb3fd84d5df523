import Model
import Testing

@testable import Rendering
@testable import Site

/// A wrong name anywhere in a built-in template keeps it from being loaded, and the error says where it
/// stands and what was meant.
@Suite struct DefaultTemplateNameTests {
  /// All files with tags, by path from `Templates/`.
  static let paths = DefaultTemplateFiles.files.files.keys.sorted().filter {
    !$0.hasPrefix("assets/")
  }

  @Test(arguments: paths) func namesTheRightNameForEachMistypedOne(_ path: String) throws {
    let loader = try TemplateLoader(path: path)
    var random = SeededGenerator(seed: UInt64(loader.source.text.utf8.count))
    for (i, tag) in PlacedTag.all(in: loader.source.text).enumerated() where tag.name != "." {
      let known = try loader.knownNames(for: tag)
      let typo = tag.name.mistyped(&random)
      guard !known.contains(typo) else { continue }
      let found = try loader.errors(replacing: tag, with: typo, inAll: i % 64 == 0)
      expect(found, at: tag, of: path, mistypedAs: typo, among: known)
    }
  }

  @Test(arguments: paths) func proposesNoNameForOneUnlikeAnyOther(_ path: String) throws {
    let loader = try TemplateLoader(path: path)
    for tag in PlacedTag.all(in: loader.source.text) where tag.name != "." && tag.sigil != "/" {
      let found = try loader.errors(replacing: tag, with: "zzzzzzzzzzzzzz")
      let noun = tag.isPlainPartial ? "partial" : "name"
      #expect(
        found.contains {
          $0.line == tag.line && $0.column == tag.column
            && $0.message == "unknown \(noun) 'zzzzzzzzzzzzzz'"
        }, "\(path):\(tag.line):\(tag.column): \(found)")
    }
  }

  private func expect(
    _ found: [TemplateError], at tag: PlacedTag, of path: String, mistypedAs typo: String,
    among known: Set<String>
  ) {
    let here = found.filter {
      $0.path.contains(path) && $0.line == tag.line && $0.column == tag.column
    }
    let place = "\(path):\(tag.line):\(tag.column): '\(tag.name)' as '\(typo)': \(found)"
    #expect(here.allSatisfy { $0.sourceLine.dropFirst($0.column - 1).hasPrefix("{{") }, "\(place)")
    guard tag.sigil != "/" else {
      #expect(here.contains { $0.message.contains("section '\(tag.name)' should end") }, "\(place)")
      return
    }
    let noun = tag.isPlainPartial ? "partial" : "name"
    let hint = "unknown \(noun) '\(typo)'; did you mean '"
    // Two letters may be one letter away from several names.
    let isUnmistakable =
      nearestName(to: typo, among: known.sorted()) == tag.name
      && nearestName(to: typo, among: known.sorted().reversed()) == tag.name
    #expect(
      here.contains {
        isUnmistakable ? $0.message == hint + tag.name + "'?" : $0.message.hasPrefix(hint)
      }, "\(place)")
  }
}
