/// How events change a job.
extension Job: EventFolding {
  package static func said(by event: LifecycleEvent) -> Job? {
    guard case .job(let job) = event.record else { return nil }
    return job
  }

  package init(begunBy event: LifecycleEvent, saying said: Job) {
    self = said
    if !event.hasStatus {
      status = .pending
      sourceStatus = nil
    }
    createdAt = said.createdAt ?? event.at
    updatedAt = max(said.updatedAt ?? event.at, event.at)
  }

  package mutating func obey(_ event: LifecycleEvent, saying said: Job) -> EventEffect {
    switch event.type {
    case .jobCreated:
      createdAt.fill(said.createdAt ?? event.at)
    case .jobStatus:
      guard move(to: event.hasStatus ? said.status : status, saying: said) else { return .unusual }
      fillTimes(of: event, said)
    case .jobCompleted:
      guard complete(event, saying: said) else { return .unusual }
    default: return .unusual
    }
    fill(from: said)
    return .changed
  }

  package mutating func fill(fromOlder event: LifecycleEvent, saying said: Job) {
    fillTimes(of: event, said)
    fill(from: said)
  }

  /// The time that the event itself stands for.
  private mutating func fillTimes(of event: LifecycleEvent, _ said: Job) {
    switch event.type {
    case .jobCreated: createdAt.fill(said.createdAt ?? event.at)
    case .jobStatus:
      if event.hasStatus, said.status == .running { startedAt.fill(said.startedAt ?? event.at) }
      if event.hasStatus, said.status == .queued { queuedAt.fill(said.queuedAt ?? event.at) }
    case .jobCompleted: completedAt.fill(said.completedAt ?? event.at)
    default: break
    }
  }

  /// Sets the status; false if the job has ended otherwise already.
  private mutating func move(to new: JobStatus, saying said: Job) -> Bool {
    guard new != status else {
      sourceStatus.fill(said.sourceStatus)
      return true
    }
    guard !status.isTerminal else { return false }
    status = new
    sourceStatus = said.sourceStatus
    return true
  }

  /// False if the job has ended with another result already.
  private mutating func complete(_ event: LifecycleEvent, saying said: Job) -> Bool {
    let result = Job.result(event, said)
    guard status.isTerminal else {
      guard move(to: result, saying: said) else { return false }
      agentID = said.agentID ?? agentID
      exitCode = said.exitCode ?? exitCode
      durationSeconds = said.durationSeconds ?? durationSeconds
      logsURL = said.logsURL ?? logsURL
      errorMessage = said.errorMessage ?? errorMessage
      completedAt = said.completedAt ?? event.at
      return true
    }
    let saysResult = event.hasStatus || said.exitCode != nil
    let isSame = result == status && (said.exitCode ?? exitCode) == (exitCode ?? said.exitCode)
    guard isSame || !saysResult else { return false }
    completedAt.fill(said.completedAt ?? event.at)
    return true
  }

  /// An end that the event names; else success if the exit code is 0, and failure if it is not. A
  /// word nobody mapped stays unknown unless there is an exit code.
  private static func result(_ event: LifecycleEvent, _ said: Job) -> JobStatus {
    if event.hasStatus, said.status.isTerminal { return said.status }
    if event.hasStatus, said.status == .unknown, said.exitCode == nil { return .unknown }
    return said.exitCode == 0 ? .success : .failed
  }

  /// Everything but the status and the words for it.
  private mutating func fill(from said: Job) {
    type.fill(said.type)
    repo.fill(said.repo)
    ref.fill(said.ref)
    commitSHA.fill(said.commitSHA)
    commitMessage.fill(said.commitMessage)
    commitAuthor.fill(said.commitAuthor)
    agentID.fill(said.agentID)
    createdAt.fill(said.createdAt)
    queuedAt.fill(said.queuedAt)
    startedAt.fill(said.startedAt)
    completedAt.fill(said.completedAt)
    updatedAt.fill(said.updatedAt)
    exitCode.fill(said.exitCode)
    durationSeconds.fill(said.durationSeconds)
    logsURL.fill(said.logsURL)
    errorMessage.fill(said.errorMessage)
    if tags.isEmpty { tags = said.tags }
    metadata.fill(said.metadata)
  }
}
