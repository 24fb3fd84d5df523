import Foundation
import Model
import Rendering
import Testing

@testable import Site

struct ChartMarkupTests {
  static let hostile = [
    "<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "]]><b>&amp;'\"",
    "a\u{0}b\u{7}c\u{1B}[31m", "\u{202E}live\u{2066}", "{{version}}",
    String(
      String.UnicodeScalarView(
        [0xFFFF, 0xFDD0, 0xE0041].compactMap { Unicode.Scalar($0 as UInt32) })),
    String(repeating: "w", count: 5000), "",
  ]

  @Test(arguments: 0..<40)
  func isWellFormedWithUniqueIDsAndNoStyles(seed: Int) throws {
    var samples = Samples(seed: UInt64(seed))
    var context = RenderContext(rootPrefix: "", zone: Samples.zone)
    let page = samples.all().map { $0.html(&context) }.joined()
    let markup = Markup(page)
    #expect(markup.error == nil, "seed \(seed)")
    let ids = markup.elements.compactMap { $0.attributes["id"] }
    #expect(Set(ids).count == ids.count, "seed \(seed)")
    for element in markup.elements {
      #expect(!element.attributes.keys.contains { $0 == "style" || $0.hasPrefix("on") })
      for id in (element.attributes["aria-labelledby"] ?? "").split(separator: " ") {
        #expect(ids.contains(String(id)))
      }
      if let fill = element.attributes["fill"] {
        #expect(ids.contains(String(fill.dropFirst(5).dropLast())), "\(fill)")
      }
    }
  }

  @Test(arguments: hostile)
  func keepsHostileLabelsFromBecomingMarkup(label: String) {
    for seed in 0..<6 as Range<UInt64> {
      var harmless = Samples(seed: seed, label: String(repeating: "w", count: label.count))
      var evil = Samples(seed: seed, label: label)
      for (plain, chart) in zip(harmless.all(), evil.all()) {
        let markup = Markup(chart.html)
        #expect(markup.error == nil)
        // Characters shown by their number take more room and may no longer fit into a bar.
        let skeleton = markup.skeleton.filter { !$0.hasPrefix("text ") }
        #expect(skeleton == Markup(plain.html).skeleton.filter { !$0.hasPrefix("text ") })
      }
    }
  }

  @Test func showsWhatCannotBeShownByItsNumber() {
    let chart = Sparkline(
      title: "a\u{202E}b\u{1}\nc", takeaway: "", values: [1], endText: "1 & 2 < 3")
    let markup = Markup(chart.html)
    #expect(markup.texts(of: "title") == ["a‹U+202E›b‹U+0001› c"])
    #expect(markup.texts(of: "span").last == "1 & 2 < 3")
  }

  @Test(arguments: 0..<10)
  func writesTheSameBytesForTheSameValues(seed: Int) {
    var a = Samples(seed: UInt64(seed))
    var b = Samples(seed: UInt64(seed))
    #expect(a.all().map(\.html) == b.all().map(\.html))
    var c = Samples(seed: UInt64(seed))
    var d = Samples(seed: UInt64(seed))
    #expect(c.all().map(\.json) == d.all().map(\.json))
  }

  @Test(arguments: 0..<20)
  func writesJSONThatParses(seed: Int) throws {
    for label in ChartMarkupTests.hostile {
      var samples = Samples(seed: UInt64(seed), label: label)
      for chart in samples.all() {
        let object = try JSONSerialization.jsonObject(with: Data(chart.json.utf8))
        let title = try #require((object as? [String: Any])?["title"] as? String)
        #expect(Array(title.utf8) == Array(label.utf8))
      }
    }
  }

  @Test(arguments: 0..<20)
  func drawsInWholeUnits(seed: Int) {
    var samples = Samples(seed: UInt64(seed))
    for chart in samples.all() {
      let markup = Markup(chart.html)
      for (i, element) in markup.elements.enumerated() {
        let isGlyph = ["cut", "bad", "back", "part"].contains(element.attributes["class"])
        if element.name == "path", !isGlyph, let data = element.attributes["d"] {
          #expect(!data.contains("."), "\(i): \(data)")
        }
      }
    }
  }

  @Test(arguments: 0..<30)
  func keepsLinksFew(seed: Int) {
    var samples = Samples(seed: UInt64(seed))
    let chart = samples.lanes()
    let svg = chart.html.prefix { $0 != "?" }.components(separatedBy: "</svg>\n<p").first ?? ""
    #expect(svg.components(separatedBy: "<a ").count <= 31)
  }

  @Test func callsADrawingWithLinksAGroup() {
    let start = Timestamp(seconds: 1_700_000_000)
    let span = { (link: String?) in
      SpanLanes(
        title: "t", takeaway: "", range: start..<start.adding(milliseconds: 86_400_000),
        lanes: [
          .init(
            name: "api",
            spans: [.init(from: start, until: nil, version: "1", kind: .superseded, link: link)])
        ]
      ).html
    }
    #expect(span(nil).contains("role=\"img\""))
    #expect(!span(nil).contains("<a "))
    #expect(span("x.html").contains("role=\"group\""))
    #expect(span("x.html").contains("<a href=\"../x.html\""))
  }
}
