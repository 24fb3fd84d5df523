import Commits
import Metrics
import Model
import Rendering

/// Writes the release pages of each service, their lists and feeds.
final class ReleaseStage {
  private let builder: SiteBuilder
  private let reading: ReleaseReading
  private let feeds: ReleaseFeeds
  /// The newest of all services, in no order.
  private var newest: [ReleaseRow] = []
  private var entries: [FeedEntry] = []
  private var total = 0

  init(_ builder: SiteBuilder) {
    self.builder = builder
    reading = ReleaseReading(builder.reader, builder.options)
    feeds = ReleaseFeeds(builder.options)
  }

  /// Writes those of one service.
  ///
  /// - Parameter rollbacks: those of the service, by time.
  func write(of service: Text, _ rollbacks: [RollbackRow]) throws {
    var rows: [ReleaseRow] = []
    var own: [FeedEntry] = []
    try reading.forEachRelease(of: service, rollbacks: rollbacks) { page in
      try builder.writer.write(page)
      rows.append(ReleaseRow(page))
      if let entry = feeds.entry(page) { own.append(entry) }
      if own.count > 4 * Feed.limit { own = ReleaseStage.newest(own) }
    }
    rows = ReleaseStage.newestFirst(rows)
    for list in ListPart.parts(of: rows, limit: ServiceReleasesPage.rowLimit) {
      try builder.writer.write(ServiceReleasesPage(service: service, list: list))
    }
    let feed = Feed(.releases, of: service, own)
    try FeedStage(builder).write(feed)
    entries = ReleaseStage.newest(entries + feed.entries)
    total += rows.count
    newest = Array(
      ReleaseStage.newestFirst(newest + rows.prefix(ReleasesPage.limit)).prefix(ReleasesPage.limit))
  }

  /// Writes what is about all services.
  func finish() throws {
    try builder.writer.write(ReleasesPage(releases: newest, total: total))
    try FeedStage(builder).write(Feed(.releases, of: nil, entries))
  }

  private static func newest(_ entries: [FeedEntry]) -> [FeedEntry] {
    Array(entries.sorted { $1.isOlder(than: $0) }.prefix(Feed.limit))
  }

  private static func newestFirst(_ rows: [ReleaseRow]) -> [ReleaseRow] {
    rows.sorted { a, b in
      let (left, right) = (a.liveFrom?.milliseconds ?? .min, b.liveFrom?.milliseconds ?? .min)
      if left != right { return left > right }
      return (a.service, a.version) < (b.service, b.version)
    }
  }
}

/// Makes feed entries of releases.
struct ReleaseFeeds {
  private let options: SiteOptions

  init(_ options: SiteOptions) { self.options = options }

  /// Nil for what is not live at the date of the report yet.
  func entry(_ page: ReleasePage) -> FeedEntry? {
    guard let at = page.notes.liveFrom, options.date.covers(options.zone.day(of: at)) else {
      return nil
    }
    let notes = page.notes
    let place = FeedEntry.shown(notes.environment)
    var title = "\(FeedEntry.shown(page.service)) \(FeedEntry.shown(page.version)) in \(place)"
    if let count = notes.changeCount {
      title += ": " + FigureText.count(count, "change") + (notes.isAtLeast ? " or more" : "")
    }
    if notes.added.breakingCount > 0 { title += ", \(notes.added.breakingCount) breaking" }
    if page.state == .rolledBack { title += "; rolled back" }
    let end = page.rollbacks.compactMap(\.rollback.at).filter {
      options.date.covers(options.zone.day(of: $0))
    }.max()
    return FeedEntry(
      id: FeedID.urn("release", page.service, page.version), title: title, path: page.path,
      published: at, updated: max(at, end ?? at), category: page.state.rawValue,
      facts: facts(page))
  }

  private func facts(_ page: ReleasePage) -> [FeedEntry.Fact] {
    var facts = FactList(zone: options.zone)
    facts.add("Service", page.service)
    facts.add("Version", page.version)
    facts.add("Environment", page.notes.environment)
    facts.add("Live since", page.notes.liveFrom)
    facts.add("Live before", page.notes.baseVersion)
    facts.add("Rolled back", page.rollbacks.first?.rollback.at)
    facts.add("Reason", page.rollbacks.first?.reason)
    for section in page.notes.added.shown {
      let changes = section.groups.flatMap(\.changes)
      facts.add(
        section.title,
        Text(
          changes.prefix(20).map { FeedEntry.shown($0.entry.description) }.joined(separator: "; ")))
    }
    return facts.all
  }
}
