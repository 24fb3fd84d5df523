/// Names of metadata members whose values are people.
enum PersonKeys {
  /// Compared in lower case without `_` and `-`. Beside these, what ends in `_by`, `-by` or `By`.
  static let names: Set<String> = [
    "author", "authors", "authorname", "authorlogin", "authoremail", "actor", "actorname",
    "actorlogin", "triggeringactor", "user", "users", "username", "userlogin", "userid",
    "useremail", "login", "sender", "creator", "creators", "committer", "committername",
    "committeremail", "committerlogin", "assignee", "assignees", "reviewer", "reviewers",
    "requestedreviewers", "approver", "approvers", "requestedfor", "requestedby", "initiator",
    "initiatorname", "deployer", "pusher", "tagger", "maintainer", "maintainers", "operator",
    "owneremail", "person", "people", "contributor", "contributors", "coauthor", "coauthors",
    "realname", "email", "emails", "mail", "avatarurl", "gravatarid",
    "avatar", "profileurl", "buildrequestedfor", "releasemanager", "oncall",
  ]

  /// Members of a person that hold the name, the first one that is there counts.
  static let nameMembers = [
    "name", "displayname", "fullname", "username", "login", "nickname", "uniquename", "title",
  ]

  /// The key as it is looked up: lower case, without `_`, `-` and spaces.
  static func normal(_ key: String) -> String {
    String(
      decoding: key.utf8.lazy.filter { $0 != 0x5F && $0 != 0x2D && $0 != 0x20 }
        .map(\.lowercased), as: UTF8.self)
  }

  static func isPerson(_ key: String) -> Bool {
    let bytes = Array(key.utf8)
    guard bytes.count >= 2 else { return false }
    if bytes.count > 3 {
      let end = bytes.suffix(3).map(\.lowercased)
      if end == Array("_by".utf8) || end == Array("-by".utf8) { return true }
      if bytes.suffix(2).elementsEqual("By".utf8) { return true }
    }
    return names.contains(normal(key))
  }
}
