/// Paths that are one where case does not count, or of which one is then a folder of the other.
enum CaseCollision {
  /// Calls `body` with the numbers of two paths of `table` that collide; sorted, every path that
  /// collides at least once. Only ASCII letters have a case here.
  static func each<Failure: Error>(
    in table: PathTable, _ body: (Int, Int) throws(Failure) -> Void
  ) throws(Failure) {
    // With the slash before every other byte, all in a folder come right after its own name.
    var foldedPaths = PathTable()
    for i in 0..<table.count { foldedPaths.append(table[i].map(folded)) }
    let order = foldedPaths.sorted()
    for (a, b) in zip(order, order.dropFirst()) where collide(table[a], table[b]) {
      try body(a, b)
    }
  }

  private static func folded(_ byte: UInt8) -> UInt8 {
    byte == ASCII.slash ? 0 : ASCII.lowered(byte)
  }

  /// `a` and `b` are neighbours in the order without case.
  private static func collide(_ a: ArraySlice<UInt8>, _ b: ArraySlice<UInt8>) -> Bool {
    var differ = false
    var (first, second) = (a, b)
    while let x = first.first, let y = second.first, folded(x) == folded(y) {
      if x == ASCII.slash, differ { return true }
      if x != y { differ = true }
      first.removeFirst()
      second.removeFirst()
    }
    if first.isEmpty { return second.isEmpty || second.first == ASCII.slash }
    return second.isEmpty ? first.first == ASCII.slash : false
  }
}
