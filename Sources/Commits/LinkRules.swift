package import Model

/// Where what commits name is found on the web. Nothing is linked whose address is not configured.
package struct LinkRules: Sendable, Equatable {
  /// `owner/repo` that stands for `{repo}` where neither a reference nor a commit names another.
  package var repository: Text?
  /// Of `#12` and `owner/repo#12`: `{repo}`, `{number}`.
  package private(set) var issue: LinkTemplate?
  /// Of GitLab's `!12`: `{repo}`, `{number}`.
  package private(set) var mergeRequest: LinkTemplate?
  /// Of `ABC-12`, by the key `ABC`: `{key}`, `{number}`.
  package private(set) var projects: [Text: LinkTemplate] = [:]
  /// `{repo}`, `{sha}`.
  package private(set) var commit: LinkTemplate?
  /// `{repo}`, `{from}`, `{to}`.
  package private(set) var compare: LinkTemplate?

  /// Links nothing.
  package init() {}

  /// Reads the templates that are not nil. A template without `{repo}` links what belongs to the
  /// commit's own repository alone.
  package init(
    repository: Text? = nil, issue: Text? = nil, mergeRequest: Text? = nil,
    projects: [Text: Text] = [:], commit: Text? = nil, compare: Text? = nil
  ) throws(LinkTemplateError) {
    self.repository = repository
    if let issue { self.issue = try LinkTemplate(issue, placeholders: [.repo, .number]) }
    if let mergeRequest {
      self.mergeRequest = try LinkTemplate(mergeRequest, placeholders: [.repo, .number])
    }
    for (key, template) in projects.sorted(by: { $0.key < $1.key }) {
      self.projects[key] = try LinkTemplate(template, placeholders: [.key, .number])
    }
    if let commit { self.commit = try LinkTemplate(commit, placeholders: [.repo, .sha]) }
    if let compare { self.compare = try LinkTemplate(compare, placeholders: [.repo, .from, .to]) }
  }

  /// The keys of issues that are written `ABC-12`.
  package var projectKeys: Set<Text> { Set(projects.keys) }

  /// The address of an issue or request; nil if none is configured for its kind.
  /// - Parameter repository: `owner/repo` of the commit that names it.
  package func link(to reference: IssueReference, in repository: Text? = nil) -> WebLink? {
    let template: LinkTemplate?
    var values: [LinkTemplate.Placeholder: Text] = [.number: reference.number]
    switch reference.kind {
    case .issue: template = issue
    case .mergeRequest: template = mergeRequest
    case .project(let key):
      template = projects[key]
      values[.key] = key
    }
    if let foreign = reference.repository, template?.names(.repo) != true {
      return foreign == repository ?? self.repository ? template?.link(values) : nil
    }
    values[.repo] = reference.repository ?? repository ?? self.repository
    return template?.link(values)
  }

  /// The address of a commit; nil if none is configured.
  package func link(toCommit sha: Text, in repository: Text? = nil) -> WebLink? {
    commit?.link(values(of: repository).merging([.sha: sha]) { $1 })
  }

  /// The address of what changed between two commits, tags or branches; nil if none is configured.
  package func link(
    comparing from: Text, with to: Text, in repository: Text? = nil
  ) -> WebLink? {
    compare?.link(values(of: repository).merging([.from: from, .to: to]) { $1 })
  }

  private func values(of repository: Text?) -> [LinkTemplate.Placeholder: Text] {
    (repository ?? self.repository).map { [.repo: $0] } ?? [:]
  }
}
