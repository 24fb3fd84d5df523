import Foundation
import Model
import Rendering
import Testing

@testable import Site

struct StylesheetTests {
  static let templates = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("Templates")

  let css: String
  let layout: String
  let script: String

  init() throws {
    func read(_ path: String) throws -> String {
      try String(
        contentsOf: StylesheetTests.templates.appendingPathComponent(path), encoding: .utf8)
    }
    css = try read("assets/style.css")
    layout = try read("layout.html")
    script = try read("assets/site.js")
  }

  /// The custom properties of both themes.
  func palettes() throws -> (light: [String: String], dark: [String: String]) {
    let parts = css.components(separatedBy: ":root {").dropFirst().prefix(2).map {
      $0.components(separatedBy: "}").first ?? ""
    }
    try #require(parts.count == 2)
    func declarations(_ part: String) -> [String: String] {
      var result: [String: String] = [:]
      for line in part.split(separator: ";") {
        let pair = line.split(separator: ":", maxSplits: 1).map {
          $0.trimmingCharacters(in: .whitespacesAndNewlines)
        }
        if pair.count == 2, pair[0].hasPrefix("--") { result[pair[0]] = pair[1] }
      }
      return result
    }
    let light = declarations(parts[0])
    let dark = declarations(parts[1])
    #expect(dark.count == light.count)
    return (light, dark)
  }

  /// WCAG 2.2, relative luminance and contrast ratio.
  func contrast(_ a: String?, _ b: String?) throws -> Double {
    func luminance(_ text: String?) throws -> Double {
      let text = try #require(text)
      let digits = text.dropFirst()
      let six = digits.count == 3 ? digits.map { "\($0)\($0)" }.joined() : String(digits)
      let value = try #require(Int(six, radix: 16))
      let channels = [value >> 16, value >> 8 & 255, value & 255].map { channel -> Double in
        let c = Double(channel) / 255
        return c <= 0.04045 ? c / 12.92 : pow((c + 0.055) / 1.055, 2.4)
      }
      return 0.2126 * channels[0] + 0.7152 * channels[1] + 0.0722 * channels[2]
    }
    let (x, y) = (try luminance(a), try luminance(b))
    return (max(x, y) + 0.05) / (min(x, y) + 0.05)
  }

  @Test func keepsContrastInBothThemes() throws {
    let both = try palettes()
    for (theme, colours) in [("light", both.light), ("dark", both.dark)] {
      for ground in ["--paper", "--wash"] {
        for text in ["--ink", "--soft", "--link", "--bad", "--back"] {
          let ratio = try contrast(colours[text], colours[ground])
          #expect(ratio >= 4.5, "\(theme) \(text) on \(ground): \(ratio)")
        }
      }
      for graphic in ["--ok", "--bad", "--back", "--part", "--void", "--axis"] {
        let ratio = try contrast(colours[graphic], colours["--paper"])
        #expect(ratio >= 3, "\(theme) \(graphic): \(ratio)")
      }
      #expect(try contrast(colours["--ink"], colours["--past"]) >= 4.5)
      #expect(try contrast(colours["--paper"], colours["--ok"]) >= 4.5)
      #expect(try contrast(colours["--bad"], colours["--band"]) >= 3)
      #expect(try contrast(colours["--ok"], colours["--okband"]) >= 3)
    }
  }

  @Test func knowsEveryClassTheChartsWrite() {
    var names: Set<String> = []
    for seed in 0..<30 as Range<UInt64> {
      var samples = Samples(seed: seed)
      for chart in samples.all() {
        for element in Markup(chart.html).elements {
          names.formUnion(
            (element.attributes["class"] ?? "").split(separator: " ").map(String.init))
        }
      }
    }
    // Names that only tell the kind apart, or whose look is the default.
    let plain: Set = [
      "rate-line", "week-bars", "heat-map", "gap", "over", "glyph", "key-ok", "soft",
    ]
    for name in names.subtracting(plain).sorted() { #expect(css.contains(".\(name)"), "\(name)") }
  }

  @Test func asksForNothingThePolicyForbids() {
    #expect(!css.contains("url("))
    #expect(!css.contains("@import"))
    #expect(!layout.contains("style="))
    #expect(!layout.contains("<style"))
    #expect(!script.contains(".style"))
    #expect(!script.contains("innerHTML"))
    #expect(!script.contains("fetch("))
  }

  @Test func statesThePolicyRightAfterTheCharset() throws {
    let head = try #require(layout.range(of: "<meta charset=\"utf-8\">\n"))
    #expect(layout[head.upperBound...].hasPrefix("<meta http-equiv=\"Content-Security-Policy\""))
  }
}
