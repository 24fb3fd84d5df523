import Foundation
import Testing

@testable import Sampling

struct SplitMix64Tests {
  /// Reference: the first outputs of S. Vigna's `splitmix64.c` for the seed 1234567.
  @Test func givesTheReferenceNumbers() {
    var random = SplitMix64(seed: 1_234_567)
    #expect(random.next() == 6_457_827_717_110_365_317)
    #expect(random.next() == 3_203_168_211_198_807_973)
    #expect(random.next() == 9_817_491_932_198_370_423)
  }

  @Test func staysWithinItsLimits() {
    var random = SplitMix64(seed: 5)
    var seen = Set<Int>()
    for _ in 0..<1000 { seen.insert(random.int(-2...2)) }
    #expect(seen == [-2, -1, 0, 1, 2])
    #expect((0..<1000).allSatisfy { _ in (0..<1).contains(random.unit()) })
  }

  @Test func hasTheMomentsOfANormalDistribution() {
    var random = SplitMix64(seed: 5)
    let values = (0..<20_000).map { _ in random.normal() }
    let mean = values.reduce(0, +) / 20_000
    let variance = values.map { ($0 - mean) * ($0 - mean) }.reduce(0, +) / 20_000
    #expect(abs(mean) < 0.03)
    #expect(abs(variance - 1) < 0.05)
  }

  @Test(arguments: [-20, -3.5, -1, -0.01, 0, 0.2, 1, 2.5, 8, 30])
  func takesPowersOfE(x: Double) {
    #expect(abs(exponential(x) / exp(x) - 1) < 1e-12)
  }

  @Test func sharesWithoutOverflow() {
    #expect(share(of: .max, .max, outOf: .max) == .max)
    #expect(nearestShare(of: 3, 1, outOf: 2) == 2)
    #expect(share(of: 3, 1, outOf: 2) == 1)
  }
}
