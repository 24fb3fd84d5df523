import Model
package import Rendering

/// A rule that found secrets: how many, in which fields, and the first records.
package struct RedactionRow: Viewable {
  let rule: String
  var count: Int
  let records: Int
  /// As in JSON; `sources` stands for names of files and for what was left out of them.
  var fields: [Text]
  let examples: [RecordLink]

  package static let shape = Shape<RedactionRow> {
    $0.word("rule", "The rule, as in what stands for the secret.") { $0.rule }
    $0.integer("count", "Secrets replaced.") { $0.count }
    $0.integer("records", "Records with one.") { $0.records }
    $0.texts("fields", "The fields they stood in.") { $0.fields }
    $0.list("examples", "The first of the records.") { $0.examples }
  }

  /// The counts of all rules as one JSON object.
  static func counts(_ rows: [RedactionRow]) -> Text {
    var json = ByteBuffer()
    json.append(byte: 0x7B)
    for (i, row) in rows.enumerated() {
      if i > 0 { json.append(byte: 0x2C) }
      json.append(jsonString: row.rule)
      json.append(byte: 0x3A)
      json.append(row.count)
    }
    json.append(byte: 0x7D)
    return Text(json.string)
  }
}
