import Metrics
import Model
import Testing

@Suite struct FlipRateTests {
  @Test(
    arguments: [
      ("", 0, 0), ("P", 0, 0), ("PPPP", 0, 3), ("PFPF", 3, 3), ("PFFP", 2, 3),
      // The run of three, and the changes into and out of it, leave PP and PF.
      ("PPFFFPF", 1, 2), ("FFF", 0, 0), ("PFFFF", 0, 0), ("FFFP", 0, 0), ("FFPFFFPP", 1, 3),
    ])
  func countsChangesOutsideOfRealBreakage(verdicts: String, flips: Int, pairs: Int) {
    #expect(flipRate(verdicts.map { $0 == "P" }) == Proportion(k: flips, n: pairs))
  }

  @Test(
    arguments: [
      ("", nil), ("FFP", nil), ("PFF", .since(Timestamp(milliseconds: 1))),
      ("FPFPF", .since(Timestamp(milliseconds: 4))),
      ("FF", .atLeastSince(Timestamp(milliseconds: 0))),
    ] as [(String, BrokenSince?)])
  func isBrokenSinceTheFirstFailAfterTheLastPass(verdicts: String, expected: BrokenSince?) {
    let told = verdicts.enumerated().map {
      (at: Timestamp(milliseconds: Int64($0)), isPass: $1 == "P")
    }
    #expect(brokenSince(told) == expected)
  }
}
