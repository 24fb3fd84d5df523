import Archiving
import Foundation
import Model

/// Compares the history in two bags of one archive, the older one first, by merging their sorted files.
package struct HistoryCheck {
  private let older: String
  private let newer: String
  private var report = HistoryReport()
  private let lostImports: Set<ImportReference>
  /// What the newer bag says was removed on purpose, by kind and hash.
  private let removals: [[String]: HistoryReport.Finding]

  /// Compares bags that were verified.
  ///
  /// - Parameter isDirect: whether the newer one names the older one as the bag before.
  package static func compare(
    _ newer: String, against older: String, isDirect: Bool
  ) throws -> HistoryReport {
    var check = try HistoryCheck(newer: newer, older: older)
    check.report.chain = isDirect ? .direct : .notChecked
    try check.run()
    return check.report
  }

  private init(newer: String, older: String) throws {
    self.newer = newer
    self.older = older
    lostImports = try HistoryCheck.lostImports(older: older, newer: newer)
    var removals: [[String]: HistoryReport.Finding] = [:]
    try LineReading(path: HistoryCheck.path(.removals, in: newer)).forEach(RemovalLine.self) {
      removals[[$0.kind, $0.idSHA256]] = $0.reason == "retention" ? .retention : .forgotten
    }
    self.removals = removals
  }

  private static func path(_ file: RecordFile, in bag: String) -> String {
    "\(bag)/data/\(file.path)"
  }

  /// The imports of the older bag that are not in the newer one: by source, content and how it was read.
  private static func lostImports(
    older: String, newer: String
  ) throws -> Set<ImportReference> {
    func key(_ line: ImportLine) -> [String] { [line.source, line.sha256, line.key] }
    var known: Set<[String]> = []
    try LineReading(path: path(.imports, in: newer)).forEach(ImportLine.self) {
      known.insert(key($0))
    }
    var lost: Set<ImportReference> = []
    try LineReading(path: path(.imports, in: older)).forEach(ImportLine.self) { line in
      if !known.contains(key(line)) { lost.insert(line.reference) }
    }
    return lost
  }

  private mutating func run() throws {
    let (older, newer) = (older, newer)
    let old = try BagFacts { HistoryCheck.path($0, in: older) }
    let new = try BagFacts { HistoryCheck.path($0, in: newer) }
    for kind in RecordKind.allCases {
      while let id = [old.next(kind), new.next(kind)].compactMap({ $0 }).min() {
        try compare(old.take(kind, id), new.take(kind, id), kind, id)
      }
    }
    try compareCorrections()
  }

  // MARK: - One id

  private mutating func compare(
    _ old: IDFacts, _ new: IDFacts, _ kind: RecordKind, _ id: Text
  ) {
    let removal = removals[[kind.word, Removal.hash(of: id)]]
    if new.isEmpty, let removal {
      if !old.isEmpty { report.add(removal, kind.word, id) }
      return
    }
    if !old.tombstones.isSubset(of: new.tombstones) {
      report.add(.gone, kind.word, id, "that its source deleted it")
    }
    if old.isEmpty {
      if !new.isEmpty { compareNew(new.facts, new, kind, id, otherwise: .added) }
      return
    }
    if new.isEmpty { return explain(old.facts, old, new, kind, id, otherwise: .vanished) }
    let gone = old.facts.subtracting(new.facts)
    let added = new.facts.subtracting(old.facts)
    let isRewritten = old.shown?.isOpen == false && old.shown?.bytes != new.shown?.bytes
    if !gone.isEmpty {
      explain(gone, old, new, kind, id, otherwise: isRewritten ? .rewritten : .gone)
    } else if added.isEmpty, old.shown?.bytes != new.shown?.bytes {
      report.add(.rewritten, kind.word, id, "no version and no event is new")
    }
    guard !added.isEmpty else { return }
    compareNew(added, new, kind, id, otherwise: old.shown?.isOpen == true ? .wentOn : .newVersion)
  }

  private mutating func compareNew(
    _ added: Set<[UInt8]>, _ new: IDFacts, _ kind: RecordKind, _ id: Text,
    otherwise finding: HistoryReport.Finding
  ) {
    let places = added.map { new.place(of: $0) }
    guard !places.contains(where: { $0?.reference == nil }) else {
      return report.add(.unsourced, kind.word, id)
    }
    let sources = Set(
      places.compactMap { place in
        place?.source.map { $0 + (place?.line.map { ":\($0)" } ?? "") }
      })
    report.add(finding, kind.word, id, sources.sorted().joined(separator: ", "))
  }

  /// Facts that are not there any more: their import was undone, or their source deleted the record.
  private mutating func explain(
    _ gone: Set<[UInt8]>, _ old: IDFacts, _ new: IDFacts, _ kind: RecordKind, _ id: Text,
    otherwise finding: HistoryReport.Finding
  ) {
    let places = gone.map { old.place(of: $0)?.reference }
    if places.allSatisfy({ $0.map(lostImports.contains) ?? false }) {
      let sources = Set(places.compactMap { $0?.source }).sorted().joined(separator: ", ")
      report.add(.undone, kind.word, id, sources)
    } else if new.isEmpty, !new.tombstones.isEmpty {
      report.add(.deleted, kind.word, id)
    } else {
      report.add(finding, kind.word, id, finding == .vanished ? "" : "\(gone.count) of its facts")
    }
  }

  // MARK: - Corrections

  private mutating func compareCorrections() throws {
    let old = try corrections(of: older)
    let new = try corrections(of: newer)
    for key in Set(old.keys).union(new.keys).sorted(by: { $0.lexicographicallyPrecedes($1) })
    where old[key] != new[key] {
      let what = old[key] == nil ? "came" : new[key] == nil ? "went" : "changed"
      report.add(.corrected, key[0], Text(key[1]), what)
    }
  }

  /// Their lines by kind and subject.
  private func corrections(of bag: String) throws -> [[String]: [UInt8]] {
    let lines = try LineReading(path: HistoryCheck.path(.corrections, in: bag))
    var result: [[String]: [UInt8]] = [:]
    let decoder = JSONDecoder()
    while let bytes = try lines.next() {
      let line: CorrectionLine = try lines.decode(bytes, decoder)
      result[[line.kind, line.subject]] = bytes
    }
    return result
  }
}
