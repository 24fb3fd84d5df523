/// What URLs of code forges say: whose repository, which run, which job.
struct RepositoryURL {
  private let host: Substring
  /// The parts of the path, without query and fragment.
  private let parts: [Substring]

  /// Nil for anything but `scheme://host/...`.
  init?(_ text: String) {
    let path = text.utf8.prefix { $0 != 0x3F && $0 != 0x23 }
    let all = path.split(separator: 0x2F)
    guard all.count > 1, all[0].last == 0x3A else { return nil }
    host = Substring(all[1])
    parts = all.dropFirst(2).map { Substring($0) }
  }

  /// `owner/name` of a GitHub URL: of the API (`/repos/owner/name`, behind `/api/v3` on own servers)
  /// or for people.
  var gitHubRepository: String? {
    let isAPI = host.hasPrefix("api.") || parts.first == "api"
    let start = isAPI ? parts.firstIndex(of: "repos").map { $0 + 1 } : 0
    guard let start, parts.count >= start + 2 else { return nil }
    return parts[start..<start + 2].joined(separator: "/")
  }

  /// `group/sub/project` of a GitLab URL: what stands before `/-/`, in older ones before the kind of
  /// thing it shows.
  var gitLabProject: String? {
    let kinds: [Substring] = ["pipelines", "jobs", "builds", "commit", "commits", "deployments"]
    let end =
      parts.firstIndex(of: "-") ?? parts.lastIndex { kinds.contains($0) } ?? parts.endIndex
    return end > 1 ? parts[..<end].joined(separator: "/") : nil
  }

  /// The part behind another one: the id behind `runs`.
  func part(behind name: Substring) -> String? {
    guard let index = parts.lastIndex(of: name), index + 1 < parts.count else { return nil }
    return String(parts[index + 1])
  }

  /// The last part, if it is a number.
  var lastNumber: String? {
    guard let last = parts.last, !last.isEmpty, last.allSatisfy({ $0.isASCII && $0.isNumber })
    else { return nil }
    return String(last)
  }
}

extension String {
  /// `app` of `owner/app`.
  var lastPathPart: String {
    utf8.split(separator: 0x2F).last.flatMap { String($0) } ?? self
  }

  /// `owner/app` of a git remote: `https://host/owner/app.git`, `git@host:owner/app`, a path. User
  /// names, passwords and hosts go.
  var remotePath: String? {
    var path = self[...]
    if let scheme = path.firstRange(of: "://") {
      path = path[scheme.upperBound...].drop { $0 != "/" }
    } else if let colon = path.firstIndex(of: ":"), !path[..<colon].contains("/") {
      path = path[path.index(after: colon)...]
    }
    let joined = path.split(separator: "/").joined(separator: "/")
    let name = joined.hasSuffix(".git") ? String(joined.dropLast(4)) : joined
    return name.isEmpty ? nil : name
  }
}
