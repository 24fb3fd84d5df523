import GRDB
import Model

/// What an import can bring: versions of records, events and deletions, each kind with keys of its
/// own.
enum FactClass: Int64, CaseIterable {
  case jobs, deployments, commits, incidents
  case jobEvents, deploymentEvents
  case tombstones

  static func versions(of kind: RecordKind) -> FactClass {
    switch kind {
    case .job: .jobs
    case .deployment: .deployments
    case .commit: .commits
    case .incident: .incidents
    }
  }

  static func events(of kind: RecordKind) -> FactClass {
    kind == .deployment ? .deploymentEvents : .jobEvents
  }
}

/// Which facts one import brings: new ones get keys and its number, known ones are noted as seen
/// again, so that each fact can stay exactly as long as an import that brought it.
final class Provenance {
  /// The number of the import.
  let number: Int64
  private let database: Database
  private var next: [Int64]
  private var seen: [[Int64]]
  private var parts: [Int64]
  /// Facts that no import brought before.
  private(set) var newFacts = 0
  /// Where in the source the fact at hand stands; nil if it does not say.
  var line: Int?

  /// Keys kept before they are written as one part; sorted, that many make short distances.
  private static let partSize = 1 << 18

  init(_ database: Database, number: Int64) throws {
    self.database = database
    self.number = number
    next = Array(repeating: 1, count: FactClass.allCases.count)
    seen = Array(repeating: [], count: FactClass.allCases.count)
    parts = Array(repeating: 0, count: FactClass.allCases.count)
    let rows = try Row.fetchAll(database, sql: "SELECT facts, next FROM counter ORDER BY facts")
    for row in rows {
      let facts: Int = row[0]
      if next.indices.contains(facts) { next[facts] = row[1] }
    }
  }

  /// Key and origin for a fact that is new.
  func newFact(_ facts: FactClass) -> StoredVersion {
    let index = Int(facts.rawValue)
    defer { next[index] += 1 }
    newFacts += 1
    return StoredVersion(key: next[index], origin: number, line: line.map { Int64($0) })
  }

  /// Notes that the import brought a known fact as well.
  func sawAgain(_ fact: StoredVersion, _ facts: FactClass) throws {
    guard fact.origin != number else { return }
    let index = Int(facts.rawValue)
    seen[index].append(fact.key)
    if seen[index].count >= Provenance.partSize { try write(facts) }
  }

  private func write(_ facts: FactClass) throws {
    let index = Int(facts.rawValue)
    guard !seen[index].isEmpty else { return }
    let insert = try BoundStatement(
      database, "INSERT INTO sighting(import, facts, part, keys) VALUES (?, ?, ?, ?)")
    insert.bind(0, number)
    insert.bind(1, facts.rawValue)
    insert.bind(2, parts[index])
    insert.bind(3, blob: KeyRuns.encode(seen[index]))
    try insert.run()
    parts[index] += 1
    seen[index].removeAll(keepingCapacity: true)
  }

  func save() throws {
    for facts in FactClass.allCases {
      try write(facts)
      try database.execute(
        sql: "INSERT OR REPLACE INTO counter(facts, next) VALUES (?, ?)",
        arguments: [facts.rawValue, next[Int(facts.rawValue)]])
    }
  }
}
