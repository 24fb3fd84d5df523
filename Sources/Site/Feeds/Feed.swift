import Model
import Rendering

/// What a feed tells of.
enum FeedKind: String, CaseIterable, Sendable {
  case deployments, rollbacks, releases

  /// As a heading.
  var title: String {
    switch self {
    case .deployments: "Deployments"
    case .rollbacks: "Rollbacks"
    case .releases: "Releases"
    }
  }
}

/// The newest deployments, rollbacks or releases, of one service or of all.
struct Feed: Sendable {
  /// Entries of a feed at most.
  static let limit = 50
  /// What a feed without an entry says when it was changed.
  static let noTime = Timestamp(seconds: 0)

  let kind: FeedKind
  /// Nil for all.
  let service: Text?
  /// The newest first; at most `limit`.
  let entries: [FeedEntry]

  init(_ kind: FeedKind, of service: Text?, _ entries: [FeedEntry]) {
    self.kind = kind
    self.service = service
    self.entries = Array(entries.sorted { $1.isOlder(than: $0) }.prefix(Feed.limit))
  }

  /// `Deployments of api`.
  var title: String {
    service.map { "\(kind.title) of \(FeedEntry.shown($0))" } ?? kind.title
  }

  var id: String { FeedID.urn("feed", Text(kind.rawValue), service ?? "") }

  /// Of the entry changed last.
  var updated: Timestamp { entries.map(\.updated).max() ?? Feed.noTime }

  /// The page that shows the same.
  var pagePath: String {
    switch (kind, service) {
    case (.releases, let service?): SitePaths.releases(service)
    case (_, let service?): SitePaths.service(service)
    case (.deployments, nil): SitePaths.deployments
    case (.rollbacks, nil): SitePaths.rollbacks
    case (.releases, nil): SitePaths.releases
    }
  }
}

/// One deployment, rollback or release in a feed. All texts are cleaned as on pages, and not escaped.
struct FeedEntry: Sendable {
  /// The URN of the record.
  let id: String
  let title: String
  /// The page about it.
  let path: String
  let published: Timestamp
  /// Later than `published` if something became of it.
  let updated: Timestamp
  /// A word for what it turned out to be.
  let category: String
  let facts: [Fact]

  /// One line of what there is to know.
  struct Fact: Sendable {
    let label: String
    let text: String
  }

  /// By time, then by id.
  func isOlder(than other: FeedEntry) -> Bool {
    published != other.published ? published < other.published : id < other.id
  }

  /// The facts as lines of text.
  var text: String { facts.map { "\($0.label): \($0.text)" }.joined(separator: "\n") }

  /// Characters of one text at most.
  static let textLimit = 200

  /// A text from a record as a page shows it, its first line, cut where it is very long.
  static func shown(_ text: Text) -> String {
    var buffer = ByteBuffer()
    buffer.append(cleanedPlain: text)
    let line = buffer.string.unicodeScalars.prefix { $0 != "\n" }
    guard line.count > textLimit else { return String(String.UnicodeScalarView(line)) }
    return String(String.UnicodeScalarView(line.prefix(textLimit))) + "…"
  }
}
