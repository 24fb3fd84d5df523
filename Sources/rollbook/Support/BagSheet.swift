import Bagging
import Model

/// What a verification found, as lines to read or as JSON.
struct BagSheet {
  let path: String
  let report: BagReport
  /// What a comparison with an older bag found, if there was one.
  var growth: GrowthSheet?

  /// How many lines of one list are printed; JSON has all.
  private static let longest = 50

  private struct Finding {
    let title: String
    /// What to make of it.
    let meaning: String
    let lines: [String]
  }

  private var problems: [Finding] {
    [
      Finding(
        title: "missing", meaning: "a manifest lists them, and they are not there",
        lines: report.missing.map {
          $0.path.string + ($0.isInFetch ? " (fetch.txt says where it can be fetched)" : "")
        }),
      Finding(
        title: "extra", meaning: "they are there, and no manifest lists them",
        lines: report.extra.map(\.string)),
      Finding(
        title: "altered", meaning: "their bytes are not those of the manifest",
        lines: report.altered.map {
          "\($0.path): \($0.algorithm.rawValue) is \($0.actual), not \($0.expected)"
        }),
      Finding(
        title: "unreadable", meaning: "they could not be read",
        lines: report.unreadable.map { "\($0.path): \($0.reason)" }),
      Finding(
        title: "malformed", meaning: "a file that describes the bag is not in order",
        lines: report.malformed.map { fault in
          "\(fault.file)\(fault.line.map { ":\($0)" } ?? ""): \(fault.fault)"
        }),
      Finding(
        title: "unsafe", meaning: "paths that lead out of the bag, or to no file",
        lines: report.unsafe.map { unsafe in
          let place = unsafe.file.map { file in
            "\(file)\(unsafe.line.map { ":\($0)" } ?? ""): "
          }
          return "\(place ?? "")\(unsafe.path): \(unsafe.reason)"
        }),
      Finding(
        title: "wrong counts", meaning: "what the bag says of itself is not so",
        lines: report.wrongCounts.map { "\($0.label): \($0.actual), not \($0.expected)" }),
    ]
  }

  private var remarks: [Finding] {
    [
      Finding(
        title: "unlisted", meaning: "beside the payload, in no manifest; allowed",
        lines: report.unlisted.map(\.string)),
      Finding(
        title: "not checked", meaning: "manifests whose digests are not compared",
        lines: report.notChecked.map { "\($0.file) (\($0.algorithm))" }),
      Finding(
        title: "warnings", meaning: "they may go wrong elsewhere",
        lines: report.warnings.map(\.description)),
    ]
  }

  /// The verdict first.
  var lines: [String] {
    let size = "\(report.fileCount) files, \(report.byteCount) bytes of payload"
    let version = report.version.map { ", BagIt \($0)" } ?? ""
    let verdict =
      report.isWhole
      ? "whole    \(path): \(size)\(version)"
      : report.problemCount > 0
        ? "NOT WHOLE  \(path): \(report.problemCount) problem\(report.problemCount == 1 ? "" : "s"); \(size)\(version)"
        : "NOT CHECKED  \(path): no manifest could be compared; \(size)\(version)"
    return [verdict] + problems.flatMap { lines(of: $0, "problem ") }
      + remarks.flatMap { lines(of: $0, "note    ") } + (growth?.lines ?? [])
  }

  private func lines(of finding: Finding, _ mark: String) -> [String] {
    guard !finding.lines.isEmpty else { return [] }
    let hidden = finding.lines.count - BagSheet.longest
    return ["\(mark) \(finding.title): \(finding.lines.count); \(finding.meaning)"]
      + finding.lines.prefix(BagSheet.longest).map { "            \($0)" }
      + (hidden > 0 ? ["            and \(hidden) more; --json has all"] : [])
  }

  /// One object, with every list under its name.
  var json: String {
    var w = JSONObjectWriter(into: ByteBuffer())
    w.member("bag", Text(path))
    w.member("is_whole", report.isWhole)
    w.member("is_checked", report.isChecked)
    w.member("problems", Int64(report.problemCount))
    w.member("files", Int64(report.fileCount))
    w.member("bytes", Int64(report.byteCount))
    if let version = report.version { w.member("version", Text(version)) }
    addProblems(to: &w)
    w.name("unlisted")
    w.buffer.append(jsonArray: report.unlisted)
    w.name("not_checked")
    w.buffer.append(jsonObjects: report.notChecked) {
      $1.member("file", $0.file)
      $1.member("algorithm", word: $0.algorithm)
    }
    w.name("warnings")
    w.buffer.append(jsonArray: report.warnings.map { Text($0.description) })
    if let growth {
      var history = JSONObjectWriter(into: ByteBuffer())
      growth.write(to: &history)
      w.name("history")
      w.buffer.append(contentsOf: history.finish().bytes)
    }
    return w.finish().string
  }

  private func addProblems(to w: inout JSONObjectWriter) {
    w.name("missing")
    w.buffer.append(jsonObjects: report.missing) {
      $1.member("path", $0.path)
      $1.member("is_in_fetch", $0.isInFetch)
    }
    w.name("extra")
    w.buffer.append(jsonArray: report.extra)
    w.name("altered")
    w.buffer.append(jsonObjects: report.altered) {
      $1.member("path", $0.path)
      $1.member("algorithm", word: $0.algorithm.rawValue)
      $1.member("expected", word: $0.expected)
      $1.member("actual", word: $0.actual)
    }
    w.name("unreadable")
    w.buffer.append(jsonObjects: report.unreadable) {
      $1.member("path", $0.path)
      $1.member("reason", word: $0.reason)
    }
    w.name("malformed")
    w.buffer.append(jsonObjects: report.malformed) {
      $1.member("file", $0.file)
      $1.member("line", $0.line.map(Int64.init))
      $1.member("fault", word: $0.fault.description)
    }
    w.name("unsafe")
    w.buffer.append(jsonObjects: report.unsafe) {
      $1.member("path", $0.path)
      $1.member("reason", word: $0.reason.description)
      $1.member("file", $0.file)
      $1.member("line", $0.line.map(Int64.init))
    }
    w.name("wrong_counts")
    w.buffer.append(jsonObjects: report.wrongCounts) {
      $1.member("label", $0.label)
      $1.member("expected", $0.expected)
      $1.member("actual", $0.actual)
    }
  }
}
