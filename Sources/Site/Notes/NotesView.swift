import Metrics
package import Model
import Notes
package import Rendering

/// Release notes of one range: what changed in an environment, by what was really live there.
package struct NotesView: Viewable {
  /// One for each service.
  let parts: [ReleaseNotes]
  let versions: [VersionRow]
  /// What took the base away, in notes of a rollback.
  let rollback: RollbackRow?
  var added: ChangeSections
  var removed: ChangeSections
  let contributors: [ContributorRow]
  let compareURL: Text?
  let base: BaseAddress?
  let zone: ZoneTable
  /// So many commits that came are told of at most, and so many that went: the newest.
  let limit: Int

  private var isOneService: Bool { parts.count == 1 }
  private var only: ReleaseNotes? { isOneService ? parts.first : nil }
  var kind: NotesRange.Kind {
    if let only { return only.range.kind }
    return parts.allSatisfy { $0.range.kind == .unreleased } ? .unreleased : .release
  }

  /// Whether nothing came, nothing went and no version has part in it.
  package var isEmpty: Bool {
    versions.isEmpty && added.count == 0 && removed.count == 0 && added.cancelled.isEmpty
  }

  /// The version that the notes are of; nil for what is unreleased, and for several services.
  package var version: Text? { only?.range.target?.version }

  /// What was live before; nil if nothing was, and for several services.
  var baseVersion: Text? { only?.range.base?.version }
  /// Where.
  var environment: Text { parts.first?.environment ?? "" }
  var service: Text? { only?.service }
  var baseCommit: Text? { only?.base?.deployment.commitSHA }
  var targetCommit: Text? { only?.target?.deployment.commitSHA }

  /// Since when it is live.
  package var liveFrom: Timestamp? { only?.range.target?.from }

  package static let shape = Shape<NotesView> { s in
    s.text("service_name", "The service; null for several.") { $0.service }
    s.texts("services", "The services.") { $0.parts.map(\.service) }
    s.id("environment", "Where.") { $0.environment }
    s.word(
      "kind", "A release, a rollback, or what is unreleased.",
      rule: .words(NotesRange.Kind.allCases.map(\.rawValue))
    ) { $0.kind.rawValue }
    s.id("version", "What is live after it; null for what is unreleased.") { $0.version }
    s.time("live_from", "Since when that is live.") { $0.liveFrom }
    s.word("date", "The day of it, such as 2026-11-01.", inJSON: false) { view in
      view.liveFrom.map { view.zone.day(of: $0).iso }
    }
    s.word("first_date", "The day of its first deployment.", inJSON: false) { $0.days?.0.iso }
    s.word("last_date", "The day of its last deployment.", inJSON: false) { $0.days?.1.iso }
    s.time("rolled_back_at", "When it was rolled back, if it was.") { view in
      view.only?.range.target.flatMap { $0.end == .rolledBack ? $0.until : nil }
    }
    s.id("base_version", "What was live before; null if nothing was.") {
      $0.baseVersion
    }
    s.id("base_commit", "The commit of that.") { $0.baseCommit }
    s.id("commit_sha", "The commit that the notes end with.") { $0.targetCommit }
    s.url("compare_url", "Where the two are compared on the web, if that is configured.") {
      $0.compareURL
    }
    basisFields(&s)
    s.object("rollback", "What took the version before away.") { $0.rollback }
    s.list("versions", "The deployments of the range, the newest first.") { $0.versions }
    s.list("sections", "What came, by kind of change.") { $0.added.sections }
    s.list("cancelled", "Changes that left the notes, since others of them take them back.") {
      $0.added.cancelled
    }
    s.list("removed_sections", "What went: in the version before, and not in this one.") {
      $0.removed.sections
    }
    s.list("contributors", "Who wrote what came, those with the most changes first.") {
      $0.contributors
    }
    s.excerpt(of: "contributors", limit: 50) { $0.contributors }
    shownFields(&s)
  }

  private static func basisFields(_ s: inout Shape<NotesView>) {
    s.word(
      "basis", "What the list of changes rests on.",
      rule: .words(["ancestry", "partial", "deployments"])
    ) { $0.basis.word }
    s.word("basis_words", "The same in a sentence.") { $0.basis.sentence }
    s.flag("is_cut", "Whether older commits were left out, since there are too many.") { $0.isCut }
    s.integer("commit_limit", "At most so many commits are told of.") { $0.limit }
    s.texts("missing_commits", "Parents that no record describes.") { $0.basis.missing }
  }

  private static func shownFields(_ s: inout Shape<NotesView>) {
    s.flag("is_release", "Whether something new is live.", inJSON: false) { $0.kind == .release }
    s.flag("is_rollback", "Whether an older version is live again.", inJSON: false) {
      $0.kind == .rollback
    }
    s.flag("is_unreleased", "Whether it is about what is unreleased.", inJSON: false) {
      $0.kind == .unreleased
    }
    s.flag("is_empty", "Whether nothing changed.") { $0.isEmpty }
    s.flag("has_versions", "Whether it has deployments.", inJSON: false) { !$0.versions.isEmpty }
    s.flag("has_changes", "Whether anything that came is shown.", inJSON: false) {
      !$0.added.shown.isEmpty
    }
    s.list("shown_sections", "Those that are not hidden.", inJSON: false) { $0.added.shown }
    s.word("hidden_words", "How many changes of which hidden sections came.", inJSON: false) {
      NotesView.words($0.added.hidden)
    }
    s.word("hidden_removed_words", "How many of which hidden sections went.", inJSON: false) {
      NotesView.words($0.removed.hidden)
    }
    s.list(
      "changelog_sections", "What came and went, as keepachangelog.com sorts it.", inJSON: false
    ) {
      ChangelogHeading.sections(added: $0.added, removed: $0.removed)
    }
    s.flag("has_story", "Whether more happened than that one version went live.", inJSON: false) {
      view in
      view.versions.count > 1 || view.versions.contains { !$0.isLive }
    }
    s.integer(
      "cancelled_count", "How many changes take each other back, if any do.", inJSON: false
    ) { $0.added.cancelled.isEmpty ? nil : $0.added.cancelled.count }
    s.flag("has_removed", "Whether anything went.", inJSON: false) { $0.removed.count > 0 }
    s.list("shown_removed_sections", "What went and is not hidden.", inJSON: false) {
      $0.removed.shown
    }
    s.list("first_time_contributors", "Those whose first commit it is.", inJSON: false) {
      $0.contributors.filter(\.isFirstTime)
    }
    s.flag("has_contributors", "Whether anybody is named.", inJSON: false) {
      !$0.contributors.isEmpty
    }
  }

  /// From the first to the last deployment.
  private var days: (LocalDay, LocalDay)? {
    let days = versions.compactMap { $0.line.entry.at.map { zone.day(of: $0) } }
    guard let first = days.min(), let last = days.max() else { return nil }
    return (first, last)
  }

  /// `Documentation 3, Chores 1`; nil for none.
  private static func words(_ sections: [ChangeSectionRow]) -> String? {
    guard !sections.isEmpty else { return nil }
    return sections.map { "\($0.title) \($0.count)" }.joined(separator: ", ")
  }

  /// Lets a page show so many changes at most; JSON has all.
  mutating func limit(to changes: Int) {
    var room = changes
    added.limit(to: &room)
    removed.limit(to: &room)
  }

  /// How many changes came; nil where the records do not tell what lies between two deployments.
  var changeCount: Int? { basis.word == "deployments" ? nil : added.count }
  /// Whether more may have come.
  var isAtLeast: Bool { basis.word == "partial" || isCut }

  private var isCut: Bool { parts.contains { $0.added.isCut || $0.removed.isCut } }

  private var basis: NotesBasis { NotesBasis(parts) }
}

