import Testing

@testable import Archiving

@Suite struct SortedSpoolTests {
  private func rows(_ spool: SortedSpool, _ list: Int) throws -> [SortedSpool.Row] {
    var rows: [SortedSpool.Row] = []
    try spool.read(list: list) { next in
      while let row = try next() { rows.append(row) }
      #expect(try next() == nil)
    }
    return rows
  }

  /// Against sorting in memory; more rows than wait in memory, and keys of every byte.
  @Test func handsBackEveryRowOnceByKeyAndLine() throws {
    var random = SplitMix64(seed: 21)
    let spool = try SortedSpool()
    var added: [SortedSpool.Row] = []
    for i in 0..<5000 {
      let key = (0..<Int.random(in: 0...3, using: &random)).map { _ in
        UInt8.random(in: 0...255, using: &random)
      }
      let row = SortedSpool.Row(
        list: Int.random(in: 0...2, using: &random), key: key, number: Int64(i % 7),
        line: [UInt8.random(in: 0...9, using: &random)])
      added.append(row)
      try spool.add(row)
      if i % 3 == 0 { try spool.add(row) }
    }
    for list in 0...2 {
      var expected = added.filter { $0.list == list }.sorted { a, b in
        if a.key != b.key { return a.key.lexicographicallyPrecedes(b.key) }
        return (a.line[0], a.number) < (b.line[0], b.number)
      }
      expected = expected.enumerated().filter { i, row in i == 0 || expected[i - 1] != row }
        .map(\.element)
      #expect(expected.count > 1000)
      #expect(try rows(spool, list) == expected)
    }
    #expect(try rows(spool, 3).isEmpty)
  }

  @Test func aReadThatEndsEarlyStandsInTheWayOfNothing() throws {
    let spool = try SortedSpool()
    for i in 0..<10 as Range<UInt8> {
      try spool.add(SortedSpool.Row(list: 0, key: [i], number: 0, line: [i]))
    }
    var first: SortedSpool.Row?
    try spool.read(list: 0) { next in first = try next() }
    #expect(first?.key == [0])
    try spool.add(SortedSpool.Row(list: 0, key: [10], number: 0, line: [10]))
    #expect(try rows(spool, 0).count == 11)
  }
}
