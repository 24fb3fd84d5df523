import Commits
import Model
import Rendering

/// Release notes as the context that git-cliff takes with `--from-context`, so that templates written
/// for it work on what really was live. What git-cliff has no field for stands in `extra`.
/// Source: git-cliff 2.14, `Release` and `Commit`.
package enum GitCliffContext {
  /// A JSON array with one release for each of the notes, in their order.
  package static func json(of document: NotesDocument) -> [UInt8] {
    var json = ByteBuffer()
    json.append(byte: 0x5B)
    for (i, view) in document.notes.enumerated() {
      if i > 0 { json.append(byte: 0x2C) }
      JSONTwinWriter.write(CliffRelease(view), to: &json)
    }
    json.append("]\n" as StaticString)
    return json.bytes
  }
}

/// What git-cliff knows of a forge: nothing here, but it asks for the field.
private struct CliffForge: Viewable {
  static let shape = Shape<CliffForge> {
    $0.list("contributors", "Nobody.") { _ in [CliffForge]() }
  }
}

private struct CliffNothing: Viewable {
  static let shape = Shape<CliffNothing> { _ in }
}

/// What git-cliff knows from a forge of who wrote a commit: nothing here either.
private struct CliffContributor: Viewable {
  static let shape = Shape<CliffContributor> {
    $0.text("username", "Not known.") { _ in Text?.none }
    $0.text("pr_title", "Not known.") { _ in Text?.none }
    $0.integer("pr_number", "Not known.") { _ in Int?.none }
    $0.texts("pr_labels", "Not known.") { _ in [] }
    $0.flag("is_first_time", "Not known.") { _ -> Bool in false }
  }
}

private let forges = ["github", "gitlab", "gitea", "bitbucket", "azure_devops"]

private struct CliffRelease: Viewable {
  let version: Text?
  let commitSHA: Text?
  let time: Timestamp?
  let commits: [CliffCommit]
  /// The release before, by its version alone.
  let previous: [CliffRelease]
  /// Nil for the release before.
  let view: NotesView?

  init(_ view: NotesView) {
    self.view = view
    version = view.version
    commitSHA = view.targetCommit
    time = view.liveFrom
    commits = view.added.sections.flatMap { section in
      section.groups.flatMap { group in
        group.changes.map { CliffCommit(row: $0, group: section.title) }
      }
    }
    previous = view.baseVersion.map { [CliffRelease(base: $0, view.baseCommit)] } ?? []
  }

  private init(base version: Text, _ sha: Text?) {
    self.version = version
    commitSHA = sha
    time = nil
    commits = []
    previous = []
    view = nil
  }

  static let shape = Shape<CliffRelease> { s in
    s.id("version", "The version.") { $0.version }
    s.text("message", "None.") { _ in Text?.none }
    s.list("commits", "What came.") { $0.commits }
    s.id("commit_id", "The commit it ends with.") { $0.commitSHA }
    s.integer("timestamp", "When it went live, in seconds.", rule: .any) { release in
      release.time.map { Int($0.milliseconds / 1000) }
    }
    s.object("previous", "What was live before.") { $0.previous.first }
    s.object("submodule_commits", "None.") { _ in CliffNothing() }
    for name in forges { s.object(name, "Nothing is known of it.") { _ in CliffForge() } }
    s.object("extra", "What the records of deployments tell.") { $0.view }
  }
}

private struct CliffCommit: Viewable {
  let row: ChangeRow
  let group: String

  private var message: CommitMessage { row.entry.message }

  static let shape = Shape<CliffCommit> { s in
    s.id("id", "The hash.") { $0.row.entry.sha }
    s.text("message", "The description.") { $0.row.entry.description }
    s.text("raw_message", "The subject as it was written.") { $0.message.subject }
    s.text("body", "What else it says.") { $0.message.body }
    s.list("footers", "Its footers.") { $0.message.footers.map(CliffFooter.init) }
    s.text("group", "The section.") { Text($0.group) }
    s.flag("breaking", "Whether it breaks something.") { $0.message.isBreaking }
    s.text("breaking_description", "What breaks.") { $0.message.breakingNotes.first }
    s.text("scope", "What it is about.") { $0.row.entry.scope }
    s.list("links", "Issues with an address.") { commit in
      commit.row.entry.references.compactMap { reference in
        commit.row.links.link(to: reference, in: commit.row.repository).map {
          CliffLink(text: reference.label, href: $0.text)
        }
      }
    }
    s.object("author", "Who wrote it.") { CliffPerson(row: $0.row) }
    s.object("committer", "The same, since records do not tell them apart.") {
      CliffPerson(row: $0.row)
    }
    s.flag("conventional", "Whether it is a conventional commit.") {
      $0.message.conventional != nil
    }
    s.flag("merge_commit", "Whether it has several parents.") { $0.row.entry.isMerge }
    for name in forges { s.object(name, "Nothing is known of it.") { _ in CliffContributor() } }
    s.object("extra", "What git-cliff has no field for.") { $0.row }
  }
}

private struct CliffFooter: Viewable {
  let footer: Footer

  static let shape = Shape<CliffFooter> {
    $0.text("token", "Its name.") { $0.footer.token }
    $0.word("separator", "What stands behind that.") {
      $0.footer.separator == .number ? " #" : ":"
    }
    $0.text("value", "What it says.") { $0.footer.value }
    $0.flag("breaking", "Whether it tells of a breaking change.") { $0.footer.isBreaking }
  }
}

private struct CliffLink: Viewable {
  let text: Text
  let href: Text

  static let shape = Shape<CliffLink> {
    $0.text("text", "What is written.") { $0.text }
    $0.url("href", "Where it leads.") { $0.href }
  }
}

private struct CliffPerson: Viewable {
  let row: ChangeRow

  static let shape = Shape<CliffPerson> {
    $0.text("name", "As the commit says.") { $0.row.entry.author }
    $0.text("email", "Never published.") { _ in Text?.none }
    $0.integer("timestamp", "In seconds.", rule: .any) { person in
      Int((person.row.entry.time?.milliseconds ?? 0) / 1000)
    }
  }
}
