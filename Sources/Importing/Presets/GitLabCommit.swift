import Model

/// A commit as the API lists it.
enum GitLabCommit {
  static let shape = RecordMapper("GitLab commit", recognises: isCommit) { root, _, drafts in
    var draft = Draft(.record(.commit), of: root)
    draft.set(.sha, root["id"])
    draft.set(.repo, text: GitLabProject.path(nil, root["web_url"]))
    draft.set(.parents, root["parent_ids"])
    draft.set(.authoredAt, root["authored_date"])
    draft.set(.committedAt, root["committed_date"] ?? root["created_at"])
    draft.set(.author, root["author_name"])
    draft.set(.authorEmail, root["author_email"])
    draft.set(.message, root["message"] ?? root["title"])
    drafts.append(draft)
  }

  @Sendable private static func isCommit(_ node: JSONNode) -> Bool {
    node.has("short_id") && node.has("id") && node.has("author_name")
      && (node.has("authored_date") || node.has("committed_date") || node.has("parent_ids"))
  }
}
