package import Archiving
import Crypto
import Metrics
package import Model
package import Site

/// What the records of a bag come to.
package struct RecordTotals: Sendable {
  /// Lines, by file.
  package var lines: [RecordFile: Int] = [:]
  /// The times of the first and the last record.
  package var times: ClosedRange<Timestamp>?

  mutating func note(_ record: Record) {
    for time in [record.earliestTime, record.latestTime].compactMap({ $0 }) {
      times = times.map { min($0.lowerBound, time)...max($0.upperBound, time) } ?? time...time
    }
  }
}

extension Record {
  /// When it began.
  fileprivate var earliestTime: Timestamp? {
    switch self {
    case .job(let job): job.creationTime
    case .deployment(let deployment): deployment.creationTime
    case .commit(let commit): commit.authoredAt ?? commit.committedAt
    case .incident(let incident): incident.startedAt ?? incident.detectedAt
    }
  }
}

/// Writes the records of an archive, and all that is needed to restore it, as files: each text as it is
/// published, each file in an order that the facts alone decide. What is held in memory does not grow
/// with the records.
package final class RecordsWriter {
  private let reader: ArchiveReader
  private let records: PublicRecords
  private let folder: String
  private let database: ShapeDatabase
  private var totals = RecordTotals()
  private var order = ImportOrder()
  private var file: (which: RecordFile, lines: LineFile)?

  /// - Parameter folder: exists and is empty.
  package init(reader: ArchiveReader, records: PublicRecords, folder: String) throws {
    self.reader = reader
    self.records = records
    self.folder = folder
    database = try ShapeDatabase(path: "\(folder)/rollbook.sqlite")
  }

  /// Where a file of records is.
  package static func path(of file: RecordFile, in folder: String) -> String {
    "\(folder)/\(file.rawValue).ndjson"
  }

  /// - Parameter asOf: of the site beside the records.
  package func write(asOf: LocalDay, progress: (String) -> Void) throws -> RecordTotals {
    try readImports()
    for kind in RecordKind.allCases {
      progress(kind.plural)
      try write(RecordFile(shown: kind)) { try writeShown(kind) }
    }
    progress("versions and events")
    try writeFacts()
    progress("provenance")
    try write(.provenance) { for kind in RecordKind.allCases { try writeProvenance(of: kind) } }
    try write(.tombstones, tombstones)
    try write(.corrections) {
      for correction in try reader.corrections().map(records.correction)
        .sorted(by: { $0.precedes($1) })
      {
        try add(CorrectionLine.json(correction))
      }
    }
    try writeSources()
    try write(.restatements) { try writeRestatements(asOf) }
    try write(.publications) {
      for ledger in try reader.publications() { try add(PublicationLine.json(ledger)) }
    }
    try write(.removals) {
      try reader.forEachRemoval { original in
        var removal = original
        removal.note = records.text(removal.note)
        try add(RemovalLine.json(removal))
      }
    }
    try database.close()
    return totals
  }

  private func write(_ which: RecordFile, _ body: () throws -> Void) throws {
    let lines = try LineFile(path: RecordsWriter.path(of: which, in: folder))
    file = (which, lines)
    try body()
    try lines.close()
    totals.lines[which] = lines.lineCount
    file = nil
  }

  private func add(_ json: ByteBuffer) throws {
    guard let file else { preconditionFailure("a line belongs to a file") }
    try file.lines.append(json.bytes)
    try database.add(file.which, json)
  }

  // MARK: - Records

  private func hasChangedIDs(_ kind: RecordKind) throws -> Bool {
    try reader.firstID(kind, prefix: "") { records.identity($0) != $0 } != nil
  }

  /// Calls `body` with what is shown of each id, by the bytes of the ids as they are published.
  private func forEachShown(
    _ kind: RecordKind, _ body: (Text, ByteBuffer, ByteBuffer?) throws -> Void
  ) throws {
    let spool = try hasChangedIDs(kind) ? SortedSpool() : nil
    try reader.forEachShown(kind) { original, origin in
      let record = records.record(original)
      let json = record.canonicalJSON
      let line = origin.map { provenance(.version, kind, record.id, json, $0) }
      guard let spool else { return try body(record.id, json, line) }
      try spool.add(
        SortedSpool.Row(
          list: 0, key: Array(record.id.string.utf8), number: 0,
          line: FactPair(json: json.bytes, provenance: line?.bytes ?? []).bytes))
    }
    try spool?.read(list: 0) { next in
      while let row = try next() {
        let pair = FactPair(row.line)
        let line = pair.provenance.isEmpty ? nil : pair.provenance
        try body(
          Text(String(decoding: row.key, as: UTF8.self)), ByteBuffer(pair.json),
          line.map { ByteBuffer($0) })
      }
    }
  }

  private func writeShown(_ kind: RecordKind) throws {
    try reader.forEachRecord(kind) { totals.note($0) }
    try forEachShown(kind) { _, json, _ in try add(json) }
  }

  private func provenance(
    _ fact: Restoration.Fact, _ kind: RecordKind, _ id: Text, _ json: ByteBuffer,
    _ origin: FactOrigin
  ) -> ByteBuffer {
    ProvenanceLine.json(
      fact, kind, id, sha256: SHA256.hash(data: json.bytes).hexadecimal,
      order.reference(origin.importNumber),
      line: origin.line)
  }

  // MARK: - Versions and events

  /// The lines of provenance of versions that are not shown, and of events, wait here.
  private var waiting: SortedSpool?

  private func writeFacts() throws {
    let waiting = try SortedSpool()
    self.waiting = waiting
    try write(.versions) {
      try writeSorted(waiting) { kind, take in
        try reader.forEachKept(kind) { original, origin in
          let record = records.record(original)
          let json = record.canonicalJSON
          let place = origin ?? FactOrigin(importNumber: 0, line: nil)
          try take(record.id, json, provenance(.version, kind, record.id, json, place))
        }
      }
    }
    try write(.events) {
      try writeSorted(waiting) { kind, take in
        try reader.forEachEvent(kind) { original, origin in
          let event = records.event(original)
          let json = event.importableJSON
          try take(event.id, json, provenance(.event, kind, event.id, json, origin))
        }
      }
    }
  }

  private typealias Taking = (Text, _ json: ByteBuffer, _ provenance: ByteBuffer) throws -> Void

  /// Writes facts by kind, the bytes of the id and their own, each once.
  private func writeSorted(
    _ waiting: SortedSpool, _ forEach: (RecordKind, Taking) throws -> Void
  ) throws {
    let spool = try SortedSpool()
    for kind in RecordKind.allCases {
      try forEach(kind) { id, json, line in
        let pair = FactPair(json: json.bytes, provenance: line.bytes)
        try spool.add(
          SortedSpool.Row(
            list: Int(kind.rawValue), key: Array(id.string.utf8), number: 0, line: pair.bytes))
      }
      var last: [UInt8] = []
      try spool.read(list: Int(kind.rawValue)) { next in
        while let row = try next() {
          let pair = FactPair(row.line)
          // Two that differed in what is not published alone are one.
          guard pair.json != last else { continue }
          last = pair.json
          try add(ByteBuffer(pair.json))
          try waiting.add(
            SortedSpool.Row(list: row.list, key: row.key, number: 0, line: pair.provenance))
        }
      }
    }
  }

  // MARK: - Provenance

  /// Writes the lines of a kind by the bytes of the ids, then by their own.
  private func writeProvenance(of kind: RecordKind) throws {
    guard let waiting else { return }
    try waiting.read(list: Int(kind.rawValue)) { next in
      var ahead = try next()
      func take(while condition: (Text) -> Bool) throws -> [[UInt8]] {
        var lines: [[UInt8]] = []
        while let row = ahead, condition(Text(String(decoding: row.key, as: UTF8.self))) {
          lines.append(row.line)
          ahead = try next()
        }
        return lines
      }
      try forEachShown(kind) { id, _, line in
        for line in try take(while: { $0 < id }) { try add(ByteBuffer(line)) }
        let lines = try take { $0 == id } + (line.map { [$0.bytes] } ?? [])
        for line in lines.sorted(by: { $0.lexicographicallyPrecedes($1) }) {
          try add(ByteBuffer(line))
        }
      }
      while let row = ahead {
        try add(ByteBuffer(row.line))
        ahead = try next()
      }
    }
  }

  private func tombstones() throws {
    let spool = try SortedSpool()
    try reader.forEachDeletion { original, origin in
      var deletion = original
      deletion.id = records.identity(deletion.id)
      try spool.add(
        SortedSpool.Row(
          list: Int(deletion.kind.rawValue), key: Array(deletion.id.string.utf8), number: 0,
          line: TombstoneLine.json(deletion, order.reference(origin.importNumber)).bytes))
    }
    for kind in RecordKind.allCases {
      try spool.read(list: Int(kind.rawValue)) { next in
        while let row = try next() { try add(ByteBuffer(row.line)) }
      }
    }
  }

  // MARK: - Sources

  private func readImports() throws {
    for source in try reader.preservedSources() {
      order.add(source: source.path, shown: records.text(source.path))
    }
    try reader.forEachImport { order.add($0) }
  }

  private func writeSources() throws {
    try write(.sources) {
      for source in try reader.preservedSources() {
        let ordinal = order.reference(source.importNumber)?.ordinal ?? 1
        try add(
          SourceLine.json(
            source, path: order.shownPath(source.path), ordinal: ordinal,
            reading: order.reading(ofChain: source.chain)))
      }
    }
    var numbers: [(number: Int, reference: ImportReference)] = []
    try write(.imports) {
      try reader.forEachImport { known in
        guard let reference = order.reference(known.number) else { return }
        if known.description.quarantined + known.description.incomplete > 0 {
          numbers.append((known.number, reference))
        }
        let reading = order.reading(ofChain: known.chain)
        try add(ImportLine.json(shown(known), reference, reading: reading))
      }
    }
    try write(.rejects) {
      for (number, reference) in numbers {
        var isInKey = false
        try reader.forEachDefect(ofImport: number) {
          try add(RejectLine.json(records.defect($0, isInKey: &isInKey), reference))
        }
      }
    }
  }

  private func shown(_ original: PreservedImport) -> PreservedImport {
    var known = original
    known.description.format = records.text(known.description.format)
    known.services = known.services.map(records.identity).sorted()
    known.findings = known.findings.map { finding in
      var finding = finding
      finding.code = records.text(finding.code)
      finding.example = records.cutText(finding.example)
      return finding
    }
    return known
  }

  /// Those that sites have told of, and those that the site beside is the first to tell of.
  private func writeRestatements(_ asOf: LocalDay) throws {
    let new = try reader.newRestatements(asOf: asOf, figures: restatedFigures)
    let all = try reader.restatements(-1).map(records.restatement) + new.map(records.restatement)
    let sorted = all.enumerated().sorted { a, b in
      let (left, right) = (a.element, b.element)
      if left.asOf != right.asOf { return left.asOf < right.asOf }
      return (left.service, left.month, a.offset) < (right.service, right.month, b.offset)
    }
    for (_, restatement) in sorted { try add(RestatementLine.json(restatement)) }
  }
}
