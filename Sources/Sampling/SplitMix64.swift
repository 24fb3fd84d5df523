/// A small pseudo-random generator with the same numbers on every machine.
///
/// Source: Steele, Lea, Flood, "Fast Splittable Pseudorandom Number Generators" (OOPSLA 2014), with
/// the constants of S. Vigna's `splitmix64.c`. Nothing here calls the C math library, whose last
/// digit depends on the processor.
struct SplitMix64: Sendable {
  private var state: UInt64

  init(seed: UInt64) {
    state = seed
  }

  /// A generator of its own for one part of the sample, so that parts do not disturb each other.
  init(seed: UInt64, stream: Int) {
    var mixer = SplitMix64(seed: seed)
    mixer.state = mixer.next() ^ (UInt64(truncatingIfNeeded: stream) &* 0xD134_2543_DE82_EF95)
    state = mixer.next()
  }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  /// 0..<`limit`, for a positive limit.
  mutating func below(_ limit: Int) -> Int {
    Int(next().multipliedFullWidth(by: UInt64(limit)).high)
  }

  /// A whole number of the range.
  mutating func int(_ range: ClosedRange<Int>) -> Int {
    range.lowerBound + below(range.count)
  }

  /// 0..<1, with 53 random bits.
  mutating func unit() -> Double {
    Double(next() >> 11) * 0x1p-53
  }

  /// True in `perMille` of 1000 cases.
  mutating func chance(_ perMille: Int) -> Bool {
    below(1000) < perMille
  }

  mutating func pick<Element>(_ list: [Element]) -> Element {
    list[below(list.count)]
  }

  /// About normal, mean 0, deviation 1: the sum of twelve uniform numbers less 6 (Irwin-Hall).
  mutating func normal() -> Double {
    var sum = 0
    for _ in 0..<3 {
      let bits = next()
      for part in 0..<4 { sum += Int((bits >> (16 * UInt64(part))) & 0xFFFF) }
    }
    return Double(sum) / 65_536 - 6
  }

  /// Log-normal with the median given, cut at `cap`.
  mutating func logNormal(median: Double, sigma: Double, cap: Double) -> Double {
    min(cap, median * exponential(sigma * normal()))
  }
}

/// e to the power of `x`, for |x| below 100, by halving, a Taylor series and squaring.
func exponential(_ x: Double) -> Double {
  let reduced = x / 128
  var term = 1.0
  var sum = 1.0
  for n in 1...10 {
    term *= reduced / Double(n)
    sum += term
  }
  for _ in 0..<7 { sum *= sum }
  return sum
}
