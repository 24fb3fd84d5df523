import Model
import Preserving

/// What a comparison with an older bag found, as lines to read or as JSON.
struct GrowthSheet {
  let older: String
  let report: HistoryReport

  /// How many lines of one list are printed; JSON has all.
  private static let longest = 50

  private static func title(_ finding: HistoryReport.Finding) -> String {
    switch finding {
    case .vanished: "vanished: nothing is there of them any more, and nothing says why"
    case .rewritten: "rewritten: they say something else after their end, and no source said so"
    case .gone: "gone: a version, an event or a deletion of them is not there any more"
    case .unsourced: "unsourced: something new of them that no source brought"
    case .deleted: "removed, since their source deleted them"
    case .undone: "removed, since the import that brought them was undone"
    case .forgotten: "forgotten on purpose"
    case .retention: "removed, since they were older than records are kept"
    case .added: "added"
    case .wentOn: "went on: they were open"
    case .newVersion: "another version or event, from a source"
    case .corrected: "corrections that came, went or changed"
    }
  }

  /// The verdict first.
  var lines: [String] {
    let problems = report.problemCount
    let chain =
      report.chain == .direct
      ? "the bag names it as the one before" : "the bag names another one before it, or none"
    let verdict =
      problems == 0
      ? "grew     \(older): history only grew since; \(chain)"
      : "REWRITTEN  \(older): \(problems) problem\(problems == 1 ? "" : "s"); \(chain)"
    return [verdict] + HistoryReport.Finding.allCases.flatMap(lines)
  }

  private func lines(of finding: HistoryReport.Finding) -> [String] {
    let count = report.count(finding)
    guard count > 0 else { return [] }
    let mark = finding.isProblem ? "problem " : "note    "
    let shown = report.entries(finding).prefix(GrowthSheet.longest).map { entry in
      let detail = entry.detail.isEmpty ? "" : ": \(entry.detail)"
      return "            \(entry.kind) \(entry.id)\(detail)"
    }
    let rest = count - shown.count
    return ["\(mark) \(count) \(GrowthSheet.title(finding))"] + shown
      + (rest > 0 ? ["            and \(rest) more; --json has all"] : [])
  }

  /// The members of one object, with every list under its name.
  func write(to w: inout JSONObjectWriter) {
    w.member("against", Text(older))
    w.member("only_grew", report.onlyGrew)
    w.member("problems", Int64(report.problemCount))
    w.member("chain", word: report.chain.rawValue)
    var lists = JSONObjectWriter(into: ByteBuffer())
    for finding in HistoryReport.Finding.allCases {
      lists.name(named: finding.rawValue)
      lists.buffer.append(jsonObjects: report.entries(finding)) {
        $1.member("kind", word: $0.kind)
        $1.member("id", $0.id)
        $1.member("detail", $0.detail.isEmpty ? nil : Text($0.detail))
      }
    }
    w.name("lists")
    w.buffer.append(contentsOf: lists.finish().bytes)
    var counts = JSONObjectWriter(into: ByteBuffer())
    for finding in HistoryReport.Finding.allCases {
      counts.name(named: finding.rawValue)
      counts.buffer.append(report.count(finding))
    }
    w.name("counts")
    w.buffer.append(contentsOf: counts.finish().bytes)
  }
}
