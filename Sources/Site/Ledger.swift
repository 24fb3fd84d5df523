/// How often each oddity of the data-quality ledger occurs, as a build found it.
package struct Ledger: Sendable, Equatable {
  package struct Entry: Sendable, Equatable {
    package let code: FindingCode
    package let name: String
    package let count: Int
    /// The first records, names or places, as they may be shown.
    package let examples: [String]
  }

  package private(set) var entries: [Entry] = []

  init(_ rows: [FindingRow] = []) {
    entries = rows.map { row in
      Entry(
        code: row.code, name: row.name, count: row.count,
        examples: row.examples.map(\.words))
    }
  }

  /// Those that mean that something is wrong and occur, the most frequent first.
  package var defects: [Entry] {
    entries.filter { $0.code.isDefect && $0.count > 0 }.enumerated().sorted {
      ($1.element.count, $0.offset) < ($0.element.count, $1.offset)
    }.map(\.element)
  }

  /// Every code's count, for the archive.
  package var counts: [String: Int] {
    Dictionary(entries.map { ($0.code.rawValue, $0.count) }, uniquingKeysWith: +)
  }

  package subscript(code: FindingCode) -> Entry? { entries.first { $0.code == code } }
}
