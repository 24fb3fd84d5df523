import Archiving
import Foundation
import Importing
import Model
import Publishing
import Redacting
import Site

/// What `--report` writes: one JSON object about a run.
struct RunReport {
  var asOf: LocalDay?
  var inputs: [ImportOutcome] = []
  var result: PublishResult?
  var phases: [(name: String, milliseconds: Int)] = []
  var warnings: [String] = []
  /// Nil until the site is built.
  var counts: SiteCounts?
  var facts = SiteFacts()

  /// Runs `body` as a phase and notes how long it took.
  mutating func phase<Result>(_ name: String, _ body: () throws -> Result) rethrows -> Result {
    let clock = ContinuousClock()
    let start = clock.now
    defer {
      let (seconds, attoseconds) = start.duration(to: clock.now).components
      phases.append((name, Int(seconds) * 1000 + Int(attoseconds / 1_000_000_000_000_000)))
    }
    return try body()
  }

  func write(to path: String, exit: Int32) throws {
    var w = JSONObjectWriter(into: ByteBuffer())
    w.member("version", word: Rollbook.version)
    w.member("as_of", asOf.map { Text($0.iso) })
    w.member("exit", Int64(exit))
    w.name("inputs")
    w.buffer.append(jsonObjects: inputs) { RunReport.write($0, to: &$1) }
    w.name("pages")
    var pages = JSONObjectWriter(into: ByteBuffer())
    RunReport.write(result ?? PublishResult(), to: &pages)
    w.buffer.append(contentsOf: pages.finish().bytes)
    w.member("files_written", Int64(result?.filesWritten ?? 0))
    w.member("bytes_written", Int64(result?.bytesWritten ?? 0))
    w.name("phases")
    w.buffer.append(jsonObjects: phases) { phase, w in
      w.member("name", word: phase.name)
      w.member("ms", Int64(phase.milliseconds))
    }
    w.member("peak_rss_bytes", Int64(RunReport.peakMemoryBytes))
    w.name("warnings")
    w.buffer.append(jsonArray: warnings.map { Text(Console.redactor.redact($0)) })
    var bytes = w.finish().bytes
    bytes.append(0x0A)
    try Files.write(bytes, to: path)
  }

  private static func write(_ input: ImportOutcome, to w: inout JSONObjectWriter) {
    w.member("path", word: Console.redactor.redact(input.source.path))
    w.member("sha256", word: input.sha256)
    w.member("format", input.format.map { Text($0.rawValue) })
    w.member("skipped", input.isSkipped)
    w.member("lines", Int64(input.lines))
    w.member("imported", Int64(input.counts.imported))
    w.member("updated", Int64(input.counts.updated))
    w.member("duplicate", Int64(input.counts.duplicate))
    w.member("conflict", Int64(input.counts.conflict))
    w.member("blank", Int64(input.blank))
    w.member("ignored", Int64(input.ignored))
    w.member("quarantined", Int64(input.isSkipped ? 0 : input.quarantined))
    w.member("incomplete", Int64(input.incomplete))
    w.name("codes")
    w.buffer.append(jsonObjects: input.codes) { code, w in
      w.member("code", word: code.code)
      w.member("count", Int64(code.count))
    }
  }

  private static func write(_ result: PublishResult, to w: inout JSONObjectWriter) {
    w.member("added", Int64(result.added))
    w.member("changed", Int64(result.changed))
    w.member("unchanged", Int64(result.unchanged))
    w.member("removed", Int64(result.removed))
  }

  /// The largest resident size of this process so far.
  static var peakMemoryBytes: Int {
    var usage = rusage()
    getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
    return Int(usage.ru_maxrss) * 1024
  }
}
