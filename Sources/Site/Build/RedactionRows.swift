import Archiving
import Model

/// What was replaced in what is published, by rule.
struct RedactionRows {
  private let reader: PublicReader
  private let link: (OddRecord) throws -> RecordLink

  init(_ reader: PublicReader, _ link: @escaping (OddRecord) throws -> RecordLink) {
    self.reader = reader
    self.link = link
  }

  /// By the names of the rules.
  func rows() throws -> [RedactionRow] {
    var rows = try reader.findings.secretCounts().map { count in
      RedactionRow(
        rule: count.rule, count: count.count, records: count.records,
        fields: count.fields.map { Text($0) }, examples: try count.examples.map(link))
    }
    for (rule, count) in try reader.findings.secretsInSources().sorted(by: { $0.key < $1.key }) {
      if let i = rows.firstIndex(where: { $0.rule == rule }) {
        rows[i].count += count
        rows[i].fields.append("sources")
      } else {
        rows.append(
          RedactionRow(rule: rule, count: count, records: 0, fields: ["sources"], examples: []))
      }
    }
    return rows.sorted { $0.rule < $1.rule }
  }
}
