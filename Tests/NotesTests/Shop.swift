import Metrics
import Model
import Notes

/// A service told in short lines, and what notes say of it. Times are minutes.
struct Shop {
  let ledger: EnvironmentLedger
  private let commits: [Text: Commit]
  private let ids: [Int64: Text]

  /// - Parameters:
  ///   - commits: `sha: parents`, the oldest first; each a minute younger than the one before.
  init(
    _ deployments: [Deployment], commits: [(sha: Text, parents: [Text])] = [],
    corrections: [Correction] = [], environment: Text = "production"
  ) {
    let byID = Dictionary(corrections.map { ($0.subject, $0) }) { first, _ in first }
    let history = deriveHistory(
      of: deployments.enumerated().map {
        DeploymentEvent(key: Int64($0 + 1), deployment: $1, correction: byID[$1.id])
      })
    let entries = zip(deployments, history.facts).map { LedgerEntry($0, $1) }
    ledger = EnvironmentLedger(
      service: "shop", environment: environment, entries: entries, spans: history.spans,
      rollbacks: history.rollbacks)
    ids = Dictionary(uniqueKeysWithValues: entries.map { ($0.key, $0.deployment.id) })
    self.commits = Dictionary(
      uniqueKeysWithValues: commits.enumerated().map { i, line in
        var commit = Commit(sha: line.sha)
        commit.parents = line.parents
        commit.committedAt = Shop.minute(i)
        commit.message = Text("feat: \(line.sha)")
        return (line.sha, commit)
      })
  }

  static func minute(_ minute: Int) -> Timestamp {
    Timestamp(milliseconds: 1_790_000_000_000 + Int64(minute) * 60_000)
  }

  /// A deployment live in production from that minute on.
  static func live(
    _ id: Text, _ version: Text, at minute: Int, sha: Text? = nil, backAt: Int? = nil,
    to: Text? = nil, reason: Text? = nil
  ) -> Deployment {
    var deployment = Deployment(id: id, service: "shop", version: version, status: .live)
    deployment.productionDeployedAt = Shop.minute(minute)
    deployment.deployedToProduction = true
    deployment.commitSHA = sha
    deployment.commitMessage = sha.map { Text("feat: \($0)") }
    if let backAt {
      deployment.rolledBack = true
      deployment.status = .rolledBack
      deployment.rolledBackAt = Shop.minute(backAt)
      deployment.rolledBackTo = to
      deployment.rollbackReason = reason
    }
    return deployment
  }

  static func failed(_ id: Text, _ version: Text, at minute: Int, sha: Text? = nil) -> Deployment {
    var deployment = Deployment(id: id, service: "shop", version: version, status: .failed)
    deployment.createdAt = Shop.minute(minute)
    deployment.environment = "production"
    deployment.commitSHA = sha
    return deployment
  }

  static func staged(_ id: Text, _ version: Text, at minute: Int, sha: Text? = nil) -> Deployment {
    var deployment = Deployment(id: id, service: "shop", version: version, status: .staged)
    deployment.environment = "production"
    deployment.createdAt = Shop.minute(minute - 1)
    deployment.stagingDeployedAt = Shop.minute(minute)
    deployment.deployedToStaging = true
    deployment.commitSHA = sha
    return deployment
  }

  // MARK: - What notes say

  func notes(for range: NotesRange) throws -> ReleaseNotes {
    try NotesMaker(ledger) { commits[$0] }.notes(for: range)
  }

  /// Of the span that the last deployment of a version made.
  func notes(of version: Text) throws -> [String] {
    guard let place = ledger.place(of: .name(version)) else { return ["never live"] }
    return Shop.lines(try notes(for: ledger.range(ending: place)))
  }

  /// Such as `release 1 -> 3`, `2: rolled back after 5 m to 1`, `+ c3`, `- c2`, `c2 was in 2`.
  static func lines(_ notes: ReleaseNotes) -> [String] {
    let (base, target) = (notes.range.base?.version, notes.range.target?.version)
    var lines = ["\(notes.range.kind.rawValue) \(base ?? "nothing") -> \(target ?? "nothing")"]
    lines += notes.versions.map { "\($0.entry.version): \(words($0.verdict))" }
    lines += notes.added.commits.map { "+ \($0.sha)" }
    lines += notes.removed.commits.map { "- \($0.sha)" }
    lines += notes.shippedBefore.sorted { $0.key < $1.key }.map { "\($0.key) was in \($0.value)" }
    switch notes.added.basis {
    case .ancestry: break
    case .partial(let missing): lines.append("without \(missing)")
    case .heads: lines.append("heads alone")
    }
    return lines
  }

  private static func words(_ verdict: Verdict) -> String {
    func minutes(_ back: Verdict.RolledBack) -> String {
      let after = back.liveFor.map { "after \($0 / 60_000) m" } ?? "after unknown time"
      let reason = back.reason.map { " (\($0))" } ?? ""
      return after + " to \(back.to ?? "?")" + reason + (back.isWithdrawn ? ", with another" : "")
    }
    switch verdict {
    case .live: return "live"
    case .superseded(_, let by): return "superseded by \(by ?? "?")"
    case .rolledBack(let back): return "rolled back \(minutes(back))"
    case .reshipped(let back, _): return "rolled back \(minutes(back)), back again"
    case .failed: return "failed"
    case .stagedOnly: return "staged only"
    case .waiting: return "waiting"
    }
  }
}
