/// A set of keys that mostly stand close together: a bit each, in blocks of 4096.
struct KeyBits {
  private var blocks: [Int64: [UInt64]] = [:]
  private(set) var count = 0

  mutating func insert(_ key: Int64) {
    let (word, mask) = KeyBits.place(key)
    let block = key >> 12
    let old = blocks[block, default: KeyBits.emptyBlock][word]
    guard old & mask == 0 else { return }
    blocks[block, default: KeyBits.emptyBlock][word] = old | mask
    count += 1
  }

  /// Whether the key was there.
  mutating func remove(_ key: Int64) -> Bool {
    guard contains(key) else { return false }
    let (word, mask) = KeyBits.place(key)
    blocks[key >> 12]?[word] &= ~mask
    count -= 1
    return true
  }

  func contains(_ key: Int64) -> Bool {
    guard let block = blocks[key >> 12] else { return false }
    let (word, mask) = KeyBits.place(key)
    return block[word] & mask != 0
  }

  private static let emptyBlock = [UInt64](repeating: 0, count: 64)

  private static func place(_ key: Int64) -> (word: Int, mask: UInt64) {
    (Int(key >> 6) & 63, 1 << UInt64(key & 63))
  }
}
