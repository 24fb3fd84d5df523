import Archiving
import ArgumentParser
import Foundation
import Model
import Redacting

struct StatusCommand: ParsableCommand, ConfiguredCommand {
  static let configuration = CommandConfiguration(
    commandName: "status",
    abstract: "Say what the archive holds and what is live.",
    discussion: """
      Examples:
        rollbook status
        rollbook status --archive rollbook.sqlite
        rollbook status --json | jq .services
      """)

  @OptionGroup var archiveOptions: ArchiveOptions

  @Flag(help: "Print one JSON object.")
  var json = false

  @OptionGroup var consoleOptions: ConsoleOptions

  func run() throws {
    let console = consoleOptions.console
    let archive = try QueryArchive(archiveOptions, asOf: nil, console: console).archive
    let status = try archive.read { try ArchiveStatus($0, path: archive.path, id: archive.id) }
    if json { status.printJSON() } else { status.printText() }
  }
}

/// An import, or recordings that follow each other: events are recorded one at a time, and a line for
/// each would hide everything else.
private struct ImportLine {
  private let first: StoredImport
  private var lastNumber: Int
  private(set) var count = 1
  private var counts: ImportCounts

  private init(_ one: StoredImport) {
    first = one
    lastNumber = one.number
    counts = one.counts
  }

  static func lines(of imports: [StoredImport]) -> [ImportLine] {
    imports.reduce(into: []) { lines, one in
      if one.isRecording, let last = lines.last, last.first.isRecording {
        lines[lines.count - 1].add(one)
      } else {
        lines.append(ImportLine(one))
      }
    }
  }

  private mutating func add(_ one: StoredImport) {
    lastNumber = one.number
    count += 1
    counts.imported += one.counts.imported
    counts.updated += one.counts.updated
  }

  var words: String {
    let numbers = count == 1 ? "\(first.number)" : "\(first.number) to \(lastNumber)"
    let rest = first.isRecording ? "" : ", \(first.quarantined) left out"
    return "import    \(numbers): \(first.path), \(counts.imported) imported, "
      + "\(counts.updated) updated\(rest)\(first.isResumed && !first.isRecording ? ", read on" : "")"
  }
}

/// What an archive holds, as `status` prints it.
private struct ArchiveStatus {
  let path: String
  let id: String
  let jobs: Int
  let deployments: Int
  let commits: Int
  let incidents: Int
  let sources: [StoredSource]
  let imports: [StoredImport]
  let services: [(name: Text, live: [LiveSpan])]

  init(_ reader: ArchiveReader, path: String, id: String) throws {
    self.path = path
    self.id = id
    jobs = try reader.jobCount()
    deployments = try reader.deploymentCount()
    commits = try reader.count(.commit)
    incidents = try reader.count(.incident)
    sources = try reader.sources()
    imports = try reader.imports()
    services = try reader.services().map { name in
      (name, try reader.spans(of: name).filter { $0.until == nil && $0.isProduction })
    }
  }

  func printText() {
    print("archive   \(path)")
    print("id        \(id)")
    print("records   \(jobs) jobs, \(deployments) deployments, \(services.count) services")
    if commits > 0 || incidents > 0 {
      print("beside    \(commits) commits, \(incidents) incidents")
    }
    for source in sources {
      let through = source.dataThrough.map { ", data through \($0.rfc3339)" } ?? ""
      let bad = source.description.quarantined
      let quarantined = bad > 0 ? ", \(bad) bad records left out" : ""
      print(Console.oneLine("source    \(source.path)\(through)\(quarantined)"))
    }
    let lines = ImportLine.lines(of: imports)
    for line in lines.suffix(ArchiveStatus.importLimit) { print(Console.oneLine(line.words)) }
    let earlier = lines.dropLast(ArchiveStatus.importLimit).reduce(0) { $0 + $1.count }
    if earlier > 0 { print("          \(earlier) earlier imports; --json lists them") }
    for (name, live) in services {
      let words =
        live.isEmpty
        ? "nothing known to be live in production"
        : live.map { "\($0.version) in \($0.environment) since \($0.from.rfc3339)" }
          .joined(separator: "; ")
      print(Console.oneLine("service   \(name): \(words)"))
    }
  }

  private static let importLimit = 20

  func printJSON() {
    var w = JSONObjectWriter(into: ByteBuffer())
    w.member("archive", word: path)
    w.member("archive_id", word: id)
    w.member("jobs", Int64(jobs))
    w.member("deployments", Int64(deployments))
    w.member("commits", Int64(commits))
    w.member("incidents", Int64(incidents))
    w.name("imports")
    w.buffer.append(jsonObjects: imports) { one, w in
      w.member("number", Int64(one.number))
      w.member("path", word: Console.redactor.redact(one.path))
      w.member("format", word: one.format)
      w.member("sha256", word: one.sha256)
      w.member("read_as", word: one.key)
      w.member("imported", Int64(one.counts.imported))
      w.member("updated", Int64(one.counts.updated))
      w.member("duplicate", Int64(one.counts.duplicate))
      w.member("conflict", Int64(one.counts.conflict))
      w.member("quarantined", Int64(one.quarantined))
    }
    w.name("sources")
    w.buffer.append(jsonObjects: sources) { source, w in
      w.member("path", word: Console.redactor.redact(source.path))
      w.member("sha256", word: source.description.sha256)
      w.member("data_through", source.dataThrough)
      w.member("quarantined", Int64(source.description.quarantined))
    }
    w.name("services")
    w.buffer.append(jsonObjects: services) { service, w in
      w.member("service_name", Console.redactor.redact(service.name))
      w.name("live")
      w.buffer.append(jsonObjects: service.live) { span, w in
        w.member("environment", Console.redactor.redact(span.environment))
        w.member("version", Console.redactor.redact(span.version))
        w.member("since", span.from)
      }
    }
    print(w.finish().string)
  }
}
