import Foundation
import Model
import Rendering
import Testing

@testable import Site

struct ChartGapTests {
  let monday = Samples.monday

  func rates(_ counts: [(Int, Int, BucketCoverage)]) -> Markup {
    let weeks = counts.enumerated().map { i, each in
      RateLine.Week(
        monday + 7 * i, k: each.0, n: each.1, low: each.1 > 0 ? 0.1 : nil,
        high: each.1 > 0 ? 0.5 : nil, coverage: each.2)
    }
    return Markup(RateLine(title: "t", takeaway: "", weeks: weeks).html)
  }

  @Test func breaksTheLineWhereNothingCanBeDivided() {
    let whole = rates([(1, 10, .whole), (2, 10, .whole), (1, 10, .whole), (3, 10, .whole)])
    #expect(whole.paths(class: "line").first?.filter { $0 == "M" }.count == 1)
    let broken = rates(
      [(1, 10, .whole), (2, 10, .whole), (0, 0, .whole), (1, 10, .whole), (3, 10, .whole)])
    #expect(broken.paths(class: "line").first?.filter { $0 == "M" }.count == 2)
    #expect(broken.paths(class: "dots").first?.filter { $0 == "M" }.count == 4)
    #expect(broken.paths(class: "band").first?.filter { $0 == "M" }.count == 2)
    #expect(broken.elements.filter { $0.attributes["class"] == "gap" }.isEmpty)
  }

  @Test func hatchesWhatIsNotCoveredAndDrawsNothingThere() {
    let markup = rates([(1, 10, .whole), (5, 10, .none), (6, 10, .none), (1, 10, .whole)])
    let gaps = markup.elements.filter { $0.attributes["class"] == "gap" }
    #expect(gaps.map { $0.attributes["x"] } == ["25%"])
    #expect(gaps.map { $0.attributes["width"] } == ["50%"])
    #expect(markup.paths(class: "dots").first?.filter { $0 == "M" }.count == 2)
    #expect(markup.texts(of: "span", class: "muted").allSatisfy { $0 == "no data" })
    #expect(markup.texts(of: "span", class: "key key-gap") == ["no data"])
  }

  @Test func drawsAZeroRateAsAValue() {
    let markup = rates([(0, 10, .whole), (0, 10, .whole)])
    #expect(markup.paths(class: "line") == ["M5 140L15 140"])
  }

  @Test func showsAValueBetweenTwoGapsAsADot() {
    let markup = rates([(0, 0, .whole), (2, 10, .whole), (0, 0, .whole)])
    #expect(markup.paths(class: "line").isEmpty)
    #expect(markup.paths(class: "dots").first?.filter { $0 == "M" }.count == 1)
  }

  @Test func hollowsDotsOfFewerThanSix() {
    let markup = rates([(1, 5, .whole), (1, 6, .whole), (1, 20, .partial)])
    #expect(markup.paths(class: "open").first?.filter { $0 == "M" }.count == 2)
  }

  @Test func tellsNoneFromNoDataInAStrip() {
    let days: [DayStrip.Day] = [
      .init(monday, .none, count: 0), .init(monday + 1, .noData, count: 0),
      .init(monday + 2, .ok, count: 4),
    ]
    let chart = DayStrip(title: "t", takeaway: "", days: days)
    let markup = Markup(chart.html)
    #expect(markup.elements.filter { $0.attributes["class"] == "gap" }.count == 1)
    #expect(markup.paths(class: "ok") == ["M21 0h8v36h-8z"])
    #expect(chart.json.contains("\"day\":\"2026-06-01\",\"count\":0"))
    #expect(chart.json.contains("\"day\":\"2026-06-02\",\"count\":null"))
  }

  @Test func tellsADayWithoutARecordFromOneWithoutData() {
    let days: [CalendarHeat.Day] = [
      .init(monday, count: nil), .init(monday + 1, count: nil), .init(monday + 2, count: 0),
      .init(monday + 3, count: 1), .init(monday + 4, count: 9),
    ]
    let chart = CalendarHeat(title: "t", takeaway: "", days: days)
    let markup = Markup(chart.html)
    let gaps = markup.elements.filter { $0.attributes["class"] == "gap" }
    // Two of the 31 columns of a month.
    #expect(gaps.map { $0.attributes["x"] } == ["0%"])
    #expect(gaps.map { $0.attributes["width"] } == ["6.451%"])
    #expect(markup.paths(class: "l0") == ["M20 1h10v11h-10z"])
    #expect(markup.paths(class: "l1") == ["M30 1h10v11h-10z"])
    #expect(markup.paths(class: "l5") == ["M40 1h10v11h-10z"])
    #expect(
      chart.json.contains(
        #""rows":[{"month":"2026-06","records":10,"days":2,"empty":1,"missing":2}]"#))
  }

  @Test func drawsLongTimesByYear() {
    let days = (0..<1200).map { CalendarHeat.Day(Samples.monday + $0, count: 1) }
    let markup = Markup(CalendarHeat(title: "t", takeaway: "", days: days).html)
    let labels = markup.texts(of: "text").filter { $0.count == 4 }
    #expect(labels == ["2029", "2028", "2027", "2026"])
  }

  @Test func drawsRunsByHowTheyEnded() {
    let run = { (id: Text, status: JobStatus) in
      RunStrip.Run(
        id, at: Samples.zone.start(of: Samples.monday), status: status, runMilliseconds: 1000,
        link: "jobs/\(id).html")
    }
    let chart = RunStrip(
      title: "t", takeaway: "",
      runs: [run("a", .success), run("b", .timeout), run("c", .cancelled), run("d", .failed)])
    let markup = Markup(chart.html)
    #expect(markup.paths(class: "ok") == ["M1 20h8v16h-8z"])
    #expect(markup.paths(class: "bad") == ["M11 0h8v36h-8zM31 0h8v36h-8z"])
    #expect(markup.paths(class: "void") == ["M21 30h8v6h-8z"])
    // The failed ones alone are links outside of the table, the newest first.
    let list = chart.html.components(separatedBy: "<ul class=\"days\">").last ?? ""
    #expect(
      list.components(separatedBy: "href=\"").dropFirst().map { $0.prefix { $0 != "\"" } } == [
        "../jobs/d.html", "../jobs/b.html",
      ])
  }

