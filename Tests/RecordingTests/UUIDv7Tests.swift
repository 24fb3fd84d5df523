import Dispatch
import Foundation
import Recording
import Testing

@Suite struct UUIDv7Tests {
  /// Always the same bits.
  private struct Constant: RandomNumberGenerator {
    var bits: UInt64
    mutating func next() -> UInt64 { bits }
  }

  private func make(_ seconds: Int64, _ nanoseconds: Int64, bits: UInt64 = .max) -> String {
    var random = Constant(bits: bits)
    return "\(UUIDv7(seconds: seconds, nanoseconds: nanoseconds, using: &random))"
  }

  /// The time of RFC 9562's example, appendix A.6.
  @Test func writesTheFieldsWhereTheyBelong() {
    #expect(make(1_645_557_742, 0, bits: 0) == "017f22e2-79b0-7000-8000-000000000000")
    #expect(make(1_645_557_742, 999_999) == "017f22e2-79b0-7fff-bfff-ffffffffffff")
    #expect(make(1_645_557_742, 999_999_999) == "017f22e2-7d97-7fff-bfff-ffffffffffff")
    #expect(make(0, 0, bits: 0) == "00000000-0000-7000-8000-000000000000")
  }

  @Test func setsVersionAndVariantWhateverChanceSays() throws {
    for _ in 0..<1000 {
      let text = "\(UUIDv7())"
      let uuid = try #require(UUID(uuidString: text)).uuid
      #expect(uuid.6 >> 4 == 7)
      #expect(uuid.8 >> 6 == 2)
      #expect(text == text.lowercased())
      #expect(text.utf8.count == 36)
    }
  }

  @Test func sortsByTime() {
    var random = SplitMix64(seed: 7)
    var last = ""
    var nanoseconds: Int64 = 1_793_499_240_000_000_000
    for _ in 0..<10_000 {
      nanoseconds += Int64.random(in: 245...3_000_000, using: &random)
      let (seconds, rest) = nanoseconds.quotientAndRemainder(dividingBy: 1_000_000_000)
      let next = "\(UUIDv7(seconds: seconds, nanoseconds: rest, using: &random))"
      #expect(last < next)
      last = next
    }
  }

  @Test func carriesTheTimeItWasMade() throws {
    let before = UInt64(Date().timeIntervalSince1970 * 1000)
    let text = "\(UUIDv7())"
    let after = UInt64(Date().timeIntervalSince1970 * 1000) + 1
    let made = try #require(UInt64(text.prefix(13).replacing("-", with: ""), radix: 16))
    #expect((before - 1...after).contains(made))
  }

  @Test func isNeverTheSameTwiceAmongThreads() async {
    let all = await withTaskGroup(of: [UUIDv7].self) { group in
      for _ in 0..<8 { group.addTask { (0..<20_000).map { _ in UUIDv7() } } }
      return await group.reduce(into: Set<UUIDv7>()) { $0.formUnion($1) }
    }
    #expect(all.count == 160_000)
  }
}
