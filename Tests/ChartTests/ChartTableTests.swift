import Foundation
import Model
import Rendering
import Testing

@testable import Site

struct ChartTableTests {
  func rows(_ chart: any Component) throws -> [[String: Any]] {
    let object = try JSONSerialization.jsonObject(with: Data(chart.json.utf8))
    return try #require((object as? [String: Any])?["rows"] as? [[String: Any]])
  }

  func tableRows(_ chart: any Component) -> [[String]] {
    let html = chart.html
    return html.components(separatedBy: "<tr>").dropFirst(2).map { row in
      Markup("<tr>" + (row.components(separatedBy: "</tr>").first ?? "") + "</tr>").texts(of: "td")
    }
  }

  @Test(arguments: 0..<20)
  func sumsOfBarsTableAndJSONAgree(seed: Int) throws {
    var samples = Samples(seed: UInt64(seed))
    let chart = samples.bars()
    let expected = chart.weeks.filter { $0.coverage != .none }.map(\.sum).reduce(0, +)
    let fromJSON = try rows(chart).compactMap { $0["n"] as? Int }.reduce(0, +)
    #expect(fromJSON == expected, "seed \(seed)")
    let cells = tableRows(chart).compactMap(\.last)
    let fromTable = cells.compactMap { Int($0.replacingOccurrences(of: ",", with: "")) }
    #expect(fromTable.reduce(0, +) == expected, "seed \(seed)")
    #expect(cells.count == chart.weeks.count)
    for row in try rows(chart) {
      let parts = ["ok", "failed", "rolled_back"].compactMap { row[$0] as? Int }
      #expect(parts.isEmpty ? row["n"] is NSNull : row["n"] as? Int == parts.reduce(0, +))
    }
  }

  @Test func statesFewAsCountsAndManyAsPercentages() throws {
    let monday = Samples.monday
    let chart = RateLine(
      title: "t", takeaway: "",
      weeks: [
        .init(monday, k: 1, n: 3, low: 0.06, high: 0.79),
        .init(monday + 7, k: 1, n: 8, low: 0.022, high: 0.471),
        .init(monday + 14, k: 0, n: 0, low: nil, high: nil),
      ])
    let table = tableRows(chart)
    #expect(table[0][3] == "1 of 3")
    #expect(table[1][3] == "12.5\u{A0}%")
    #expect(table[2][3...].allSatisfy { $0 == "–" })
    let json = try rows(chart)
    #expect(json[0]["rate"] as? Double == 0.333333)
    #expect(json[2]["rate"] is NSNull)
    #expect(json[2]["n"] as? Int == 0)
  }

  @Test func listsSpansAndAttemptsByTime() throws {
    let start = Timestamp(seconds: 1_700_000_000)
    let at = { (part: Int64) in start.adding(milliseconds: part * 1000) }
    let lane = SpanLanes.Lane(
      name: "api",
      spans: [
        .init(from: start, until: at(200), version: "1", kind: .rolledBack, restored: "0"),
        .init(from: at(300), until: nil, version: "3", kind: .superseded),
      ], failedAttempts: [.init(at: at(250), version: "2")])
    let chart = SpanLanes(title: "t", takeaway: "", range: start..<at(1000), lanes: [lane])
    #expect(try rows(chart).map { $0["version"] as? String } == ["1", "2", "3"])
    #expect(
      try rows(chart).map { $0["outcome"] as? String } == ["rolled_back", "attempt_failed", "live"])
    #expect(try rows(chart)[0]["until"] as? String == "2023-11-14T22:16:40Z")
    #expect(tableRows(chart)[0][2] == "Tue 14 Nov 2023, 23:13 +01:00")
  }

  @Test func writesDurationsAsSecondsInJSON() throws {
    let chart = DurationBand(
      title: "t", takeaway: "", unit: .week,
      buckets: [.init(Samples.monday, n: 10, p50: 61_250, upper: 3_700_000, p95: 7_300_000)])
    #expect(try rows(chart)[0]["p50_seconds"] as? Double == 61.25)
    #expect(tableRows(chart)[0].suffix(3) == ["1 m 01 s", "1 h 02 m", "2 h 02 m"])
  }

  @Test func manyWeeksBeforeTheFirstWithDataStandInJSONAlone() throws {
    func chart(_ gaps: Int) -> DurationBand {
      let buckets = (0..<gaps + 2).map { i in
        DurationBand.Bucket(
          Samples.monday + 7 * i, n: 10, p50: 1000, upper: nil, coverage: i < gaps ? .none : .whole)
      }
      return DurationBand(title: "t", takeaway: "", unit: .week, buckets: buckets)
    }
    #expect(try rows(chart(7)).count == 9)
    #expect(tableRows(chart(7)).count == 2)
    #expect(tableRows(chart(6)).count == 8)
  }

  @Test func ofVeryManySpansTheTableHasThoseThatMatterAndJSONAll() throws {
    let start = Timestamp(seconds: 1_700_000_000)
    let at = { (second: Int) in start.adding(milliseconds: Int64(second) * 1000) }
    let spans = (0..<120).map { (i: Int) -> SpanLanes.Span in
      let until: Timestamp? = i == 119 ? nil : at(i + 1)
      return SpanLanes.Span(
        from: at(i), until: until, version: Text("v\(i)"),
        kind: i % 40 == 7 ? .rolledBack : .superseded)
    }
    let chart = SpanLanes(
      title: "t", takeaway: "", range: start..<start.adding(milliseconds: 200_000),
      lanes: [.init(name: "production", spans: spans)])
    #expect(tableRows(chart).map { $0[1] } == ["v7", "v47", "v87", "v119"])
    #expect(chart.html.contains("4 of 120 rows"))
    #expect(try rows(chart).count == 120)
  }

  @Test func daysWithNothingAreCountedAndNotListed() throws {
    let monday = Samples.monday
    let days: [DayStrip.Day] = [
      .init(monday, .none, count: 0), .init(monday + 1, .ok, count: 2),
      .init(monday + 2, .noData, count: 0), .init(monday + 3, .none, count: 0),
    ]
    let chart = DayStrip(title: "t", takeaway: "", days: days)
    #expect(tableRows(chart).map { $0[1] } == ["2", "no data"])
    #expect(chart.html.contains("Days with nothing at all: 2"))
    #expect(try rows(chart).count == 4)
  }

  @Test func stepsAreListedByTheirBeginningWithWhatTheyWaitedAndRan() throws {
    let start = Timestamp(seconds: 1_700_000_000)
    let at = { (seconds: Int64) in start.adding(milliseconds: seconds * 1000) }
    let chart = try #require(
      StepWaterfall(
        title: "t", takeaway: "",
        steps: [
          .init(
            name: "test", job: "t-1", status: "failed", kind: .failed, waitedFrom: at(70),
            from: at(80), until: at(200)),
          .init(name: "in production", from: at(300)),
          .init(
            name: "build", job: "b-1", status: "success", kind: .ok, from: at(0), until: at(60)),
        ]))
    let json = try rows(chart)
    #expect(json.map { $0["step"] as? String } == ["build", "test", "in production"])
    #expect(json.map { $0["ran_seconds"] as? Double } == [60, 120, nil])
    #expect(json[1]["waited_seconds"] as? Double == 10)
    #expect(tableRows(chart)[1][5...] == ["10 s", "2 m 00 s"])
    #expect(StepWaterfall(title: "t", takeaway: "", steps: [.init(name: "a", from: start)]) == nil)
  }
}
