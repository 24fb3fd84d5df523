import Archiving
import Model
package import Rendering

/// What is wrong or odd in the records, counted, with examples.
package struct DataQualityPage: Page {
  let stoppedFeeds: [StoppedFeedRow]
  let findings: [FindingRow]
  let redactions: [RedactionRow]
  let sources: [SourceRow]

  package static var template: String { "data-quality" }
  package var path: String { SitePaths.dataQuality }
  package var section: SiteSection { .dataQuality }
  package var tables: [TableFile] {
    [
      TableFile("Findings as CSV", SitePaths.table(of: path), findings),
      TableFile("Sources as CSV", SitePaths.sources, sources),
      TableFile(
        "What was left out as CSV", SitePaths.quarantine,
        sources.flatMap { row in
          row.source.defects.map { DefectTableRow(source: row.source.path, defect: $0) }
        }),
    ]
  }

  package static let shape = Shape<DataQualityPage> {
    $0.list("stopped_feeds", "Sources with nothing new for longer than they may.") {
      $0.stoppedFeeds
    }
    $0.list("findings", "Oddities of the records, with their numbers.") { $0.findings }
    $0.integer("quarantined", "Lines and records left out.") { page in
      page.sources.reduce(0) { $0 + $1.source.description.quarantined }
    }
    $0.flag("has_redactions", "Whether a secret was replaced.", inJSON: false) {
      !$0.redactions.isEmpty
    }
    $0.list("redactions", "Secrets replaced, by rule; build.json has them too.", inJSON: false) {
      $0.redactions
    }
    $0.list("sources", "What each source brought, and what was wrong in it.") { $0.sources }
  }
}

/// A kind of oddity and how often it occurs.
package struct FindingRow: Viewable {
  let code: FindingCode
  let name: String
  let count: Int
  let meaning: String
  /// At most `ArchiveReader.oddityExamples`.
  let examples: [FindingExample]
  /// Of sites published of earlier dates, the newest first.
  var history: [FindingCount] = []

  /// Against the last report of an earlier date; nil if there was none.
  var trend: String? {
    guard let before = history.first else { return nil }
    let change = count - before.count
    let words = change == 0 ? "as" : change > 0 ? "\(change) more than" : "\(-change) fewer than"
    return "\(words) on \(FigureText.date(before.asOf))"
  }

  package static let shape = Shape<FindingRow> {
    $0.word("code", "The oddity, for programs.", rule: .findingCode) { $0.code.rawValue }
    $0.word("name", "The oddity.") { $0.name }
    $0.integer("count", "How often.") { $0.count }
    $0.word("trend", "Against the last report of an earlier date.", inJSON: false) { $0.trend }
    $0.list("history", "How often it was in the last 30 reports of earlier dates, newest first.") {
      $0.history
    }
    $0.word("meaning", "What it does to the figures.") { $0.meaning }
    $0.list("examples", "The first of what has it.") { $0.examples }
  }
}

/// How often an oddity occurred in an earlier report.
struct FindingCount: Viewable {
  let asOf: LocalDay
  let count: Int

  static let shape = Shape<FindingCount> {
    $0.day("as_of", "The date of the report.") { $0.asOf }
    $0.integer("count", "How often.") { $0.count }
  }
}

/// Something that an oddity was found in: a record, a name, a source, a place in one.
package struct FindingExample: Viewable {
  let id: Text
  var path: String?
  var note: Text?

  /// For a terminal: `a.ndjson:41:17 (bad-time)`.
  var words: String { note.map { "\(id) (\($0))" } ?? id.string }

  package static let shape = Shape<FindingExample> {
    $0.id("id", "A record's id, a name, a source, or a place in one.") { $0.id }
    $0.link("path", "Its page, if it has one.") { $0.path }
    $0.text("note", "What else is to be known of it.") { $0.note }
  }
}

/// A record by its id.
package struct RecordLink: Viewable {
  let id: Text
  let path: String?

  package static let shape = Shape<RecordLink> {
    $0.id("id", "The record's id.") { $0.id }
    $0.link("path", "Its page, if it has one.") { $0.path }
  }
}

/// One source, its arithmetic and its defects.
package struct SourceRow: Viewable {
  let source: StoredSource

  package static let shape = Shape<SourceRow> {
    $0.text("name", "The file.") { Text($0.source.path) }
    $0.word("format", "What it was read as.") { $0.source.description.format }
    $0.word("sha256", "Of its bytes as stored.", rule: .sha256) { $0.source.description.sha256 }
    $0.integer("bytes", "Its size.") { $0.source.description.byteCount }
    $0.integer("lines", "Lines; records in documents and databases.") {
      $0.source.description.lines
    }
    $0.integer("imported", "New records.") { $0.source.counts.imported }
    $0.integer("updated", "Won over the stored record.") { $0.source.counts.updated }
    $0.integer("duplicate", "The same as the stored record.") { $0.source.counts.duplicate }
    $0.integer("conflict", "Lost against the stored record; kept as history.") {
      $0.source.counts.conflict
    }
    $0.integer("blank", "Empty lines.") { $0.source.description.blank }
    $0.integer("ignored", "Well-formed, but no record of ours.") {
      $0.source.description.ignored
    }
    $0.integer("quarantined", "Left out as wrong.") { $0.source.description.quarantined }
    $0.integer("incomplete", "Cut off at the end.") { $0.source.description.incomplete }
    $0.time("first_time", "The earliest of its records' latest times.") { $0.source.firstTime }
    $0.time("data_through", "Its latest record time.") { $0.source.dataThrough }
    $0.list("remarks", "Findings that cost nothing, by code.") {
      $0.source.remarks.map(RemarkRow.init)
    }
    $0.list("defects", "The first 50 of what was left out.") {
      $0.source.defects.map(DefectRow.init)
    }
  }
}

/// A kind of remark on a source.
package struct RemarkRow: Viewable {
  let remark: SourceRemark

  package static let shape = Shape<RemarkRow> {
    $0.word("code", "The kind.") { $0.remark.code }
    $0.integer("count", "How often.") { $0.remark.count }
    $0.integer("line", "The first line with it.") { $0.remark.line }
    $0.text("example", "The first of them.") { Text($0.remark.example) }
  }
}

/// One defect in the table of those of all sources.
struct DefectTableRow: Viewable {
  let source: String
  let defect: Defect

  static let shape = Shape<DefectTableRow> {
    $0.text("source", "The file.") { Text($0.source) }
    $0.fields(of: DefectRow.shape) { DefectRow(defect: $0.defect) }
  }
}

/// One defect, with its place and raw text.
package struct DefectRow: Viewable {
  let defect: Defect

  package static let shape = Shape<DefectRow> {
    $0.text("table", "The table, in a database.") { $0.defect.position.table.map { Text($0) } }
    $0.integer("line", "The line, or the row of a table.") { $0.defect.position.line }
    $0.integer("column", "The column, in bytes from 1.") { $0.defect.position.column }
    $0.integer("offset", "The offset in bytes from 0.") { $0.defect.position.offset }
    $0.word("effect", "What happened to it.", rule: .defectEffect) { $0.defect.effect.rawValue }
    $0.word("code", "The kind.") { $0.defect.code }
    $0.text("message", "What is wrong.") { Text($0.defect.message) }
    $0.text("raw", "The raw text, at most 4 KiB.") {
      Text(String(decoding: $0.defect.raw, as: UTF8.self))
    }
  }
}
