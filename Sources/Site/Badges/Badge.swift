import Model
import Rendering

/// A small picture for other pages: a label and what there is to say, in words, with a shape and a
/// colour that mean the same.
struct Badge: Sendable {
  /// The file's name, without ending.
  let name: String
  let label: String
  /// Cleaned, not escaped.
  let message: String
  let tone: Tone

  /// What stands behind the message.
  enum Tone: Sendable {
    case good, bad, back, plain, unknown
  }

  /// Characters of a version at most.
  static let versionLimit = 24

  /// `production: 1.4.2`
  var words: String { "\(label): \(message)" }

  /// A version as a badge shows it: one line, cut where it is long.
  static func version(_ version: Text) -> String {
    let shown = FeedEntry.shown(version).unicodeScalars
    guard shown.count > versionLimit else { return String(shown) }
    return String(String.UnicodeScalarView(shown.prefix(versionLimit))) + "…"
  }
}

extension Badge.Tone {
  /// White text on it has a contrast of 4.5 : 1 at least.
  var colour: StaticString {
    switch self {
    case .good: "#1178c5"
    case .bad: "#9c1f10"
    case .back: "#541f4e"
    case .plain: "#3d5a73"
    case .unknown: "#5b6269"
    }
  }

  /// Strokes around the middle of a field 12 wide and 12 high; nil for a figure, which is its own shape.
  var shape: StaticString? {
    switch self {
    case .good: "M-4 0l3 3 5-6"
    case .bad: "M-3.5-3.5l7 7m0-7l-7 7"
    case .back: "M-1-4l-3 3 3 3M-4-1h5a2.5 2.5 0 0 1 0 5h-2"
    case .unknown: "M-4 0h2m1 0h2m1 0h2"
    case .plain: nil
    }
  }
}

extension Badge.Tone {
  /// How a deployment turned out.
  init(_ outcome: Outcome) {
    switch outcome {
    case .rolledBack: self = .back
    case .superseded: self = .good
    case .status(let status):
      switch status {
      case .live, .production, .staged: self = .good
      case .failed: self = .bad
      case .rolledBack: self = .back
      case .pending, .staging: self = .plain
      }
    }
  }
}
