import Model

/// Names of fields in other people's records, reduced to words, and what they usually mean.
enum ProposalNames {
  /// Objects that only hold others.
  private static let containers: Set<String> = [
    "data", "payload", "attributes", "fields", "record", "item", "object", "body", "detail",
    "details", "properties", "node", "info", "meta", "metadata", "spec", "times", "timestamps",
    "dates", "timing", "timings",
  ]
  /// What the record is, in front of what a field of it is.
  static let kinds: Set<String> = [
    "job", "build", "run", "deploy", "deployment", "pipeline", "task", "workflow", "rollout",
    "execution", "event", "incident", "ci", "cd",
  ]
  private static let timeSuffixes: Set<String> = [
    "at", "on", "time", "timestamp", "ts", "date", "datetime", "utc", "epoch", "unix", "iso",
    "when",
    "ms", "millis", "milliseconds", "seconds", "sec", "secs", "us", "micros", "ns", "nanos", "dt",
  ]

  /// The words of a name: `finishedAt`, `finished-at` and `FINISHED_AT` are `finished at`.
  static func words(of name: String) -> [String] {
    var words: [String] = []
    var word = ""
    let scalars = Array(name.unicodeScalars)
    for (i, scalar) in scalars.enumerated() {
      let isUpper = scalar.properties.isUppercase
      let wasLower = i > 0 && !scalars[i - 1].properties.isUppercase
      let becomesLower = i + 1 < scalars.count && scalars[i + 1].properties.isLowercase
      let isWord = scalar.properties.isAlphabetic || scalar.properties.numericType != nil
      if !isWord || (isUpper && (wasLower || becomesLower)), !word.isEmpty {
        words.append(word)
        word = ""
      }
      if isWord { word += scalar.properties.lowercaseMapping }
    }
    if !word.isEmpty { words.append(word) }
    return words
  }

  /// The forms in which the place of a value may be known, the most exact first.
  static func forms(of path: [String]) -> [String] {
    let parts = path.map { words(of: $0) }
    let inner = parts.enumerated().filter { index, words in
      index == parts.count - 1 || words.count > 1 || !containers.contains(words.first ?? "")
    }
    let full = inner.flatMap(\.element)
    var forms = [full]
    if full.count > 1, kinds.contains(full[0]) { forms.append(Array(full.dropFirst())) }
    // Of a deep place the inner names, as long as one of them says what the last one is of.
    var rest = inner.map(\.element).dropFirst()
    while rest.count > 1 {
      forms.append(rest.flatMap { $0 })
      rest = rest.dropFirst()
    }
    for form in forms where form.count > 1 && form.last == "name" {
      forms.append(form.dropLast())
    }
    var result: [String] = []
    for form in forms.map({ $0.joined(separator: " ") }) where !result.contains(form) {
      result.append(form)
    }
    return result
  }

  /// What a point in time is of, by its name: `started` of `build_started_at`; "" of `timestamp`.
  static func moment(of path: [String]) -> String {
    var words = (forms(of: path).first ?? "").split(separator: " ").map(String.init)
    while let last = words.last, timeSuffixes.contains(last), !words.isEmpty { words.removeLast() }
    if words.count > 1, kinds.contains(words[0]) { words.removeFirst() }
    if words.count == 1, ["deploy", "deployment", "release", "rollout"].contains(words[0]) {
      return "deployed"
    }
    if words.count == 1, kinds.contains(words[0]) { return "" }
    return words.joined(separator: " ")
  }

  // MARK: - What names mean

  static func candidates(for field: Field, of kind: RecordKind) -> [String] {
    switch field {
    case .jobID:
      [
        "job id", "id", "uuid", "guid", "run id", "build id", "execution id", "task id", "key",
        "build number", "run number", "number", "pipeline id", "workflow id",
      ]
    case .deploymentID:
      [
        "deployment id", "deploy id", "id", "uuid", "guid", "release id", "rollout id",
        "event id", "change id", "request id", "run id", "job id", "key", "number", "build id",
      ]
    case .incidentID: ["incident id", "id", "uuid", "key", "number", "ticket", "reference"]
    case .sha:
      ["sha", "commit sha", "hash", "commit hash", "commit", "commit id", "id", "oid", "revision"]
    case .jobType:
      [
        "job type", "type", "stage", "workflow", "workflow name", "pipeline", "pipeline name",
        "job name", "job", "kind", "step", "step name", "task", "task name", "name", "target",
        "category", "action", "definition", "suite",
      ]
    case .serviceName:
      [
        "service name", "service", "app", "application", "app name", "application name",
        "component", "microservice", "system", "product", "module", "package", "project",
        "project name", "repository", "repository name", "repo", "repo name", "name",
      ]
    case .version:
      [
        "version", "app version", "release version", "new version", "to version",
        "version number", "artifact version", "package version", "image tag", "docker tag", "tag",
        "tag name", "git tag", "release", "release name", "release tag", "build version",
        "image", "artifact", "revision", "commit sha", "git sha", "sha", "commit hash",
        "git commit", "commit", "commit id", "build number", "build", "git ref", "ref", "branch",
      ]
    case .environment:
      [
        "environment", "env", "environment name", "env name", "target environment",
        "target env", "deploy env", "stage", "tier", "target", "cluster", "destination",
      ]
    default: commonCandidates(for: field, of: kind)
    }
  }

