/// A set of small numbers, one bit each.
struct IDSet {
  private var words: [UInt64] = []
  private(set) var count = 0

  func contains(_ id: Int) -> Bool {
    id >> 6 < words.count && words[id >> 6] >> UInt64(id & 63) & 1 == 1
  }

  /// False if it was in already.
  @discardableResult
  mutating func insert(_ id: Int) -> Bool {
    if id >> 6 >= words.count {
      words.append(contentsOf: repeatElement(0, count: max(id >> 6 + 1 - words.count, words.count)))
    }
    guard !contains(id) else { return false }
    words[id >> 6] |= 1 << UInt64(id & 63)
    count += 1
    return true
  }
}
