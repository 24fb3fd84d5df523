import Metrics
import Testing

@Suite struct SpreadTests {
  @Test func poolsCountsAndKeepsTheEnds() {
    let spread = Spread([
      Proportion(k: 1, n: 10), Proportion(k: 45, n: 90), Proportion(k: 2, n: 100),
      Proportion(k: 3, n: 5), Proportion(k: 0, n: 0),
    ])
    // 51 of 205, not the mean of 10 %, 50 %, 2 % and 60 %.
    #expect(spread.pooled == Proportion(k: 51, n: 205))
    #expect(spread.lowest == Proportion(k: 2, n: 100))
    #expect(spread.middle == Proportion(k: 1, n: 10))
    #expect(spread.highest == Proportion(k: 45, n: 90))
    #expect(spread.memberCount == 5)
    #expect(spread.comparedCount == 3)
  }

  @Test func leavesMembersWithFewerThanSixCasesOutOfTheEnds() {
    let few = Spread([Proportion(k: 5, n: 5), Proportion(k: 0, n: 5)])
    #expect(few.pooled == Proportion(k: 5, n: 10))
    #expect(few.lowest == nil && few.middle == nil && few.highest == nil)
    #expect(few.memberCount == 2 && few.comparedCount == 0)
    #expect(Spread([Proportion(k: 6, n: 6)]).highest == Proportion(k: 6, n: 6))
  }

  @Test func takesTheLowerOfTwoInTheMiddle() {
    let four = [(1, 10), (2, 10), (4, 10), (9, 10)].map { Proportion(k: $0, n: $1) }
    #expect(Spread(four).middle == Proportion(k: 2, n: 10))
    #expect(Spread(four + [Proportion(k: 10, n: 10)]).middle == Proportion(k: 4, n: 10))
  }

  @Test func hasNothingToSayWithoutMembers() {
    let none = Spread([])
    #expect(none.pooled == Proportion(k: 0, n: 0))
    #expect(none.lowest == nil && none.highest == nil && none.memberCount == 0)
  }

  @Test func takesTheLargestOfEqualMembersInAnyOrder() {
    var dice = SplitMix64(seed: 2)
    let members = [(1, 10), (3, 30), (2, 20), (4, 8), (8, 16), (5, 10), (1, 3)].map {
      Proportion(k: $0, n: $1)
    }
    for _ in 0..<50 {
      let spread = Spread(members.shuffled(using: &dice))
      #expect(spread == Spread(members))
      #expect(spread.lowest == Proportion(k: 3, n: 30))
      #expect(spread.highest == Proportion(k: 8, n: 16))
    }
  }
}
