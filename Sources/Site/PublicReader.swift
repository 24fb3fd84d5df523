import Archiving
import Metrics
import Model
import Redacting
import Rendering

/// The archive as the site sees it: every text of it has been through the filter.
///
/// No other part of the site reads the archive, so that nothing of it can be published otherwise.
/// Ids and names that the filter changed are translated back where the archive is asked about them.
struct PublicReader {
  private let reader: ArchiveReader
  private let names: PublicNames
  /// Whether any source ever deleted anything, which most never do.
  private let hasDeletions: Bool
  /// The corrections in force.
  let corrections: PublicCorrections
  /// What is odd, and where everything comes from.
  let findings: PublicFindings
  private let firstCommits = FirstCommits()
  private var filter: PublicationFilter { names.filter }
  private var identities: IdentityMemory { names.identities }

  init(_ reader: ArchiveReader, _ options: SiteOptions) throws {
    self.reader = reader
    hasDeletions = try reader.hasDeletions()
    names = PublicNames(filter: PublicationFilter(options.redactor, people: options.people))
    findings = PublicFindings(reader, names, options)
    corrections = try PublicCorrections(reader, names.filter)
    for (shown, original) in corrections.originals where shown != original {
      names.identities.remember(shown, original: original)
    }
  }

  // MARK: - Names, there and back

  private func shown(_ id: Text) -> Text { names.shown(id) }

  private func original(_ id: Text) -> Text { names.original(id) }

  private func original(service: Text) throws -> Text {
    guard PublicationFilter.isMarked(service) else { return service }
    if let known = identities.services { return known[service] ?? service }
    var changed: [Text: Text] = [:]
    for name in try reader.services() {
      let shown = filter.identity(name)
      if shown != name { changed[shown] = name }
    }
    identities.services = changed
    return changed[service] ?? service
  }

  /// The id in the archive that somebody means who asks for `id`: that very one, else the one that the
  /// site shows as it. Nil if there is neither. Looks at all ids that begin alike only where the text
  /// has the mark of something replaced in it.
  func original(_ kind: RecordKind, asked id: Text) throws -> Text? {
    if try reader.record(kind, id) != nil { return id }
    guard PublicationFilter.isMarked(id) else { return nil }
    let prefix = Text(String(id.string.prefix { $0 != "[" }))
    return try reader.firstID(kind, prefix: prefix) { filter.identity($0) == id }
  }

  /// How the site shows the service that somebody means who asks for `name`: as in the archive, else
  /// as the site shows it. Nil if there is none.
  func shownService(asked name: Text) throws -> Text? {
    let names = try reader.services()
    if names.contains(name) { return filter.identity(name) }
    if let shown = names.lazy.map({ filter.identity($0) }).first(where: { $0 == name }) {
      return shown
    }
    guard let target = corrections.target(ofAlias: name) else { return nil }
    return names.lazy.map { filter.identity($0) }.first { $0 == target }
  }

  private func original(agent: Text) throws -> Text {
    guard PublicationFilter.isMarked(agent) else { return agent }
    if identities.agents[agent] == nil { _ = try agents(since: nil, limit: 10_000) }
    return identities.agents[agent] ?? agent
  }

  // MARK: - Counts

  func jobCount() throws -> Int { try reader.jobCount() }

  func deploymentCount() throws -> Int { try reader.deploymentCount() }

  func isDeletedAtSource(_ kind: RecordKind, _ id: Text) throws -> Bool {
    try hasDeletions && reader.isDeletedAtSource(kind, original(id))
  }

  // MARK: - Services and deployments

  /// By the bytes of their names as they are shown.
  func services() throws -> [Text] {
    try reader.services().map { filter.identity($0) }.sorted()
  }

  func forEachDeployment(of service: Text, _ body: (StoredDeployment) throws -> Void) throws {
    try reader.forEachDeployment(of: original(service: service)) { try body(shown($0)) }
  }

  func forEachDeployment(
    of service: Text, in times: Range<Timestamp>, _ body: (StoredDeployment) throws -> Void
  ) throws {
    try reader.forEachDeployment(of: original(service: service), in: times) { try body(shown($0)) }
  }

  func forEachUndatedDeployment(
    of service: Text, _ body: (StoredDeployment) throws -> Void
  ) throws {
    try reader.forEachUndatedDeployment(of: original(service: service)) { try body(shown($0)) }
  }

  func newestDeployments(of service: Text, _ limit: Int) throws -> [StoredDeployment] {
    try reader.newestDeployments(of: original(service: service), limit).map(shown)
  }

  func forEachDeploymentDay(of service: Text, _ body: (DeploymentDay) throws -> Void) throws {
    try reader.forEachDeploymentDay(of: original(service: service)) { day in
      var day = day
      day.environment = shown(day.environment)
      try body(day)
    }
  }

  func recoveries(of service: Text) throws -> [Recovery] {
    try reader.recoveries(of: original(service: service)).map { recovery in
      var recovery = recovery
      recovery.environment = shown(recovery.environment)
      return recovery
    }
  }

