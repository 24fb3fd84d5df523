import Model

/// A mapping that is proposed for objects of one shape.
struct ProposedMap {
  typealias Line = ProposalText.Line

  let kind: RecordKind
  private(set) var finder: ProposalFinder
  private(set) var fields: [Line] = []
  private(set) var status: [Line] = []
  /// Which objects are meant, if not all.
  private(set) var condition: Line?
  /// Lines about environments, beside those of the map.
  private(set) var environments: [Line] = []
  /// Environments of which nothing tells what they are, with counts.
  private(set) var unknownEnvironments: [String] = []
  /// What the records can't do without and nobody found.
  private(set) var missing: [String] = []
  /// What speaks for this kind.
  private(set) var signs: [String] = []
  private(set) var score = 0

  init(_ kind: RecordKind, of objects: SurveyedObjects, named name: String) {
    self.kind = kind
    finder = ProposalFinder(objects)
    judge(name)
    switch kind {
    case .job: proposeJob()
    case .deployment: proposeDeployment()
    case .commit: proposeCommit()
    case .incident: proposeIncident()
    }
    score -= missing.count * 2
  }

  var objects: SurveyedObjects { finder.objects }

  /// Places of values that no line uses.
  var unused: [String] {
    objects.fields.indices.filter { !finder.used.contains($0) }
      .map { ProposalText.path(objects.fields[$0].path) }
  }

  // MARK: - The kind

  private mutating func judge(_ name: String) {
    let named = Set(ProposalNames.words(of: name))
    func says(_ words: Set<String>) -> Bool { !named.isDisjoint(with: words) }
    let deployWords: Set = [
      "deploy", "deploys", "deployment", "deployments", "release", "releases", "rollout",
      "rollouts", "deployed",
    ]
    let jobWords: Set = [
      "job", "jobs", "build", "builds", "run", "runs", "pipeline", "pipelines", "workflow", "task",
      "tasks", "step", "runner", "ci",
    ]
    let incidentWords: Set = ["incident", "incidents", "outage", "outages", "alert", "alerts"]
    let commitWords: Set = ["commit", "commits", "changes", "log"]
    let environment = finder.first([
      "environment", "env", "environment name", "env name", "target environment", "target env",
      "deploy env",
    ]) { !$0.hasManyWords }
    let exit = finder.first(["exit code", "exit status", "return code", "rc", "exitcode"]) {
      $0.isMostly(\.numbers)
    }
    switch kind {
    case .deployment:
      add(3, environment, "an environment")
      add(
        1, finder.first(["version", "tag", "image tag", "release", "app version"]) { _ in true },
        "a version")
      if finder.hasWord(deployWords) { add(2, "names that speak of deployments") }
      if finder.hasWord(["rollback", "rolled"]) { add(2, "rollbacks") }
      if says(deployWords) { add(3, "the name of the source") }
    case .job:
      add(3, exit, "an exit code")
      if finder.duration() != nil { add(1, "a duration") }
      add(
        1, finder.first(ProposalNames.candidates(for: .agentID, of: .job)) { _ in true },
        "a machine")
      if finder.hasWord(jobWords) { add(2, "names that speak of jobs") }
      if says(jobWords) { add(3, "the name of the source") }
      add(1, finder.moment(ProposalNames.moments(for: "started_at")), "a start")
    case .commit:
      let hash = finder.first(ProposalNames.candidates(for: .sha, of: .commit)) {
        $0.isMostly(\.hashes)
      }
      let isUnique = hash.map { objects.isUnique([$0]) } ?? false
      if isUnique { add(2, "a hash that is different each time") }
      add(3, finder.first(["parents", "parent shas", "parent hashes"]) { _ in true }, "parents")
      let message = finder.first(ProposalNames.candidates(for: .message, of: .commit)) {
        $0.hasManyWords || $0.distinct > 1
      }
      if isUnique { add(1, message, "a message") }
      if says(commitWords) { add(2, "the name of the source") }
    case .incident:
      add(3, finder.first(["severity", "priority", "sev"]) { !$0.hasManyWords }, "a severity")
      add(3, finder.moment(["resolved", "mitigated", "recovered"]), "a time of resolution")
      add(1, finder.first(["title", "summary"]) { _ in true }, "a title")
      if finder.hasWord(incidentWords) { add(3, "names that speak of incidents") }
      if says(incidentWords) { add(3, "the name of the source") }
    }
  }

  private mutating func add(_ points: Int, _ sign: String) {
    score += points
    signs.append(sign)
  }

  private mutating func add(_ points: Int, _ index: Int?, _ sign: String) {
    if index != nil { add(points, sign) }
  }

  // MARK: - Lines

  /// How often a value is there, unless always.
  func presence(_ index: Int) -> String {
    let field = finder[index]
    if field.count == objects.count { return "" }
    return "in \(ProposalText.count(field.count)) of \(ProposalText.count(objects.count))"
  }

  mutating func map(_ target: String, _ index: Int, comment: String = "") {
    finder.use(index)
    let note = [comment, presence(index)].filter { !$0.isEmpty }.joined(separator: "; ")
    let path = ProposalText.scalar(ProposalText.path(finder[index].path))
    fields.append(Line(key: target, value: path, comment: note))
  }

  mutating func add(_ line: Line) { fields.append(line) }
  mutating func use(_ index: Int) { finder.use(index) }
  /// Objects that have one of these words at a place.
  mutating func restrict(to path: String, _ words: String) {
    condition = Line(key: "where", value: "{\(ProposalText.scalar(path)): [\(words)]}")
  }

  mutating func set(status: [Line]) { self.status = status }

  mutating func set(environments: [Line], unknown: [String]) {
    self.environments = environments
    unknownEnvironments = unknown
  }

  mutating func miss(_ target: String, _ reason: String) {
    missing.append(target)
    fields.append(Line(key: target, value: "", comment: reason, isOff: true))
  }

  /// A line that need not be there.
  mutating func leaveOut(_ target: String, _ value: String, _ reason: String) {
    fields.append(Line(key: target, value: value, comment: reason, isOff: true))
  }

  /// Maps a field to the first place that has one of the usual names and fits.
  @discardableResult
  mutating func find(_ field: Field, _ fits: (SurveyedField) -> Bool) -> Int? {
    let names = ProposalNames.candidates(for: field, of: kind)
    guard let index = finder.first(names, fits) else { return nil }
    map("\(field.name)", index)
    return index
  }

  /// Maps times by the moments their names tell.
  @discardableResult
  mutating func findTime(_ target: String, also more: [String] = []) -> Int? {
    guard let index = finder.moment(ProposalNames.moments(for: target) + more) else { return nil }
    map(target, index)
    return index
  }
}

extension SurveyedField {
  /// Single values, and at least one of them.
  var isText: Bool { count > 0 && strings + numbers + booleans >= count }
  /// Few different values.
  var isWord: Bool { isText && !hasManyWords && distinct <= 40 }
  /// Text that names one of many things, and is no time, link or hash.
  var isName: Bool { strings == count && !isMostly(\.times) && !isMostly(\.links) }
  /// Yes or no.
  var isFlag: Bool {
    isMostly(\.booleans)
      || (count > 0 && words.keys.allSatisfy { ["0", "1"].contains($0) } && !hasManyWords)
  }
}
