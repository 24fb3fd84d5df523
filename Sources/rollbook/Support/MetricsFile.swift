import Archiving
import Foundation
import Importing
import Model
import Publishing
import Redacting
import Site

/// What `--metrics` writes: how the last run went and what it published, for node_exporter's textfile
/// collector.
///
/// A run that fails says so and keeps what the last good one said, its time included: an alert on the age
/// of `rollbook_last_success_timestamp_seconds` sees failed runs and runs that never began.
struct MetricsFile {
  let path: String

  /// What is new after every run, whatever came of it.
  private static let runFamilies = ["last_run_timestamp_seconds", "last_run_exit_code"]
  private static let end = "# EOF\n"

  /// - Parameter now: the clock's.
  func write(_ report: RunReport, exit: Int32, now: Timestamp) throws {
    var text = MetricsText()
    text.add(
      MetricsFile.runFamilies[0], "When the last run ended.",
      [.init(.milliseconds(now.milliseconds))])
    text.add(
      MetricsFile.runFamilies[1], "How the last run ended; 0 is well.", [.init(.integer(Int(exit)))]
    )
    var bytes = text.buffer.bytes
    if report.result != nil {
      var good = MetricsText()
      MetricsFile.add(report, now: now, to: &good)
      bytes += good.buffer.bytes
    } else {
      bytes += try keptLines()
    }
    bytes += Array(MetricsFile.end.utf8)
    try Files.replace(bytes, at: path)
  }

  /// The lines of the last good run in the file that is there; none if it is not one of ours.
  private func keptLines() throws -> [UInt8] {
    guard let data = FileManager.default.contents(atPath: path) else { return [] }
    let lines = String(decoding: data, as: UTF8.self).split(separator: "\n")
    guard lines.first?.hasPrefix("# HELP rollbook_\(MetricsFile.runFamilies[0]) ") == true else {
      return []
    }
    let kept = lines.filter { line in
      line != "# EOF" && !MetricsFile.runFamilies.contains { line.contains("rollbook_\($0) ") }
    }
    return Array(kept.map { $0 + "\n" }.joined().utf8)
  }

  // MARK: - A good run

  private static func add(_ report: RunReport, now: Timestamp, to text: inout MetricsText) {
    text.add(
      "last_success_timestamp_seconds", "When the last run that published ended.",
      [.init(.milliseconds(now.milliseconds))])
    text.add(
      "build_info", "The version that built the site.",
      [.init(.integer(1), ("version", Rollbook.version))])
    text.add(
      "phase_duration_seconds", "How long each phase of the run took.",
      MetricsFile.phases(of: report).map {
        .init(.milliseconds($0.milliseconds), ("phase", $0.name))
      })
    text.add(
      "peak_memory_bytes", "The most memory the run held.",
      [.init(.integer(RunReport.peakMemoryBytes))])
    addSite(report, to: &text)
    addSources(report, to: &text)
    for count in report.facts.headline {
      text.add(
        count.name, count.meaning, [.init(.integer(count.value), ("window", "\(count.days)d"))])
    }
  }

  /// Each name once, in the order of their begins; several phases of one name are summed.
  private static func phases(of report: RunReport) -> [(name: String, milliseconds: Int64)] {
    var sums: [(name: String, milliseconds: Int64)] = []
    for phase in report.phases {
      if let known = sums.firstIndex(where: { $0.name == phase.name }) {
        sums[known].milliseconds += Int64(phase.milliseconds)
      } else {
        sums.append((phase.name, Int64(phase.milliseconds)))
      }
    }
    return sums
  }

  private static func addSite(_ report: RunReport, to text: inout MetricsText) {
    if let counts = report.counts {
      text.add(
        "records", "Records in the archive.",
        [
          .init(.integer(counts.jobs), ("kind", "job")),
          .init(.integer(counts.deployments), ("kind", "deployment")),
        ])
      text.add("services", "Services.", [.init(.integer(counts.services))])
      text.add("pages", "Pages of the site.", [.init(.integer(counts.pages))])
      text.add(
        "findings", "What is odd in the records, by code.",
        counts.ledger.counts.sorted { $0.key < $1.key }.map {
          .init(.integer($0.value), ("code", $0.key))
        })
    }
    guard let result = report.result else { return }
    text.add(
      "files", "Files of the site by what the run did to them.",
      [
        .init(.integer(result.added), ("change", "added")),
        .init(.integer(result.changed), ("change", "changed")),
        .init(.integer(result.removed), ("change", "removed")),
        .init(.integer(result.unchanged), ("change", "unchanged")),
      ])
    text.add("written_bytes", "Bytes written to the site.", [.init(.integer(result.bytesWritten))])
  }

  private static func addSources(_ report: RunReport, to text: inout MetricsText) {
    text.add(
      "source_data_through_timestamp_seconds", "The latest time in the records of each source.",
      report.facts.dataThrough.compactMap { source, time in
        time.map { .init(.milliseconds($0.milliseconds), ("source", shown(source))) }
      })
    text.add(
      "source_records", "Records of each source by what the run made of them.",
      report.inputs.flatMap { input -> [MetricsText.Sample] in
        let name = shown(input.source.path)
        let outcomes = [
          ("imported", input.counts.imported), ("updated", input.counts.updated),
          ("duplicate", input.counts.duplicate), ("conflict", input.counts.conflict),
          ("quarantined", input.quarantined),
        ]
        return outcomes.map { .init(.integer($1), ("source", name), ("outcome", $0)) }
      })
  }

  private static func shown(_ source: String) -> String { Console.redactor.redact(source) }
}