  func repos(of service: Text, limit: Int) throws -> [Text] {
    try reader.repos(of: original(service: service), limit: limit).map { filter.text($0) }
  }

  func forEachDeployment(in month: Month?, _ body: (StoredDeployment) throws -> Void) throws {
    try reader.forEachDeployment(in: month) { try body(shown($0)) }
  }

  func newestDeployments(_ limit: Int) throws -> [StoredDeployment] {
    try reader.newestDeployments(limit).map(shown)
  }

  /// - Parameter id: as in the archive.
  func deployment(originalID id: Text) throws -> StoredDeployment? {
    try reader.storedDeployment(id: id).map(shown)
  }

  /// The deployments selected, whether or not anything was derived of them, without what no list
  /// shows: message, tags and metadata.
  func forEachDeployment(
    in selection: DeploymentSelection, _ body: (Deployment) throws -> Void
  ) throws {
    var selection = selection
    selection.service = try selection.service.map { try original(service: $0) }
    try reader.forEachDeployment(in: selection) { try body(filter.deployment($0.listed)) }
  }

  func deploymentCount(created range: Range<Timestamp>) throws -> Int {
    try reader.deploymentCount(created: range)
  }

  func deployment(id: Text) throws -> StoredDeployment? {
    try deployment(originalID: original(id))
  }

  func deployment(key: Int64) throws -> StoredDeployment? {
    try reader.deployment(key: key).map(shown)
  }

  func sameVersion(as stored: StoredDeployment) throws -> [StoredDeployment] {
    let isChanged =
      PublicationFilter.isMarked(stored.service)
      || PublicationFilter.isMarked(stored.deployment.version)
    let raw = isChanged ? try reader.deployment(key: stored.fact.key) : stored
    return try raw.map { try reader.sameVersion(as: $0).map(shown) } ?? []
  }

  /// How long the newest deployments before one took to production, in milliseconds.
  func arrivalDurations(before stored: StoredDeployment, _ limit: Int) throws -> [Int64] {
    let raw = try reader.deployment(key: stored.fact.key)
    return try raw.map { try reader.arrivalDurations(before: $0, limit) } ?? []
  }

  func lastDeployment(
    of service: Text, version: Text, in environment: Text, before time: Timestamp?
  ) throws -> StoredDeployment? {
    try reader.lastDeployment(
      of: original(service: service), version: original(version), in: original(environment),
      before: time
    ).map(shown)
  }

  private func shown(_ stored: StoredDeployment) -> StoredDeployment {
    let filtered = filter.deployment(stored.deployment)
    for (id, raw) in zip(filtered.jobReferences, stored.deployment.jobReferences)
    where PublicationFilter.isMarked(id.id) {
      identities.remember(id.id, original: raw.id)
    }
    return StoredDeployment(
      deployment: filtered, fact: stored.fact, service: filter.identity(stored.service),
      correction: stored.correction.map(corrections.shown))
  }

  func spans(of service: Text) throws -> [LiveSpan] {
    try reader.spans(of: original(service: service)).map(shown)
  }

  func spans(ofDeployment key: Int64) throws -> [LiveSpan] {
    try reader.spans(ofDeployment: key).map(shown)
  }

  private func shown(_ span: LiveSpan) -> LiveSpan {
    var span = span
    span.environment = shown(span.environment)
    span.version = shown(span.version)
    return span
  }

  func rollbacks(of service: Text) throws -> [Rollback] {
    try reader.rollbacks(of: original(service: service)).map(shown)
  }

  func rollbacks(concerning key: Int64) throws -> [Rollback] {
    try reader.rollbacks(concerning: key).map(shown)
  }

  private func shown(_ rollback: Rollback) -> Rollback {
    var rollback = rollback
    rollback.environment = shown(rollback.environment)
    rollback.toVersion = rollback.toVersion.map(shown)
    return rollback
  }

  func deploymentMonths() throws -> [Month?] { try reader.deploymentMonths() }

  func deploymentsThrough(of service: Text) throws -> Timestamp? {
    try reader.deploymentsThrough(of: original(service: service))
  }

  // MARK: - Jobs

  func forEachJob(in month: Month?, _ body: (StoredJob) throws -> Void) throws {
    try reader.forEachJob(in: month) { try body(shown($0)) }
  }

  func openJobs(_ limit: Int) throws -> [StoredJob] { try reader.openJobs(limit).map(shown) }

  func failedJobs(since day: LocalDay, _ limit: Int) throws -> [StoredJob] {
    try reader.failedJobs(since: day, limit).map(shown)
  }

  /// The jobs selected, without what no list shows: message, error, address, tags and metadata.
  func forEachJob(in selection: JobSelection, _ body: (Job) throws -> Void) throws {
    var selection = selection
    selection.agent = try selection.agent.map { try original(agent: $0) }
    selection.service = try selection.service.map { try original(service: $0) }
    try reader.forEachJob(in: selection) { try body(shown($0.listed)) }
  }

