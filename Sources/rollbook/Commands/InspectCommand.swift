import ArgumentParser
import Importing
import Model

struct InspectCommand: ParsableCommand, ConsoleCommand {
  static let configuration = CommandConfiguration(
    commandName: "inspect",
    abstract: "Say what is in a source; import nothing.",
    discussion: """
      Examples:
        rollbook inspect records.ndjson
        rollbook inspect export.sqlite --errors 100
        curl -s https://ci.example/jobs.json | rollbook inspect -
      """)

  @Argument(
    help: ArgumentHelp(
      "A file, folder or glob pattern; '-' is standard input.", valueName: "source"))
  var sources: [String]

  @Option(help: ArgumentHelp("How many bad records to show of each source.", valueName: "n"))
  var errors = 20

  @OptionGroup var consoleOptions: ConsoleOptions

  func run() throws {
    for source in try expandSources(sources) {
      var inspection = Inspection(limit: max(0, errors))
      let summary = try readSource(source) { inspection.add($0) }
      inspection.print(source, summary)
    }
  }
}

/// What a source holds, counted in passing.
private struct Inspection {
  private let limit: Int
  private var kinds: [RecordKind: Int] = [:]
  private var statuses: [String: Int] = [:]
  private var services: Set<Text> = []
  private var times: ClosedRange<Timestamp>?
  private var codes: [String: Int] = [:]
  private var shown: [Defect] = []
  private static let serviceLimit = 100_000

  init(limit: Int) { self.limit = limit }

  mutating func add(_ item: SourceItem) {
    switch item {
    case .record(let record, _): add(record)
    case .defect(let defect):
      codes[defect.code, default: 0] += 1
      if defect.effect != .note, shown.count < limit { shown.append(defect) }
    case .event, .deletion, .ignored: break
    }
  }

  private mutating func add(_ record: Record) {
    kinds[record.kind, default: 0] += 1
    switch record {
    case .job(let job): statuses["job \(job.status.word)", default: 0] += 1
    case .deployment(let deployment):
      statuses["deployment \(deployment.status.word)", default: 0] += 1
      if services.count < Inspection.serviceLimit { services.insert(deployment.service) }
    case .commit, .incident: break
    }
    if let time = record.latestTime {
      times = times.map { min($0.lowerBound, time)...max($0.upperBound, time) } ?? time...time
    }
  }

  func print(_ source: Source, _ summary: SourceSummary) {
    func line(_ name: String, _ value: String) {
      let padding = String(repeating: " ", count: max(1, 14 - name.count))
      Swift.print("\(name)\(padding)\(Console.oneLine(value))")
    }
    line("source", source.name)
    line("format", summary.format.rawValue + (summary.isCompressed ? ", gzip" : ""))
    line("shape", "Rollbook's own records")
    line("size", "\(summary.byteCount) bytes, sha256 \(summary.sha256)")
    line("records", "\(kinds[.job] ?? 0) jobs, \(kinds[.deployment] ?? 0) deployments")
    if !services.isEmpty { line("services", "\(services.count)") }
    if let times {
      line("times", "\(times.lowerBound.rfc3339) to \(times.upperBound.rfc3339)")
    }
    for (status, count) in statuses.sorted(by: { $0.key < $1.key }) {
      line("status", "\(status): \(count)")
    }
    line(
      "lines",
      "\(summary.lines) = \(summary.records) records + \(summary.blank) blank + "
        + "\(summary.ignored) ignored + \(summary.quarantined) bad")
    if summary.incomplete > 0 { line("incomplete", "ends in the middle of a record") }
    for field in summary.unknownFields.prefix(50) {
      line("unknown field", "'\(field.name)': \(field.count), kept in metadata")
    }
    for status in summary.unknownStatuses.prefix(50) {
      line("unmapped", "status '\(status.word)': \(status.count), taken as unknown")
    }
    for (code, count) in codes.sorted(by: { $0.key < $1.key }) {
      line("finding", "\(code): \(count)")
    }
    for defect in shown { Swift.print(Console.oneLine(Inspection.text(defect, source))) }
    let left = summary.quarantined + summary.incomplete - shown.count
    if left > 0 { Swift.print("and \(left) more; --errors shows them") }
    Swift.print("")
  }

  private static func text(_ defect: Defect, _ source: Source) -> String {
    let place = defect.position.table.map { "\($0) row " } ?? ""
    return "\(source.name):\(place)\(defect.position.line):\(defect.position.column): "
      + "\(defect.code): \(defect.message)"
  }
}
