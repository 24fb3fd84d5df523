import Archiving
import Model
import Rendering
import Site

/// The sheets of single records.
enum RecordSheet {
  /// Lists and figures of a deployment that stand below its own fields; corrections tell the rest.
  private static let below: Set<String> = [
    "record", "outcome_label", "has_neighbours", "rolled_back_by", "rolls_back", "is_drill",
    "counted_service", "corrected_reason", "took_before",
  ]

  static func deployment(_ page: DeploymentPage, _ values: ValueText) -> Sheet {
    var sheet = Sheet(values)
    sheet.addFields(of: page, but: below)
    for (title, name) in [
      ("rolled back by", "rolled_back_by"), ("brought about this rollback", "rolls_back"),
    ] {
      guard case .object(let rollback) = page.value(named: name) else {
        sheet.add(title, nil)
        continue
      }
      sheet.addTable(
        title, .list([rollback]),
        [
          "at", "from.deployment_id", "from.version", "to_version", "how", "basis", "live_for",
          "reason",
        ])
    }
    sheet.addCorrections(page)
    sheet.addTable(
      "when it was live", page.value(named: "live"),
      ["environment", "from", "until", "live_for", "ending"], empty: "never, as far as is known")
    sheet.addTable(
      "jobs that it names", page.value(named: "jobs"),
      ["role", "job_id", "status", "started_at", "queue_time", "run_time"])
    sheet.addTable(
      "the same version elsewhere", page.value(named: "same_version"),
      ["deployment_id", "environment", "outcome", "kind", "at"])
    return sheet
  }

  /// The page's JSON as the site has it; with the history, an object of both.
  static func printJSON(_ page: any Viewable, _ history: RecordHistory?) throws {
    let twin = JSONTwinWriter.bytes(of: page)
    guard let history else { return try Output.write(twin.bytes) }
    var w = JSONObjectWriter(into: ByteBuffer())
    w.name("record")
    w.buffer.append(contentsOf: twin.bytes)
    HistorySheet.write(history, to: &w)
    try Output.write(w.finish().bytes)
  }
}

extension Sheet {
  /// The corrections that act on what the page shows, if there are any.
  mutating func addCorrections(_ page: any Viewable) {
    guard case .list(let rows) = page.value(named: "corrections"), !rows.isEmpty else { return }
    addTable(
      "corrections", .list(rows), ["about", "id", "says", "author", "date", "note"])
  }
}