  /// The agents with jobs from a day on, those with the most first.
  func agents(since day: LocalDay?, limit: Int) throws -> [Text] {
    try reader.agents(since: day, limit: limit).map { agent, _ in
      let shown = filter.identity(agent)
      if shown != agent { identities.agents[shown] = agent }
      return shown
    }
  }

  /// How many agents have jobs of these days.
  func agentCount(in days: Range<LocalDay>) throws -> Int { try reader.agentCount(in: days) }

  func jobCount(_ statuses: [JobStatus], created range: Range<Timestamp>) throws -> Int {
    try reader.jobCount(statuses, created: range)
  }

  func runningJobCount() throws -> Int { try reader.runningJobCount() }

  func job(id: Text) throws -> Job? { try reader.job(id: original(id)).map(shown) }

  /// - Parameter id: as in the archive.
  func job(originalID id: Text) throws -> StoredJob? { try reader.storedJob(id: id).map(shown) }

  func deployments(naming job: Text) throws -> [(role: JobRole, key: Int64)] {
    try reader.deployments(naming: original(job))
  }

  private func shown(_ stored: StoredJob) -> StoredJob {
    stored.with(
      job: shown(stored.job), service: stored.service.map { filter.identity($0) },
      correction: stored.correction.map(corrections.shown))
  }

  private func shown(_ original: Job) -> Job {
    var job = filter.job(original)
    if job.id != original.id { identities.remember(job.id, original: original.id) }
    job.logsURL = job.logsURL.map(PublicReader.withoutSecretParameters)
    return job
  }

  /// An address without the parameters that may be secrets, if it has any parameters and may be a
  /// link at all.
  static func withoutSecretParameters(_ url: Text) -> Text {
    guard url.string.utf8.contains(where: { $0 == 0x3F || $0 == 0x23 || $0 == 0x40 }) else {
      return url
    }
    return SafeURL.text(of: url) ?? url
  }

  func jobMonths() throws -> [Month?] { try reader.jobMonths() }

  func jobDays() throws -> ClosedRange<LocalDay>? { try reader.jobDays() }

  func jobsThrough() throws -> Timestamp? { try reader.jobsThrough() }

  func forEachJobDay(
    in days: Range<LocalDay>, durations: Bool = true,
    _ body: (LocalDay, _ repo: Text?, _ type: Text, JobRollup) throws -> Void
  ) throws {
    try reader.forEachJobDay(in: days, durations: durations) { day, repo, type, rollup in
      try body(day, repo.map { filter.text($0) }, filter.text(type), rollup)
    }
  }

  func forEachJobDay(
    of service: Text?, in days: Range<LocalDay>, durations: Bool = true,
    _ body: (LocalDay, JobRollup) throws -> Void
  ) throws {
    try reader.forEachJobDay(
      of: try service.map { try original(service: $0) }, in: days, durations: durations, body)
  }

  // MARK: - Commits and incidents

  func commit(sha: Text) throws -> Commit? {
    try reader.commit(sha: original(sha)).map { commit in
      if case .commit(let shown) = filter.record(.commit(commit)) { shown } else { commit }
    }
  }

  /// Whether a commit is the first that is recorded of its author.
  func isFirstOfAuthor(_ sha: Text) throws -> Bool {
    try firstCommits.contains(original(sha), in: reader) { filter.person($0) }
  }

  /// When the first job of a commit was created.
  func firstJob(ofCommit sha: Text) throws -> Timestamp? {
    try reader.firstJob(ofCommit: original(sha))
  }

  func incidentCount() throws -> Int { try reader.count(.incident) }

  /// Each with the service that it counts for: its own, else that of the deployment that caused it.
  func forEachIncident(_ body: (Incident) throws -> Void) throws {
    try reader.forEachRecord(.incident) { record in
      guard case .incident(var incident) = filter.record(record) else { return }
      incident.service =
        try incident.service.map(corrections.countedService)
        ?? incident.causedBy.flatMap { try deployment(id: $0)?.service }
      try body(incident)
    }
  }

  // MARK: - History

  /// - Parameter id: as in the archive.
  func history(_ kind: RecordKind, originalID id: Text) throws -> RecordHistory {
    var history = try reader.history(kind, id)
    for i in history.versions.indices {
      history.versions[i].record = filter.record(history.versions[i].record)
      history.versions[i].source = filter.text(Text(history.versions[i].source)).string
    }
    for i in history.events.indices {
      history.events[i].event.record = filter.record(history.events[i].event.record)
      history.events[i].source = filter.text(Text(history.events[i].source)).string
    }
    return history
  }

}

extension Job {
  /// What lists show of it, and what finds it.
  fileprivate var listed: Job {
    var job = self
    job.sourceStatus = nil
    job.commitMessage = nil
    job.logsURL = nil
    job.errorMessage = nil
    job.tags = []
    job.metadata = .empty
    return job
  }
}

extension Deployment {
  /// What lists show of it, and what finds it.
  fileprivate var listed: Deployment {
    var deployment = self
    deployment.sourceStatus = nil
    deployment.commitMessage = nil
    deployment.rollbackReason = nil
    deployment.tags = []
    deployment.metadata = .empty
    return deployment
  }
}
