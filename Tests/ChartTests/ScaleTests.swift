import Model
import Rendering
import Testing

@testable import Site

struct ScaleTests {
  @Test(arguments: [0, 1, 3, 4, 5, 17, 99, 101, 12_345, 900_000_000_000])
  func holdsTheHighestValueInAtMostFourSteps(highest: Int) {
    let scale = ValueScale.counts(highest: highest)
    #expect(scale.top >= highest)
    #expect(scale.ticks.count <= 5)
    #expect(scale.ticks.first == 0)
    #expect(scale.y(0, height: 140) == 140)
    #expect(scale.y(scale.top, height: 140) == 0)
  }

  @Test func neverGoesBeyondAWholeShare() {
    #expect(ValueScale.shares(highest: 1000).top == 1000)
    #expect(ValueScale.shares(highest: 990).top == 1000)
    #expect(ValueScale.shares(highest: 41).top == 60)
  }

  @Test func stepsDurationsInUnitsOfClocks() {
    #expect(ValueScale.durations(highest: 9 * 60_000).step == 300_000)
    #expect(ValueScale.durations(highest: 40_000).step == 10_000)
    #expect(ValueScale.durations(highest: 20 * 3_600_000).step == 6 * 3_600_000)
  }

  @Test(arguments: [1, 5, 8, 9, 16, 17, 30, 70, 71, 90, 365, 430, 431, 1200, 1201, 4000, 10_000])
  func putsAReadableFewTicksWithinTheDays(count: Int) {
    for start in [0, 17, 59, 300] {
      let days = (Samples.monday + start)..<(Samples.monday + start + count)
      let ticks = TimeAxis.ticks(on: days)
      #expect(ticks.count <= 16, "\(count) days: \(ticks.count)")
      #expect(ticks.allSatisfy { days.contains($0.day) })
      #expect(ticks.map(\.day) == ticks.map(\.day).sorted())
      if count >= 62 { #expect(!ticks.isEmpty) }
    }
  }

  @Test func namesTheYearInJanuary() {
    let days = LocalDay(year: 2025, month: 11, day: 12)..<LocalDay(year: 2026, month: 3, day: 1)
    #expect(TimeAxis.ticks(on: days).map(\.label) == ["Dec", "Jan 2026", "Feb"])
  }

  @Test func printsNumbersWithoutALocale() {
    #expect(ChartNumbers.grouped(1_234_567) == "1,234,567")
    #expect(ChartNumbers.grouped(-1_000) == "\u{2212}1,000")
    #expect(ChartNumbers.permille(1, of: 8) == 125)
    #expect(ChartNumbers.permille(1, of: 2000) == 1)
    #expect(ChartNumbers.permille(0, of: 0) == nil)
    #expect(ChartNumbers.duration(850) == "850 ms")
    #expect(ChartNumbers.duration(252_000) == "4 m 12 s")
    #expect(ChartNumbers.duration(11_100_000) == "3 h 05 m")
    #expect(ChartNumbers.duration(187_200_000) == "2 d 4 h")
  }

  @Test(arguments: [(0.0, "0"), (0.5, "0.5"), (-0.25, "-0.25"), (1.0 / 3, "0.333333"), (12, "12")])
  func printsDecimalsWithoutIdleZeros(value: Double, text: String) {
    var buffer = ByteBuffer()
    buffer.append(decimal: value, digits: 6)
    #expect(buffer.string == text)
  }
}
