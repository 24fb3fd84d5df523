import Metrics
import Testing

@Suite struct PercentileTests {
  /// Type 7 by its definition, in fractions: position (n - 1) p from 0, linear between neighbours,
  /// halves up.
  private func naive(_ sorted: [UInt32], _ a: Int, _ b: Int) -> Int64 {
    let position = (sorted.count - 1) * a
    let below = Int(sorted[position / b])
    let above = Int(sorted[min(position / b + 1, sorted.count - 1)])
    // The value times b is a whole number.
    let scaled = below * (b - position % b) + above * (position % b)
    let floor = scaled / b
    return Int64(2 * (scaled - floor * b) >= b ? floor + 1 : floor)
  }

  @Test func agreesWithTheDefinitionInFractions() {
    var dice = SplitMix64(seed: 7)
    for _ in 0..<2000 {
      let limit: UInt32 = dice.chance(20) ? .max : dice.chance(50) ? 10 : 100_000
      let count = Int.random(in: 1...230, using: &dice)
      let sorted = (0..<count).map { _ in UInt32.random(in: 0...limit, using: &dice) }.sorted()
      for (a, b) in [(1, 2), (9, 10), (19, 20), (99, 100), (1, 3), (0, 1), (1, 1)] {
        #expect(DurationSummary.quantile(sorted, a, b) == naive(sorted, a, b))
      }
    }
  }

  /// From R: quantile(x, p, type = 7).
  @Test func givesKnownValues() {
    let tens = (1...10).map { UInt32($0 * 10) }
    #expect(DurationSummary.quantile(tens, 1, 2) == 55)
    #expect(DurationSummary.quantile(tens, 9, 10) == 91)
    #expect(DurationSummary.quantile(tens, 1, 4) == 33)  // 32.5, half up
    #expect(DurationSummary.quantile([1, 2], 1, 2) == 2)  // 1.5, half up
    #expect(DurationSummary.quantile([5], 99, 100) == 5)
    #expect(DurationSummary.quantile([0, .max], 1, 2) == 2_147_483_648)
  }

  @Test(arguments: [
    (0, [false, false, false, false]), (2, [false, false, false, false]),
    (3, [true, false, false, false]), (9, [true, false, false, false]),
    (10, [true, true, false, false]), (19, [true, true, false, false]),
    (20, [true, true, true, false]), (99, [true, true, true, false]),
    (100, [true, true, true, true]),
  ])
  func printsAPercentileOnlyWithEnoughCases(count: Int, expected: [Bool]) {
    let summary = DurationSummary(sorted: (0..<count).map { UInt32($0) })
    #expect(summary.count == count)
    let known = [summary.p50, summary.p90, summary.p95, summary.p99].map { $0 != nil }
    #expect(known == expected)
    #expect(summary.longest == (count == 0 ? nil : Int64(count - 1)))
    #expect((summary.medianInterval != nil) == (count >= 6))
  }

  // MARK: - The interval of the median

  /// P(Binomial(n, 1/2) < r) as exact counts: the sum of C(n, i) for i < r, against 2^n / 40.
  private func exactRank(_ n: Int) -> Int {
    var row = [BigCount(1)]
    for k in 0..<n { row.append(row[k].times(n - k).dividedExactly(by: k + 1)) }
    let total = row.reduce(BigCount(0)) { $0.plus($1) }
    var sum = BigCount(0)
    var rank = 0
    while rank < n {
      sum = sum.plus(row[rank])
      guard sum.times(40).isAtMost(total) else { break }
      rank += 1
    }
    return rank
  }

  @Test func takesTheRanksOfTheExactBinomial() throws {
    for n in Array(6...80) + [99, 100, 101, 250, 500, 999, 1000] {
      let rank = exactRank(n)
      #expect(try #require(DurationSummary.medianRanks(count: n)) == (rank - 1)...(n - rank))
    }
  }

  @Test func staysOnTheSafeSideBeyondTheExactRanks() throws {
    for n in [1001, 1002, 1500, 2500] {
      let rank = exactRank(n)
      let ranks = try #require(DurationSummary.medianRanks(count: n))
      #expect(ranks.lowerBound <= rank - 1)
      #expect(ranks.lowerBound >= rank - 3)
      #expect(ranks.upperBound == n - 1 - ranks.lowerBound)
    }
  }

  /// Table of the sign test: for n = 6 the extremes, for 20 the 6th and 15th value.
  @Test func givesKnownRanks() {
    #expect(DurationSummary.medianRanks(count: 5) == nil)
    #expect(DurationSummary.medianRanks(count: 6) == 0...5)
    #expect(DurationSummary.medianRanks(count: 8) == 0...7)
    #expect(DurationSummary.medianRanks(count: 9) == 1...7)
    #expect(DurationSummary.medianRanks(count: 20) == 5...14)
  }
}

/// A whole number of any size, just large enough a tool for exact binomial coefficients.
private struct BigCount {
  /// Base 2^32, lowest digit first.
  private var digits: [UInt64]

  init(_ value: UInt64) { digits = [value] }

  func plus(_ other: BigCount) -> BigCount {
    var result = self
    var carry: UInt64 = 0
    for i in 0..<max(digits.count, other.digits.count) + 1 {
      if i >= result.digits.count { result.digits.append(0) }
      let sum = result.digits[i] + (i < other.digits.count ? other.digits[i] : 0) + carry
      result.digits[i] = sum & 0xFFFF_FFFF
      carry = sum >> 32
    }
    return result
  }

  func times(_ factor: Int) -> BigCount {
    var result = self
    var carry: UInt64 = 0
    for i in result.digits.indices {
      let product = result.digits[i] * UInt64(factor) + carry
      result.digits[i] = product & 0xFFFF_FFFF
      carry = product >> 32
    }
    if carry > 0 { result.digits.append(carry) }
    return result
  }

  func dividedExactly(by divisor: Int) -> BigCount {
    var result = self
    var rest: UInt64 = 0
    for i in result.digits.indices.reversed() {
      let part = rest << 32 | result.digits[i]
      result.digits[i] = part / UInt64(divisor)
      rest = part % UInt64(divisor)
    }
    return result
  }

  func isAtMost(_ other: BigCount) -> Bool {
    for i in (0..<max(digits.count, other.digits.count)).reversed() {
      let mine = i < digits.count ? digits[i] : 0
      let theirs = i < other.digits.count ? other.digits[i] : 0
      if mine != theirs { return mine < theirs }
    }
    return true
  }
}
