package import Model

/// How the history in one bag differs from that in an older one.
package struct HistoryReport: Sendable {
  /// What became of a record or a fact.
  package enum Finding: String, CaseIterable, Sendable {
    // What no growth explains.
    /// Nothing is there of the id any more.
    case vanished
    /// The record says something else after it had come to its end, and no source said so.
    case rewritten
    /// A version, an event or a deletion is not there any more.
    case gone
    /// A version or an event is new, and nothing says which source brought it.
    case unsourced

    // What was removed on purpose, and says so.
    /// Its source deleted it, and that was applied.
    case deleted
    /// The import that brought it was undone.
    case undone
    /// Somebody had it forgotten.
    case forgotten
    /// It was older than records are kept.
    case retention

    // Growth.
    case added
    /// An open record changed.
    case wentOn = "went_on"
    /// A source brought another version or event of a record.
    case newVersion = "new_version"
    /// A correction came, went or changed.
    case corrected

    /// Whether it is a problem.
    package var isProblem: Bool {
      switch self {
      case .vanished, .rewritten, .gone, .unsourced: true
      case .deleted, .undone, .forgotten, .retention, .added, .wentOn, .newVersion, .corrected:
        false
      }
    }
  }

  package struct Entry: Sendable, Equatable {
    /// `job`, `deployment`, `commit`, `incident`, or `service` of a correction.
    package let kind: String
    package let id: Text
    /// More about it, or where it comes from; may be empty.
    package let detail: String
  }

  /// Whether the newer bag names the older one as the bag before.
  package enum Chain: String, Sendable {
    case direct
    /// It names another one, or none: there may be bags between the two.
    case notChecked = "not_checked"
  }

  package internal(set) var chain = Chain.notChecked
  private var lists: [Finding: (count: Int, entries: [Entry])] = [:]

  /// So many entries of each list are kept; all are counted.
  package static let limit = 100_000

  package init() {}

  mutating func add(_ finding: Finding, _ kind: String, _ id: Text, _ detail: String = "") {
    var list = lists[finding] ?? (0, [])
    list.count += 1
    if list.count <= HistoryReport.limit {
      list.entries.append(Entry(kind: kind, id: id, detail: detail))
    }
    lists[finding] = list
  }

  package func count(_ finding: Finding) -> Int { lists[finding]?.count ?? 0 }

  package func entries(_ finding: Finding) -> [Entry] { lists[finding]?.entries ?? [] }

  package var problemCount: Int {
    Finding.allCases.filter(\.isProblem).reduce(0) { $0 + count($1) }
  }

  /// Whether history only grew, apart from what was removed on purpose.
  package var onlyGrew: Bool { problemCount == 0 }
}
