import Metrics
import Model
import Testing

@Suite struct VerdictDayTests {
  /// `days` by number: P a pass, F a fail, B both, - neither.
  private func days(_ text: String) -> VerdictDays {
    var result = VerdictDays()
    for (number, letter) in text.enumerated() {
      var counts = JobCounts()
      if "PB".contains(letter) { counts[.success] = 1 }
      if "FB".contains(letter) { counts[.timeout] = 2 }
      counts[.cancelled] = 1
      result.add(counts, on: LocalDay(number: number))
    }
    return result
  }

  @Test(
    arguments: [
      ("", []), ("-P", []), ("FP", []), ("PF", [1]), ("P-FF", [2]), ("FF", [0]), ("PB", [1]),
      ("BP", []), ("B", [0]), ("PBF", [1, 2]), ("PBFP", []), ("B-F", [0, 2]),
    ] as [(String, [Int])])
  func namesTheDaysThatDecide(history: String, decisive: [Int]) {
    #expect(days(history).decisive.map(\.number) == decisive)
  }

  @Test func takesADayInParts() {
    var inParts = VerdictDays()
    var (pass, fail) = (JobCounts(), JobCounts())
    pass[.success] = 1
    fail[.failed] = 1
    inParts.add(fail, on: LocalDay(number: 0))
    inParts.add(pass, on: LocalDay(number: 0))
    #expect(inParts == days("B"))
    #expect(inParts.last == LocalDay(number: 0))
  }

  /// Looking at the decisive days alone says what looking at everything says.
  @Test func decidesAsAllVerdictsDo() {
    var random = SplitMix64(seed: 3)
    var broken = 0
    for round in 0..<500 {
      var verdicts: [(at: Timestamp, isPass: Bool)] = []
      var known = VerdictDays()
      let share = Int.random(in: 5...95, using: &random)
      for day in 0..<Int.random(in: 1...6, using: &random) {
        var counts = JobCounts()
        for i in 0..<Int.random(in: 0...3, using: &random) {
          let isPass = random.chance(share)
          verdicts.append((Timestamp(milliseconds: Int64(day * 10 + i)), isPass))
          counts[isPass ? .success : .failed] += 1
        }
        known.add(counts, on: LocalDay(number: day))
      }
      var run = FailingRun(hasPassed: known.lastPass != nil)
      for verdict in verdicts
      where known.decisive.contains(LocalDay(number: Int(verdict.at.milliseconds) / 10)) {
        run.add(verdict.at, isPass: verdict.isPass)
      }
      #expect(run.since == brokenSince(verdicts), "seed 3, round \(round)")
      if run.since != nil { broken += 1 }
    }
    #expect(broken > 100 && broken < 400)
  }
}
