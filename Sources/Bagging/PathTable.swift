import Glibc

/// Many paths in one run of bytes: a few bytes each beside their own.
struct PathTable {
  private var bytes: [UInt8] = []
  private var ends: [Int] = []

  var count: Int { ends.count }

  mutating func append(_ path: some Collection<UInt8>) {
    bytes.append(contentsOf: path)
    ends.append(bytes.count)
  }

  subscript(_ index: Int) -> ArraySlice<UInt8> { bytes[range(index)] }

  private func range(_ index: Int) -> Range<Int> {
    (index == 0 ? 0 : ends[index - 1])..<ends[index]
  }

  /// The numbers of all paths, sorted by the bytes of the paths, equal ones as they came.
  func sorted() -> [Int] {
    bytes.withUnsafeBytes { all in
      (0..<count).sorted { a, b in
        let order = PathTable.compare(all[range(a)], all[range(b)])
        return order == 0 ? a < b : order < 0
      }
    }
  }

  /// Where a path stands in `order`, which `sorted` gave; of equal ones the first. Nil if nowhere.
  func position(of path: [UInt8], in order: [Int]) -> Int? {
    bytes.withUnsafeBytes { all in
      path.withUnsafeBytes { wanted in
        var low = 0
        var high = order.count
        while low < high {
          let middle = (low + high) / 2
          if PathTable.compare(all[range(order[middle])], wanted[...]) < 0 {
            low = middle + 1
          } else {
            high = middle
          }
        }
        guard low < order.count else { return nil }
        return PathTable.compare(all[range(order[low])], wanted[...]) == 0 ? low : nil
      }
    }
  }

  private static func compare(
    _ a: Slice<UnsafeRawBufferPointer>, _ b: Slice<UnsafeRawBufferPointer>
  ) -> Int {
    let common = min(a.count, b.count)
    let first = UnsafeRawBufferPointer(rebasing: a)
    let second = UnsafeRawBufferPointer(rebasing: b)
    if common > 0, let left = first.baseAddress, let right = second.baseAddress {
      let order = memcmp(left, right, common)
      if order != 0 { return Int(order) }
    }
    return a.count - b.count
  }
}
