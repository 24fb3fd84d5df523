import Model

/// A commit as jobs and deployments name it.
struct Commit: Sendable {
  var sha: String
  var message: String
  var author: String
  var ref: String
  var time: Timestamp
  var isFeature: Bool

  /// A new commit to `ref`, made some hours before `time`.
  static func make(
    scope: String, ref: String, before time: Timestamp, random: inout SplitMix64
  ) -> Commit {
    let roll = random.below(100)
    let isFeature = roll < 40
    let words =
      switch roll {
      case ..<40: "feat(\(scope)): \(random.pick(Vocabulary.features))"
      case ..<72: "fix(\(scope)): \(random.pick(Vocabulary.fixes))"
      case ..<92: "chore: \(random.pick(Vocabulary.chores))"
      default: random.pick(Vocabulary.oddities)
      }
    let number = roll < 92 ? " (#\(random.int(100...9_999)))" : ""
    let age = random.logNormal(median: 5 * 3600, sigma: 1.1, cap: 12 * 86_400)
    return Commit(
      sha: makeSHA(&random), message: words + number, author: random.pick(Vocabulary.authors),
      ref: ref, time: time.adding(milliseconds: -Int64(age) * 1000), isFeature: isFeature)
  }

  /// The commit that takes this one back.
  func reverted(at time: Timestamp, random: inout SplitMix64) -> Commit {
    followUp(message: "Revert \"\(title)\"\n\nThis reverts commit \(sha).", at: time, &random)
  }

  /// The commit that brings this one in again.
  func reapplied(at time: Timestamp, random: inout SplitMix64) -> Commit {
    followUp(message: "Reapply \"\(title)\"\n\nWith the cause fixed.", at: time, &random)
  }

  /// The commit that mends this one in a hurry.
  func hotfixed(at time: Timestamp, random: inout SplitMix64) -> Commit {
    followUp(message: "hotfix: \(random.pick(Vocabulary.fixes))", at: time, &random)
  }

  private func followUp(
    message: String, at time: Timestamp, _ random: inout SplitMix64
  ) -> Commit {
    Commit(
      sha: Commit.makeSHA(&random), message: message, author: author, ref: "main",
      time: time.adding(milliseconds: -Int64(random.int(600...5400)) * 1000), isFeature: false)
  }

  /// The first line.
  private var title: String {
    String(message.prefix { $0 != "\n" })
  }

  /// 40 hexadecimal digits.
  private static func makeSHA(_ random: inout SplitMix64) -> String {
    var buffer = ByteBuffer(capacity: 40)
    for _ in 0..<5 {
      let bits = random.next()
      for part in 0..<4 {
        buffer.append(hex: UInt8(truncatingIfNeeded: bits >> (8 * UInt64(part))))
      }
    }
    return buffer.string
  }
}
