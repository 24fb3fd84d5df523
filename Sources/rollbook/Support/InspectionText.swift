import Importing
import Model

/// What `inspect` prints for people.
extension InspectionReport {
  func text() -> String {
    var lines = InspectionLines()
    lines.add("source", name)
    if let summary {
      lines.add("format", summary.format.rawValue + (summary.isCompressed ? ", gzip" : ""))
    } else {
      lines.add("format", SourceFormat.sqlite.rawValue)
    }
    for table in tables { lines.add(table.kind.rawValue, InspectionReport.words(of: table)) }
    addShapes(to: &lines)
    if let summary {
      lines.add("size", "\(summary.byteCount) bytes, sha256 \(summary.sha256)")
      add(inspection, summary, to: &lines)
    }
    addProposal(to: &lines)
    return lines.text + "\n"
  }

  private static func words(of table: TableDescription) -> String {
    let rows = table.rowCount.map { "\($0) rows" } ?? "many rows"
    let columns = table.columns.map(\.name).joined(separator: ", ")
    return "\(table.name): \(rows): \(columns)" + (table.problem.map { "; \($0)" } ?? "")
  }

  private func addShapes(to lines: inout InspectionLines) {
    guard let summary else {
      lines.add("shape", "unknown")
      return
    }
    if let mapping, mapping.makesRecords {
      lines.add("shape", "as \(mapping.path) maps it")
      return
    }
    for shape in summary.shapes { lines.add("shape", "\(shape.name): \(shape.count)") }
    if summary.shapes.isEmpty {
      lines.add("shape", inspection.isUnknownShape ? "unknown" : "Rollbook's own records")
    }
  }

  private func add(
    _ inspection: Inspection, _ summary: SourceSummary, to lines: inout InspectionLines
  ) {
    let kinds = RecordKind.allCases.filter { kind in
      kind == .job || kind == .deployment || inspection.kinds[kind] != nil
    }
    lines.add(
      "records",
      kinds.map { "\(inspection.kinds[$0] ?? 0) \($0.plural)" }.joined(separator: ", "))
    for type in EventType.allCases {
      if let count = inspection.events[type] { lines.add("event", "\(type.word): \(count)") }
    }
    if inspection.deletions > 0 { lines.add("deletions", "\(inspection.deletions)") }
    if !inspection.services.isEmpty { lines.add("services", "\(inspection.services.count)") }
    if !inspection.versions.isEmpty { lines.add("versions", "\(inspection.versions.count)") }
    for (name, count) in inspection.sortedEnvironments.prefix(50) {
      let kind = environments.kind(of: name.string)
      let meaning = kind == .unknown ? "not known to be production or staging" : "\(kind)"
      let isNamed = name != "unspecified"
      lines.add("environment", "'\(name)': \(count)" + (isNamed ? ", \(meaning)" : ""))
    }
    addTimes(inspection, to: &lines)
    for (status, count) in inspection.sortedStatuses {
      let source = status.source.isEmpty ? "" : ", which they call '\(status.source)'"
      lines.add("status", "\(status.kind.word) \(status.word): \(count)\(source)")
    }
    addFindings(inspection, summary, to: &lines)
  }

  private func addTimes(_ inspection: Inspection, to lines: inout InspectionLines) {
    func words(_ range: ClosedRange<Timestamp>) -> String {
      "\(range.lowerBound.rfc3339) to \(range.upperBound.rfc3339)"
    }
    let times = RecordKind.allCases.compactMap { kind in
      inspection.times[kind].map { (kind: kind, range: $0) }
    }
    guard let first = times.first else { return }
    let all = times.reduce(first.range) { all, next in
      let (lower, upper) = (next.range.lowerBound, next.range.upperBound)
      return min(all.lowerBound, lower)...max(all.upperBound, upper)
    }
    lines.add("times", words(all))
    guard times.count > 1 else { return }
    for (kind, range) in times { lines.add("  \(kind.plural)", words(range)) }
  }

  private func addFindings(
    _ inspection: Inspection, _ summary: SourceSummary, to lines: inout InspectionLines
  ) {
    lines.add(
      summary.format == .ndjson ? "lines" : "objects",
      "\(summary.lines) = \(summary.records) records + \(summary.blank) blank + "
        + "\(summary.ignored) ignored + \(summary.quarantined) bad")
    if summary.isExpanded { lines.add("", "some objects stood for several records") }
    if let through = summary.declaredThrough {
      lines.add("data through", "\(through.rfc3339), by the source's own word")
    }
    if summary.incomplete > 0 { lines.add("incomplete", "ends in the middle of a record") }
    for field in summary.unknownFields.prefix(50) {
      lines.add("unknown field", "'\(field.name)': \(field.count), kept in metadata")
    }
    for status in summary.unknownStatuses.prefix(50) {
      lines.add("unmapped", "status '\(status.word)': \(status.count), meaning unknown")
    }
    for (code, count) in inspection.sortedCodes { lines.add("finding", "\(code): \(count)") }
    // With a proposal at hand, that nothing was known before says nothing more.
    let isNews = { (code: String) in proposal == nil || code != "no-id" }
    for defect in inspection.shown where isNews(defect.code) {
      lines.add(InspectionReport.words(of: defect, name))
    }
    let hidden = proposal == nil ? 0 : inspection.codes["no-id"] ?? 0
    let told = inspection.shown.filter { isNews($0.code) }.count
    let left = summary.quarantined + summary.incomplete - hidden - told
    if left > 0 { lines.add("and \(left) more; --errors shows them") }
  }

  private static func words(of defect: Defect, _ name: String) -> String {
    let place = defect.position.table.map { "\($0) row " } ?? ""
    return "\(name):\(place)\(defect.position.line):\(defect.position.column): "
      + "\(defect.code): \(defect.message)"
  }

  private func addProposal(to lines: inout InspectionLines) {
    guard let proposal else { return }
    lines.add("")
    if let trial {
      lines.add("proposal", "the mapping below reads it as follows; --write-mapping FILE writes it")
      add(trial.inspection, trial.summary, to: &lines)
    } else {
      lines.add(
        "proposal",
        "a mapping that lacks \(proposal.missing.joined(separator: ", ")); "
          + "--write-mapping FILE writes it, to be completed")
    }
    lines.add("")
    for line in proposal.yaml.split(separator: "\n", omittingEmptySubsequences: false).dropLast() {
      lines.add(String(line))
    }
  }
}

/// Lines of names and values, one below the other; nothing in them that a terminal obeys.
struct InspectionLines {
  private(set) var text = ""

  mutating func add(_ name: String, _ value: String) {
    let padding = String(repeating: " ", count: max(1, 14 - name.count))
    add("\(name)\(padding)\(value)")
  }

  mutating func add(_ line: String) { text += Console.oneLine(line) + "\n" }
}