  @Test func addsUpTheSharesOfReasons() {
    let chart = ReasonBars(
      title: "t", takeaway: "", bars: [.init("a", count: 6), .init("b", count: 3)], others: 3)
    let markup = Markup(chart.html)
    #expect(markup.paths(class: "bad") == ["M0 16h600v12h-600zM0 48h300v12h-300z"])
    #expect(markup.paths(class: "void") == ["M0 80h300v12h-300z"])
    #expect(
      markup.texts(of: "text").filter { $0.contains("together") } == [
        "6, together 50.0\u{A0}%, 6 of 12", "3, together 75.0\u{A0}%, 9 of 12",
        "3, together 100.0\u{A0}%, 12 of 12",
      ])
    #expect(chart.json.contains(#""count":3,"share":0.25,"cumulated":1,"is_rest":true"#))
  }

  @Test func keepsTheHoursOfAWeekApart() {
    var cells = Array(repeating: HeatMap.Cell(), count: 7 * 24)
    cells[24 + 9].count = 5
    cells[24 + 9].failed = 2
    let chart = HeatMap(title: "t", takeaway: "", cells: cells)
    #expect(Markup(chart.html).paths(class: "l5") == ["M181 18h18v16h-18z"])
    #expect(chart.json.contains(#"{"hour":"09:00","mon":0,"tue":5,"#))
    #expect(chart.json.contains(#""failed":2,"n":5}"#))
  }

  @Test func stripesAWeekThatIsNotOver() {
    let bars = { (coverage: BucketCoverage) in
      Markup(
        WeekBars(
          title: "t", takeaway: "",
          weeks: [.init(Samples.monday, ok: 3, failed: 1, coverage: coverage)]
        ).html)
    }
    #expect(bars(.whole).elements.filter { $0.attributes["class"] == "over" }.isEmpty)
    #expect(bars(.partial).elements.filter { $0.attributes["class"] == "over" }.count == 1)
    #expect(bars(.none).paths(class: "ok").isEmpty)
  }

  @Test func drawsNoDurationWhereThereIsNone() {
    let buckets: [DurationBand.Bucket] = [
      .init(monday, n: 20, p50: 60_000, upper: 90_000),
      .init(monday + 1, n: 1, p50: nil, upper: nil),
      .init(monday + 2, n: 20, p50: 60_000, upper: 90_000),
      .init(monday + 3, n: 5, p50: 60_000, upper: nil),
    ]
    let markup = Markup(
      DurationBand(title: "t", takeaway: "", unit: .day, buckets: buckets).html)
    #expect(markup.paths(class: "dots").first?.filter { $0 == "M" }.count == 3)
    #expect(markup.paths(class: "upper").first?.filter { $0 == "M" }.count == 2)
    #expect(markup.paths(class: "band").first?.filter { $0 == "z" }.count == 2)
  }

  @Test func endsASparklineWithADotOnlyIfTheLastValueExists() {
    let markup = { (values: [Double?]) in
      Markup(Sparkline(title: "t", takeaway: "", values: values, endText: "1").html)
    }
    #expect(markup([1, 2, nil, 4]).paths(class: "dots") == ["M116 4h0"])
    #expect(markup([1, 2, nil]).paths(class: "dots").isEmpty)
    #expect(markup([nil, nil]).paths(class: "line").isEmpty)
    #expect(markup([]).error == nil)
  }

  @Test func drawsAnArrowFromTheRollbackToTheRestoredVersion() {
    let start = Timestamp(seconds: 1_700_000_000)
    let at = { (part: Int64) in start.adding(milliseconds: part * 1000) }
    let chart = SpanLanes(
      title: "t", takeaway: "", range: start..<at(1000),
      lanes: [
        .init(
          name: "api",
          spans: [
            .init(from: start, until: at(200), version: "1", kind: .superseded),
            .init(from: at(200), until: at(500), version: "2", kind: .rolledBack, restored: "1"),
            .init(from: at(600), until: nil, version: "1", kind: .superseded),
          ])
      ])
    let markup = Markup(chart.html)
    #expect(markup.paths(class: "arrow") == ["M500 27L600 27L600 37"])
    #expect(markup.paths(class: "back").contains("M200 38h300v20h-300z"))
    #expect(markup.paths(class: "ok") == ["M600 38h400v20h-400z"])
    #expect(chart.json.contains("\"outcome\":\"live\""))
  }

  @Test func leavesOutWhatLiesOutsideTheChart() {
    let start = Timestamp(seconds: 1_700_000_000)
    let end = start.adding(milliseconds: 1000)
    let chart = SpanLanes(
      title: "t", takeaway: "", range: start..<end,
      lanes: [
        .init(
          name: "api",
          spans: [
            .init(
              from: start.adding(milliseconds: -9), until: start, version: "before",
              kind: .superseded),
            .init(from: end, until: nil, version: "after", kind: .superseded),
          ], failedAttempts: [.init(at: end, version: "late")])
      ])
    for word in ["before", "after", "late"] { #expect(!chart.html.contains(word)) }
  }
}
