import Commits
import Model
package import Rendering

/// One line of release notes: a commit, or one of those that a squash merge lists.
package struct ChangeRow: Viewable {
  let entry: CommitEntry
  /// `owner/repo`, where that is known.
  let repository: Text?
  let links: LinkRules
  /// Where notes are about several services, those that it is in.
  var services: [Text] = []
  /// Whether its section is a scope, so that its type stands before it instead.
  var isInScopeSection = false
  /// The version it was live with before, and rolled back.
  let shippedBefore: Text?
  /// The commit that takes it back.
  var revertedBy: Text?

  private var message: CommitMessage { entry.message }

  package static let shape = Shape<ChangeRow> { s in
    s.id("commit_sha", "The commit.") { $0.entry.sha }
    s.id("short_sha", "12 characters of it.", inJSON: false) { $0.entry.sha.shortHash }
    s.url("commit_url", "Where the commit is on the web, if that is configured.") {
      $0.links.link(toCommit: $0.entry.sha, in: $0.repository)?.text
    }
    s.text("type", "By Conventional Commits, such as feat; null for other messages.") {
      $0.entry.type
    }
    s.text("scope", "What it is about, as the commit says.") { $0.entry.scope }
    s.text("label", "What stands before it in a list: the scope, or the type.", inJSON: false) {
      $0.isInScopeSection ? $0.entry.type : $0.entry.scope
    }
    s.text("description", "What it does: the subject without type and scope.") {
      $0.entry.description
    }
    s.list("pieces", "The description, cut where it names issues with an address.", inJSON: false) {
      TextPiece.pieces(of: $0.entry.description, $0.links, in: $0.repository)
    }
    s.text("body", "What else the message says, without its footers.") { $0.message.body }
    s.flag("is_breaking", "Whether it breaks something.") { $0.message.isBreaking }
    s.texts("breaking_notes", "What breaks.") { $0.message.breakingNotes }
    s.texts(
      "shown_breaking_notes", "What breaks, where it is more than the description.", inJSON: false
    ) { row in
      row.message.breakingNotes.filter { $0 != row.entry.description }
    }
    s.text("author", "Who wrote it.") { $0.entry.author }
    s.texts("co_authors", "Who else did, by the message.") { $0.entry.coAuthors.map(\.name) }
    s.list("issues", "Issues and requests that it names.") { row in
      row.entry.references.map {
        IssueRow(reference: $0, url: row.links.link(to: $0, in: row.repository)?.text)
      }
    }
    s.list("other_issues", "Those that the description does not name.", inJSON: false) { row in
      row.entry.references.filter {
        !row.entry.description.string.contains($0.label.string)
      }.map { IssueRow(reference: $0, url: row.links.link(to: $0, in: row.repository)?.text) }
    }
    s.id("shipped_before", "The version it was live with before, which was rolled back.") {
      $0.shippedBefore
    }
    s.texts("services", "In notes of several services, those that it is in.") { $0.services }
    s.time("at", "When it was committed, else authored.") { $0.entry.time }
    s.flag("is_merge", "Whether it has several parents.") { $0.entry.isMerge }
    s.text("squash_subject", "The subject of the squash merge that lists it.") {
      $0.entry.squashSubject
    }
    s.id("reverted_by", "The commit of the same notes that takes it back.") { $0.revertedBy }
    s.texts("warnings", "What is odd about its message.") {
      $0.message.warnings.map { Text($0.words) }
    }
  }
}

/// A part of a description that is linked as a whole, or not at all.
package struct TextPiece: Viewable {
  let text: Text
  let url: Text?
  /// Whether a space stands before it.
  let isAfterSpace: Bool

  package static let shape = Shape<TextPiece> {
    $0.text("text", "The text.") { $0.text }
    $0.url("url", "Where it leads.") { $0.url }
    $0.flag("after_space", "Whether a space stands before it.") { $0.isAfterSpace }
  }

  static func pieces(of text: Text, _ links: LinkRules, in repository: Text?) -> [TextPiece] {
    var pieces: [TextPiece] = []
    var hasSpace = false
    for piece in LinkedText(text, rules: links, in: repository).pieces {
      let plain = piece.text.string
      let inner = Text(plain.trimmingBlanks)
      hasSpace = hasSpace || plain.first?.isWhitespace == true
      if !inner.isEmpty {
        pieces.append(
          TextPiece(
            text: inner, url: piece.link?.text, isAfterSpace: hasSpace && !pieces.isEmpty))
        hasSpace = false
      }
      hasSpace = hasSpace || plain.last?.isWhitespace == true
    }
    return pieces
  }
}

extension String {
  /// Without white space at both ends.
  fileprivate var trimmingBlanks: String {
    var rest = self[...]
    while rest.first?.isWhitespace == true { rest.removeFirst() }
    while rest.last?.isWhitespace == true { rest.removeLast() }
    return String(rest)
  }
}

/// An issue or a request that a change names.
package struct IssueRow: Viewable {
  let reference: IssueReference
  let url: Text?

  package static let shape = Shape<IssueRow> {
    $0.id("label", "As it is written: #12, owner/repo#12, !12 or ABC-12.") { $0.reference.label }
    $0.word(
      "action", "What the commit does to it, if it says so.",
      rule: .words(IssueAction.allCases.map(\.rawValue))
    ) { $0.reference.action?.rawValue }
    $0.url("url", "Where it is on the web, if that is configured.") { $0.url }
  }
}