  private static func commonCandidates(for field: Field, of kind: RecordKind) -> [String] {
    switch field {
    case .repo:
      [
        "repo", "repository", "repository full name", "repo full name", "repository path",
        "project path", "git repo", "git repository", "repo slug", "repository url", "repo url",
        "git url", "vcs url", "project slug",
      ]
    case .ref:
      [
        "ref", "branch", "git branch", "branch name", "git ref", "head branch", "source branch",
        "vcs branch", "ref name", "commit branch",
      ]
    case .commitSHA:
      [
        "commit sha", "sha", "git sha", "commit hash", "git commit", "commit", "commit id",
        "git commit sha", "git hash", "head sha", "revision", "git revision", "vcs revision",
        "source version", "changeset", "git commit id", "hash",
      ]
    case .commitMessage:
      ["commit message", "git message", "commit subject", "commit title", "git commit message"]
    case .commitAuthor:
      ["commit author", "commit author name", "git author", "author", "author name", "committer"]
    case .author: ["author", "author name", "commit author name", "committer", "user"]
    case .authorEmail: ["author email", "commit author email", "email"]
    case .message: ["message", "commit message", "subject", "title"]
    case .agentID:
      [
        "agent id", "agent", "agent name", "runner", "runner name", "runner id", "host",
        "hostname", "host name", "node", "node name", "worker", "worker id", "worker name",
        "machine", "executor", "built on", "runner description", "runner host",
      ]
    case .exitCode:
      ["exit code", "exit status", "return code", "rc", "exit", "exitcode", "code"]
    case .logsURL:
      [
        "logs url", "log url", "logs", "log", "console url", "url", "html url", "web url",
        "link", "log link", "build url", "details url", "href",
      ]
    case .url: ["url", "link", "html url", "web url", "ticket url", "href"]
    case .errorMessage:
      [
        "error message", "error", "failure reason", "failure message", "fail reason",
        "error text", "error msg", "error details",
      ]
    case .tags: ["tags", "labels", "keywords"]
    case .parents: ["parents", "parent shas", "parent hashes", "parent"]
    case .rolledBack: ["rolled back", "is rolled back", "was rolled back", "reverted"]
    case .rolledBackTo: ["rolled back to", "rollback to", "rollback version", "rollback target"]
    case .rollbackReason: ["rollback reason", "revert reason"]
    case .errorRate: ["error rate", "errors rate", "failure rate"]
    case .latencyMilliseconds: ["latency ms", "latency", "response time ms"]
    case .requestsPerSecond: ["requests per sec", "requests per second", "rps", "qps"]
    case .title: ["title", "summary", "name", "subject", "description"]
    case .severity: ["severity", "priority", "impact", "urgency", "level", "sev"]
    case .causedBy: ["caused by", "cause", "deployment id", "deployment", "caused by deployment"]
    case .buildJobID: ["build job id", "build job"]
    case .testJobID: ["test job id", "test job"]
    case .deployJobID: ["deploy job id", "deploy job", "deployment job id"]
    default: []
    }
  }

  /// The moments that a field of a time may be, the best first.
  static func moments(for target: String) -> [String] {
    switch target {
    case "created_at":
      ["created", "create", "creation", "submitted", "requested", "triggered", "opened", "added"]
    case "queued_at": ["queued", "enqueued", "queue", "scheduled"]
    case "started_at": ["started", "start", "begin", "began", "begun", "from"]
    case "completed_at":
      ["completed", "finished", "ended", "complete", "finish", "end", "stopped", "stop", "done"]
    case "updated_at":
      ["updated", "update", "last updated", "modified", "last modified", "changed", "last change"]
    case "deployed_at":
      [
        "deployed", "released", "live", "went live", "published", "rolled out", "shipped",
        "production", "prod", "production deployed",
      ]
    case "resolved_at": ["resolved", "fixed", "mitigated", "closed", "recovered", "ended", "end"]
    case "detected_at": ["detected", "discovered", "noticed", "alerted", "reported", "opened"]
    case "rolled_back_at": ["rolled back", "rollback", "reverted"]
    case "authored_at": ["authored", "author", "authored date"]
    case "committed_at": ["committed", "commit", "committer"]
    default: []
    }
  }
}
