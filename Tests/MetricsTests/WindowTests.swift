import Metrics
import Model
import Testing

@Suite struct WindowTests {
  private let date = ReportDate(today: LocalDay(year: 2026, month: 3, day: 1))

  private func day(_ text: String) throws -> LocalDay { try #require(LocalDay(iso: text)) }

  @Test func endsBeforeToday() throws {
    let week = date.last(7)
    #expect(week.days == (try day("2026-02-22"))..<(try day("2026-03-01")))
    #expect(week.dayCount == 7)
    #expect(!week.contains(date.today))
    #expect(week.contains(try day("2026-02-28")))
    #expect(week.contains(try day("2026-02-22")))
    #expect(!week.contains(try day("2026-02-21")))
  }

  @Test func standsBeforeAWindowOfTheSameLength() throws {
    for days in ReportDate.standardLengths {
      let window = date.last(days)
      #expect(window.previous.dayCount == days)
      #expect(window.previous.days.upperBound == window.days.lowerBound)
      #expect(window.shifted(back: days) == window.previous)
    }
  }

  @Test func coversTodayButNoLaterDay() {
    #expect(date.covers(date.today))
    #expect(date.covers(date.today - 10_000))
    #expect(!date.covers(date.today + 1))
  }
}

@Suite struct CoverageTests {
  private let d = LocalDay(number: 1000)

  private func knowledge(
    _ first: Int?, _ through: Int?, today: Int = 100, of days: Range<Int>
  ) -> Coverage.Knowledge {
    Coverage(first: first.map { d + $0 }, through: through.map { d + $0 }, today: d + today)
      .of(d + days.lowerBound..<d + days.upperBound)
  }

  @Test func knowsABucketBetweenFirstAndLastRecordWholly() {
    #expect(knowledge(0, 10, of: 1..<8) == .whole)
    #expect(knowledge(0, 10, of: 3..<10) == .whole)
    #expect(knowledge(0, 10, of: 9..<10) == .whole)
  }

  @Test func knowsTheDaysOfTheFirstAndTheLastRecordInPart() {
    #expect(knowledge(0, 10, of: 0..<1) == .partial)
    #expect(knowledge(0, 10, of: 0..<7) == .partial)
    #expect(knowledge(0, 10, of: 10..<11) == .partial)
    #expect(knowledge(0, 10, of: 7..<14) == .partial)
    #expect(knowledge(2, 10, of: 0..<7) == .partial)
  }

  @Test func knowsNothingOutside() {
    #expect(knowledge(0, 10, of: 11..<12) == .none)
    #expect(knowledge(2, 10, of: 0..<2) == .none)
    #expect(knowledge(2, nil, of: 2..<3) == .none)
    #expect(knowledge(nil, nil, of: 0..<100) == .none)
  }

  @Test func knowsTodayInPart() {
    #expect(knowledge(0, 10, today: 10, of: 9..<10) == .whole)
    #expect(knowledge(0, 12, today: 10, of: 10..<11) == .partial)
  }

  @Test func saysWhyNothingIsKnown() {
    let window = TimeWindow(days: d..<d + 7)
    func absence(_ first: Int?, _ through: Int?) -> Coverage.Absence? {
      Coverage(first: first.map { d + $0 }, through: through.map { d + $0 }, today: d + 50)
        .absence(in: window)
    }
    #expect(absence(nil, nil) == .always)
    #expect(absence(-9, -1) == .since(d - 1))
    #expect(absence(7, 9) == .before(d + 7))
    #expect(absence(-9, 0) == nil)
    #expect(absence(6, 9) == nil)
  }

  @Test func saysWhatIsMissingOfAWindowKnownInPart() {
    let window = TimeWindow(days: d..<d + 7)
    func shortfall(_ first: Int, _ through: Int) -> Coverage.Absence? {
      Coverage(first: d + first, through: d + through, today: d + 50).shortfall(in: window)
    }
    #expect(shortfall(-9, 9) == nil)
    #expect(shortfall(0, 6) == nil)
    #expect(shortfall(-9, 5) == .since(d + 5))
    #expect(shortfall(1, 9) == .before(d + 1))
    #expect(shortfall(-9, -1) == nil)  // Nothing is known: that is another question.
    #expect(shortfall(8, 9) == nil)
  }
}
