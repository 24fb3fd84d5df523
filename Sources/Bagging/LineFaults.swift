import Model

/// What is wrong with the lines of one tag file; at most 1,000 faults are kept one by one.
struct LineFaults {
  private static let limit = 1000
  private var items: [(line: Int, fault: BagFault)] = []
  private var omitted = 0

  mutating func add(_ line: Int, _ fault: BagFault) {
    if items.count < LineFaults.limit { items.append((line, fault)) } else { omitted += 1 }
  }

  /// In the order in which they were found; at the end how many were not kept.
  func malformed(in file: Text) -> [BagReport.Malformed] {
    var all = items.map { BagReport.Malformed(file: file, line: $0.line, fault: $0.fault) }
    if omitted > 0 {
      all.append(BagReport.Malformed(file: file, line: nil, fault: .more(omitted)))
    }
    return all
  }
}

/// Paths in the lines of one tag file that are not followed.
struct UnsafeLines {
  private var items: [(line: Int, path: [UInt8], reason: UnsafePath)] = []

  mutating func add(_ line: Int, _ path: [UInt8], _ reason: UnsafePath) {
    items.append((line, path, reason))
  }

  func all(in file: Text) -> [BagReport.Unsafe] {
    items.map {
      BagReport.Unsafe(path: Quoting.text($0.path), reason: $0.reason, file: file, line: $0.line)
    }
  }
}
