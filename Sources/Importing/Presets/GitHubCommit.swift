import Model

/// A commit as the REST API lists it.
enum GitHubCommit {
  static let shape = RecordMapper("GitHub commit", recognises: isCommit) { root, _, drafts in
    let commit = root["commit"]
    var draft = Draft(.record(.commit), of: root)
    let link = root["html_url"] ?? root["url"]
    draft.set(.sha, root["sha"])
    draft.set(.repo, text: link?.text.flatMap { RepositoryURL($0) }?.gitHubRepository)
    let parents = root["parents"]
    draft.set(.parents, list: parents?.elements.compactMap { $0["sha"]?.text } ?? [])
    draft.set(.authoredAt, commit?["author"]?["date"])
    draft.set(.committedAt, commit?["committer"]?["date"])
    draft.set(.author, commit?["author"]?["name"])
    draft.set(.authorEmail, commit?["author"]?["email"])
    draft.set(.message, commit?["message"])
    draft.take(commit)
    for member in commit?.members ?? [] where member.name != "author" && member.name != "message" {
      draft.add(metadata: "commit." + member.name, member.node)
    }
    drafts.append(draft)
  }

  @Sendable private static func isCommit(_ node: JSONNode) -> Bool {
    node.has("sha") && node["commit"]?["author"]?["date"] != nil && !node.has("environment")
  }
}
