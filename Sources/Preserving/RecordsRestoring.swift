package import Archiving
import Importing
package import Model

/// Fills a new archive with the records of a bag that was verified.
package struct RecordsRestoring {
  private let folder: String

  /// - Parameter bag: its folder.
  package init(bag: String) { folder = bag }

  private func path(_ file: RecordFile) -> String { "\(folder)/data/\(file.path)" }

  /// The files of the bag that any archive takes in as ordinary sources.
  package var sources: [String] {
    RecordFile.allCases.filter(\.isSource).map(path) + ["\(folder)/data/\(RecordFile.database)"]
  }

  /// - Parameter asOf: the date of the bag.
  /// - Returns: the ids of records that came out otherwise than they stand in the bag.
  package func restore(
    into archive: Archive, zone: ZoneTable, asOf: LocalDay, progress: (String) -> Void
  ) throws -> [Text] {
    progress("imports")
    let imports = try RestoredImports(path)
    return try archive.restore(zone: zone, asOf: asOf, change: max(imports.last, 1)) {
      restoration in
      for (index, source) in imports.sources.enumerated() {
        try restoration.add(source, id: index + 1)
      }
      for known in imports.imports {
        guard let source = imports.source(of: known) else { continue }
        try restoration.add(known, ofSource: source)
      }
      progress("provenance")
      try readProvenance(imports, restoration)
      for file in [RecordFile.events, .versions, .jobs, .deployments, .commits, .incidents] {
        progress(file.rawValue)
        try readRecords(file, restoration)
      }
      progress("the rest")
      try readDeletions(imports, restoration)
      try readRejects(imports, restoration)
      try readPublished(restoration)
    }
  }

  private func readProvenance(_ imports: RestoredImports, _ restoration: Restoration) throws {
    try LineReading(path: path(.provenance)).forEach(ProvenanceLine.self) { line in
      guard let kind = line.recordKind, let digest = Hexadecimal.bytes(line.sha256.utf8) else {
        throw wrong(.provenance, "'\(line.id)' has no kind or no digest")
      }
      try restoration.add(
        imports.origin(line.reference, line: line.line),
        of: line.fact == "event" ? .event : .version, kind, Text(line.id), digest: digest)
    }
  }

  private func readRecords(_ file: RecordFile, _ restoration: Restoration) throws {
    _ = try readSource(Source(path: path(file))) { item in
      switch item {
      case .record(let record, _):
        if file == .versions {
          try restoration.add(kept: record)
        } else {
          try restoration.add(shown: record)
        }
      case .event(let event, _): try restoration.add(event)
      case .defect(let defect) where defect.effect == .note: break
      case .defect(let defect): throw wrong(file, "\(defect.position.line): \(defect.message)")
      case .deletion, .ignored: throw wrong(file, "a line is no record")
      }
    }
  }

  private func readDeletions(_ imports: RestoredImports, _ restoration: Restoration) throws {
    try LineReading(path: path(.tombstones)).forEach(TombstoneLine.self) { line in
      guard let deletion = line.deletion else {
        throw wrong(.tombstones, "'\(line.id)' has no kind or no time")
      }
      try restoration.add(deletion, origin: imports.origin(line.reference, line: nil))
    }
  }

  private func readRejects(_ imports: RestoredImports, _ restoration: Restoration) throws {
    try LineReading(path: path(.rejects)).forEach(RejectLine.self) { line in
      try restoration.add(line.defect, ofImport: imports.number(of: line.reference))
    }
  }

  private func readPublished(_ restoration: Restoration) throws {
    var corrections: [Correction] = []
    try LineReading(path: path(.corrections)).forEach(CorrectionLine.self) { line in
      guard let correction = line.correction else {
        throw wrong(.corrections, "'\(line.subject)' has no kind or no date")
      }
      corrections.append(correction)
    }
    try restoration.put(corrections)
    try LineReading(path: path(.restatements)).forEach(RestatementLine.self) { line in
      guard let restatement = line.restatement else {
        throw wrong(.restatements, "one of '\(line.service)' has no date, month or reason")
      }
      try restoration.add(restatement)
    }
    try LineReading(path: path(.removals)).forEach(RemovalLine.self) { line in
      guard let removal = line.removal else { throw wrong(.removals, "one has no kind or date") }
      try restoration.add(removal)
    }
    try LineReading(path: path(.publications)).forEach(PublicationLine.self) { line in
      guard let ledger = line.ledger else { throw wrong(.publications, "one has no date") }
      try restoration.add(ledger)
    }
  }

  private func wrong(_ file: RecordFile, _ what: String) -> PreservingError {
    PreservingError(
      kind: .content, description: "\(path(file)): \(what); nothing was restored")
  }
}
