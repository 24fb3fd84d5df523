import Model

extension BagReport {
  /// Sorts all lists and leaves one of what is there twice.
  mutating func settle() {
    missing = BagReport.settled(missing) { [$0.path] }
    extra = BagReport.settled(extra) { [$0] }
    altered = BagReport.settled(altered) {
      [$0.path, Text($0.algorithm.rawValue), Text($0.expected)]
    }
    unreadable = BagReport.settled(unreadable) { [$0.path, Text($0.reason)] }
    unsafe = BagReport.settled(unsafe) { [$0.path, $0.file ?? "", Text($0.reason.description)] }
    wrongCounts = BagReport.settled(wrongCounts) { [$0.label, $0.expected] }
    unlisted = BagReport.settled(unlisted) { [$0] }
    notChecked = BagReport.settled(notChecked) { [$0.file] }
    warnings = BagReport.settled(warnings) { $0.key }
    malformed = BagReport.settled(malformed) { [$0.file, Text($0.fault.description)] }
    malformed.sort { ($0.file, $0.line ?? 0) < ($1.file, $1.line ?? 0) }
  }

  private static func settled<Item: Hashable>(_ items: [Item], key: (Item) -> [Text]) -> [Item] {
    let sorted = items.map { (key($0), $0) }.sorted { $0.0.lexicographicallyPrecedes($1.0) }
    var result: [Item] = []
    for (_, item) in sorted where result.last != item { result.append(item) }
    return result
  }
}

extension BagReport.Warning {
  fileprivate var key: [Text] {
    switch self {
    case .caseCollision(let a, let b): ["1", a, b]
    case .dotSlash(let file): ["2", file]
    }
  }
}

extension BagReport.Warning: CustomStringConvertible {
  package var description: String {
    switch self {
    case .caseCollision(let a, let b):
      "\(Quoting.quoted(a.string)) and \(Quoting.quoted(b.string)) are one where case does not"
        + " count"
    case .dotSlash(let file): "\(Quoting.quoted(file.string)): paths in it begin with './'"
    }
  }
}
