import Foundation
import Model

/// Keeps texts that come again and again, so that equal ones share their memory.
///
/// One slot for each hash: a newcomer takes the place of what was there. Bounded in size.
struct TextPool {
  private static let size = 1024
  private static let pooledSizes = 16...128
  private var slots = [Text?](repeating: nil, count: TextPool.size)

  mutating func text(_ bytes: UnsafeBufferPointer<UInt8>) -> Text {
    // Up to 15 bytes are stored in the string itself.
    guard TextPool.pooledSizes.contains(bytes.count), let base = bytes.baseAddress else {
      return Text(String(decoding: bytes, as: UTF8.self))
    }
    let slot = TextPool.hash(UnsafeRawPointer(base), bytes.count)
    if let known = slots[slot], TextPool.isSame(known.string, bytes) { return known }
    let text = Text(String(decoding: bytes, as: UTF8.self))
    slots[slot] = text
    return text
  }

  /// From the first, the middle and the last eight bytes of at least sixteen.
  private static func hash(_ base: UnsafeRawPointer, _ count: Int) -> Int {
    let first = base.loadUnaligned(as: UInt64.self)
    let middle = base.loadUnaligned(fromByteOffset: count / 2 - 4, as: UInt64.self)
    let last = base.loadUnaligned(fromByteOffset: count - 8, as: UInt64.self)
    let mixed = (first ^ (middle &<< 7) ^ (middle &>> 57) ^ (last &<< 31) ^ (last &>> 33))
    return Int(truncatingIfNeeded: (mixed &* 0x9E37_79B9_7F4A_7C15) >> 54)
  }

  private static func isSame(_ string: String, _ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    let same = string.utf8.withContiguousStorageIfAvailable { known in
      guard let a = known.baseAddress, let b = bytes.baseAddress else { return false }
      return known.count == bytes.count && memcmp(a, b, bytes.count) == 0
    }
    return same ?? false
  }
}
