import Testing

@testable import Archiving

@Suite struct KeySetTests {
  private func decoded(_ bytes: [UInt8]) -> [Int64] {
    var keys: [Int64] = []
    KeyRuns.decode(bytes) { keys += Array($0) }
    return keys
  }

  @Test(arguments: 1...30 as ClosedRange<UInt64>)
  func readsBackTheKeysOfARandomSet(seed: UInt64) {
    var dice = SplitMix64(seed: seed)
    let width = Int64(1) << Int64.random(in: 1...40, using: &dice)
    let keys = (0..<Int.random(in: 0...500, using: &dice)).map { _ in
      Int64.random(in: 0...width, using: &dice)
    }
    let bytes = KeyRuns.encode(keys)
    #expect(decoded(bytes) == Set(keys).sorted())
    // Cut bytes are no crash, and what is whole is right.
    let cut = decoded(Array(bytes.dropLast()))
    #expect(Set(cut).isSubset(of: keys))
  }

  @Test func keepsARunInFewBytes() {
    #expect(KeyRuns.encode(Array(1...1_000_000)).count <= 4)
    #expect(KeyRuns.encode([]) == [])
    #expect(decoded(KeyRuns.encode([7, 7, 9, 8, 0])) == [0, 7, 8, 9])
  }

  @Test(arguments: 1...10 as ClosedRange<UInt64>)
  func isASetOfKeys(seed: UInt64) {
    var dice = SplitMix64(seed: seed)
    var bits = KeyBits()
    var set: Set<Int64> = []
    for _ in 0..<2000 {
      let key = Int64.random(in: 0...9000, using: &dice) * (dice.chance(50) ? 1 : 777)
      if dice.chance(60) {
        bits.insert(key)
        set.insert(key)
      } else {
        #expect(bits.remove(key) == (set.remove(key) != nil))
      }
      #expect(bits.count == set.count)
      #expect(bits.contains(key) == set.contains(key))
    }
  }
}
