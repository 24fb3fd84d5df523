import Foundation

/// A generated id: a universally unique identifier of version 7, whose text sorts by the time it was
/// made. Those of one process made within a quarter of a microsecond sort by chance.
///
/// Source: RFC 9562, sections 5.7 and 6.2 (method 3: 12 bits of the fraction of the millisecond).
package struct UUIDv7: Sendable, Hashable, CustomStringConvertible {
  /// 48 bits of milliseconds since 1970, the version, 12 bits of the fraction of the millisecond.
  private let high: UInt64
  /// The variant and 62 bits of chance.
  private let low: UInt64

  /// A new one, by the system's clock and random numbers.
  package init() {
    var now = timespec()
    clock_gettime(CLOCK_REALTIME, &now)
    var system = SystemRandomNumberGenerator()
    self.init(seconds: Int64(now.tv_sec), nanoseconds: Int64(now.tv_nsec), using: &system)
  }

  /// - Parameters:
  ///   - seconds: since 1970, before the year 10889.
  ///   - nanoseconds: beside them, less than a second.
  package init(
    seconds: Int64, nanoseconds: Int64, using random: inout some RandomNumberGenerator
  ) {
    let milliseconds = UInt64(clamping: seconds * 1000 + nanoseconds / 1_000_000)
    let fraction = UInt64(clamping: nanoseconds % 1_000_000) * 4096 / 1_000_000
    high = milliseconds << 16 | 0x7000 | fraction
    low = 0x8000_0000_0000_0000 | random.next() >> 2
  }

  /// Lower case, with hyphens.
  package var description: String {
    let digits = Array((UUIDv7.hexadecimal(high) + UUIDv7.hexadecimal(low)))
    var text = ""
    for (i, digit) in digits.enumerated() {
      if [8, 12, 16, 20].contains(i) { text.append("-") }
      text.append(digit)
    }
    return text
  }

  private static func hexadecimal(_ number: UInt64) -> String {
    let digits = String(number, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }
}
