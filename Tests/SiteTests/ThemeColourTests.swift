import Foundation
import Testing

@testable import Site

/// The colours that configurations change are those of the stylesheet.
@Suite struct ThemeColourTests {
  private func style() throws -> String {
    let file = try #require(EmbeddedFile.all.first { $0.path == "Templates/assets/style.css" })
    return String(decoding: file.bytes, as: UTF8.self)
  }

  @Test(arguments: Theme.builtInColours.keys.sorted())
  func knowsTheColourOfTheStylesheet(_ name: String) throws {
    let colours = try #require(Theme.builtInColours[name])
    let halves = try style().split(
      separator: "@media screen and (prefers-color-scheme: dark)", maxSplits: 1)
    #expect(halves.count == 2)
    #expect(halves.first?.contains("--\(name): \(colours.light);") == true, "\(colours.light)")
    #expect(halves.last?.contains("--\(name): \(colours.dark);") == true, "\(colours.dark)")
  }

  @Test func isLegibleAsItIs() {
    #expect(Theme().problems == [])
    #expect(Theme().isEmpty)
  }

  /// Source: WCAG 2.2; the values of the WebAIM contrast checker.
  @Test(arguments: [
    ("#000", "#fff", 21.0), ("#777777", "#ffffff", 4.48), ("#1178c5", "#ffffff", 4.65),
    ("#e69f00", "#ffffff", 2.25),
  ])
  func measuresContrast(_ a: String, _ b: String, _ ratio: Double) throws {
    let (a, b) = (try #require(Colour(a)), try #require(Colour(b)))
    #expect(abs(a.contrast(with: b) - ratio) < 0.01)
    #expect(a.contrast(with: b) == b.contrast(with: a))
  }

  @Test(arguments: ["", "#", "#12", "#1234", "#12345g", "red", "0b5a9d", "#٣٣٣"])
  func knowsWhatIsNoColour(_ text: String) {
    #expect(Colour(text) == nil)
  }

  /// The greys between ink and paper are those of the stylesheet, as near as makes no difference.
  @Test(arguments: Theme.Mode.allCases)
  func derivesTheGreysOfTheStylesheet(_ mode: Theme.Mode) throws {
    let ink = Theme.builtIn(Theme.Role.ink, mode)
    let paper = Theme.builtIn(Theme.Role.paper, mode)
    for (name, share) in Theme.greys(mode) {
      let grey = ink.mixed(with: paper, share)
      let known = try #require(Colour(Theme.builtIn(name, mode)))
      #expect(abs(Int(grey.green) - Int(known.green)) <= 6, "\(name): \(grey.hex), \(known.hex)")
    }
  }
}
