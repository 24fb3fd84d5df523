import Metrics
import Model
package import Rendering

/// Jobs that failed for one reason.
package struct ReasonRow: Viewable {
  let reason: FailureReason
  let count: ReasonCount
  /// Of the jobs that failed.
  let total: Int
  /// All jobs that ever failed for it, where others are counted.
  var before: ReasonCount?

  package static let shape = Shape<ReasonRow> {
    $0.text("reason", "What their messages have in common; null without a message.") {
      $0.message
    }
    $0.word("missing", "What stands for a message.") { $0.missing }
    $0.integer("count", "How many jobs.") { $0.count.count }
    $0.word("share", "Of all that failed, in words.", inJSON: false) {
      FigureText.share($0.count.count, of: $0.total)
    }
    $0.time("first_seen", "The first of them.") { ($0.before ?? $0.count).first }
    $0.day("first_day", "The local day of that.", inJSON: false) {
      ($0.before ?? $0.count).days?.lowerBound
    }
    $0.day("last_day", "The local day of the newest.", inJSON: false) {
      $0.count.days?.upperBound
    }
    $0.time("last_seen", "The newest of them.") { $0.count.last }
    $0.object("example", "The newest of them that has a page, else the newest.") {
      $0.count.example
    }
  }

  /// The message, else what stands for it.
  var name: Text { message ?? Text(missing ?? "") }

  var message: Text? {
    switch reason {
    case .message(let text): text
    case .none: nil
    }
  }

  /// `no message, timeout`; nil with a message.
  var missing: String? {
    switch reason {
    case .message: nil
    case .none(let status): "no message, \(status.word)"
    }
  }
}
