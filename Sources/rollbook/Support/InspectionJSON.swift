import Importing
import Model

/// What `inspect --json` prints: one object a source.
extension InspectionReport {
  func json() -> String {
    var w = JSONObjectWriter(into: ByteBuffer())
    w.member("source", word: name)
    w.member("format", word: (summary?.format ?? .sqlite).rawValue)
    w.name("tables")
    w.buffer.append(jsonObjects: tables) { table, w in
      w.member("name", word: table.name)
      w.member("kind", word: table.kind.rawValue)
      w.member("rows", table.rowCount.map { Int64($0) })
      w.member("columns", tags: table.columns.map { Text($0.name) })
      w.member("problem", table.problem.map { Text($0) })
    }
    if let summary {
      w.member("compressed", summary.isCompressed)
      w.member("bytes", Int64(summary.byteCount))
      w.member("sha256", word: summary.sha256)
      w.name("shapes")
      w.buffer.append(jsonObjects: summary.shapes) { shape, w in
        w.member("name", word: shape.name)
        w.member("count", Int64(shape.count))
      }
      write(inspection, summary, to: &w)
    }
    if let proposal {
      w.member("proposal", word: proposal.yaml)
      w.member("proposal_is_complete", proposal.isComplete)
      w.member("missing", tags: proposal.missing.map { Text($0) })
    }
    if let trial {
      var inner = JSONObjectWriter(into: ByteBuffer())
      write(trial.inspection, trial.summary, to: &inner)
      w.name("by_proposal")
      w.buffer.append(contentsOf: inner.finish().bytes)
    }
    return Console.escaped(InspectionReport.visible(w.finish().string)) + "\n"
  }

  /// What a terminal would obey, as JSON escapes it: it can only stand within strings.
  private static func visible(_ json: String) -> String {
    var result = ""
    for scalar in json.unicodeScalars {
      let isObeyed =
        0x7F...0x9F ~= scalar.value || 0x202A...0x202E ~= scalar.value
        || 0x2066...0x2069 ~= scalar.value || 0x200E...0x200F ~= scalar.value
      if isObeyed {
        let digits = String(scalar.value, radix: 16)
        result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      } else {
        result.unicodeScalars.append(scalar)
      }
    }
    return result
  }

  private func write(
    _ inspection: Inspection, _ summary: SourceSummary, to w: inout JSONObjectWriter
  ) {
    w.name("records")
    w.buffer.append(jsonObjects: RecordKind.allCases) { kind, w in
      w.member("kind", word: kind.word)
      w.member("count", Int64(inspection.kinds[kind] ?? 0))
      w.member("first", inspection.times[kind]?.lowerBound)
      w.member("last", inspection.times[kind]?.upperBound)
    }
    let events = EventType.allCases.filter { inspection.events[$0] != nil }
    w.name("events")
    w.buffer.append(jsonObjects: events) { type, w in
      w.member("type", word: type.word)
      w.member("count", Int64(inspection.events[type] ?? 0))
    }
    w.member("deletions", Int64(inspection.deletions))
    w.member("services", Int64(inspection.services.count))
    w.member("versions", Int64(inspection.versions.count))
    w.name("environments")
    w.buffer.append(jsonObjects: inspection.sortedEnvironments) { environment, w in
      w.member("name", environment.name)
      w.member("class", word: "\(environments.kind(of: environment.name.string))")
      w.member("count", Int64(environment.count))
    }
    w.name("statuses")
    w.buffer.append(jsonObjects: inspection.sortedStatuses) { entry, w in
      w.member("kind", word: entry.status.kind.word)
      w.member("status", word: entry.status.word)
      w.member("source_status", entry.status.source.isEmpty ? nil : Text(entry.status.source))
      w.member("count", Int64(entry.count))
    }
    write(summary, to: &w)
    w.name("findings")
    w.buffer.append(jsonObjects: inspection.sortedCodes) { finding, w in
      w.member("code", word: finding.code)
      w.member("count", Int64(finding.count))
    }
    w.name("examples")
    w.buffer.append(jsonObjects: inspection.shown) { InspectionReport.write($0, to: &$1) }
  }

  private func write(_ summary: SourceSummary, to w: inout JSONObjectWriter) {
    w.member("lines", Int64(summary.lines))
    w.member("read", Int64(summary.records))
    w.member("blank", Int64(summary.blank))
    w.member("ignored", Int64(summary.ignored))
    w.member("quarantined", Int64(summary.quarantined))
    w.member("incomplete", Int64(summary.incomplete))
    w.name("unknown_fields")
    w.buffer.append(jsonObjects: summary.unknownFields) { field, w in
      w.member("name", word: field.name)
      w.member("count", Int64(field.count))
    }
    w.name("unmapped_statuses")
    w.buffer.append(jsonObjects: summary.unknownStatuses) { status, w in
      w.member("word", word: status.word)
      w.member("count", Int64(status.count))
    }
  }

  private static func write(_ defect: Defect, to w: inout JSONObjectWriter) {
    w.member("table", defect.position.table.map { Text($0) })
    w.member("line", Int64(defect.position.line))
    w.member("column", Int64(defect.position.column))
    w.member("code", word: defect.code)
    w.member("field", defect.field.map { Text($0) })
    w.member("message", word: defect.message)
  }
}