/// On what notes of one service or several rest: on the least certain of them.
private struct NotesBasis {
  var word = "ancestry"
  var missing: [Text] = []

  init(_ parts: [ReleaseNotes]) {
    let bases = parts.flatMap { [$0.added.basis, $0.removed.basis] }
    for basis in bases {
      switch basis {
      case .ancestry: break
      case .partial(let commits):
        if word == "ancestry" { word = "partial" }
        missing += commits
      case .heads: word = "deployments"
      }
    }
    missing = Array(Set(missing)).sorted()
  }

  var sentence: String {
    switch word {
    case "ancestry": "All commits between the two versions, by their recorded parents."
    case "partial":
      "The commits between the two versions as far as their parents are recorded; of "
        + FigureText.count(missing.count, "parent") + " there is no record."
    default:
      "One commit for each deployment: the records do not tell what lies between, since the "
        + "commits and their parents were not imported."
    }
  }
}

/// Release notes as one document.
package struct NotesDocument: Viewable {
  package let notes: [NotesView]
  let environment: Text?
  let services: [Text]
  let date: ReportDate
  let zone: ZoneTable

  package static let shape = Shape<NotesDocument> {
    $0.id("environment", "Where.") { $0.environment }
    $0.texts("services", "The services asked about.") { $0.services }
    $0.day("as_of", "The date of the report.") { $0.date.today }
    $0.word("time_zone", "The zone of days.") { $0.zone.name }
    $0.flag("is_empty", "Whether no change reached the environment.") { $0.isEmpty }
    $0.list("notes", "The notes, the newest first.") { $0.notes }
  }

  /// Whether no change reached the environment.
  package var isEmpty: Bool { notes.allSatisfy(\.isEmpty) }

  /// Without rollbacks and without what changed nothing: a changelog marks what was rolled back.
  package var withReleasesAlone: NotesDocument {
    NotesDocument(
      notes: notes.filter { $0.kind != .rollback && !$0.isEmpty }, environment: environment,
      services: services, date: date, zone: zone)
  }
}
