import Archiving
import Importing
import Model

/// What one source came to.
struct ImportOutcome {
  let source: Source
  let sha256: String
  /// Nil for a source that was not read.
  let format: SourceFormat?
  var counts = ImportCounts()
  var lines = 0
  var records = 0
  var blank = 0
  var ignored = 0
  /// Of a source that was not read: as many as its last reading left out.
  var quarantined = 0
  var incomplete = 0
  /// What `lines` counts.
  var unit = "records"
  /// Where reading went on, if the part before was read earlier.
  var firstLine: Int?
  /// How often each code occurred, sorted by code.
  var codes: [(code: String, count: Int)] = []
  /// The vendors' shapes met.
  var shapes: [(name: String, count: Int)] = []
  var unknownStatuses: [(word: String, count: Int)] = []

  var isSkipped: Bool { format == nil }

  /// Nothing was read, because nothing has changed.
  init(unchanged source: Source, sha256: String, quarantined: Int) {
    self.source = source
    self.quarantined = quarantined
    self.sha256 = sha256
    format = nil
  }

  init(
    _ source: Source, _ summary: SourceSummary, _ counts: ImportCounts, codes: [String: Int]
  ) {
    self.source = source
    sha256 = summary.sha256
    format = summary.format
    self.counts = counts
    lines = summary.lines
    records = summary.records
    blank = summary.blank
    ignored = summary.ignored
    quarantined = summary.quarantined
    incomplete = summary.incomplete
    unit = summary.format == .ndjson && !summary.isExpanded ? "lines" : "records"
    firstLine = summary.firstLine
    self.codes = codes.sorted { $0.key < $1.key }.map { (code: $0.key, count: $0.value) }
    shapes = summary.shapes
    unknownStatuses = summary.unknownStatuses
  }
}

extension SourcePosition {
  /// `41:17`, or `jobs row 7` in a table.
  var place: String { table.map { "\($0) row \(line)" } ?? "\(line):\(column)" }
}
