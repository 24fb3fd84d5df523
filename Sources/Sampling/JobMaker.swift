import Model

/// What is decided about a job before its record is filled in.
struct JobDraft {
  var kind: JobKind
  /// The job's name within its run.
  var name: String
  var number: Int
  var attempt = 1
  var runID: Int
  var trigger: String
  var created: Timestamp
  /// Milliseconds.
  var queue: Int64
  /// Milliseconds.
  var run: Int64
  var status: JobStatus

  var end: Timestamp { created.adding(milliseconds: queue + run) }
}

/// Fills in job records.
struct JobMaker: Sendable {
  let world: SampleWorld

  /// Waiting time: seconds at night, minutes when everyone pushes.
  func queueMilliseconds(at time: Timestamp, random: inout SplitMix64) -> Int64 {
    let busy = Rhythm.busyness(at: time)
    let seconds = random.logNormal(median: 4 + 40 * busy * busy, sigma: 0.8, cap: 600)
    return Int64(seconds * 10) * 100
  }

  func runMilliseconds(_ kind: JobKind, build: Double, random: inout SplitMix64) -> Int64 {
    let median = kind.medianSeconds(build: build)
    return Int64(random.logNormal(median: median, sigma: 0.35, cap: kind.capSeconds) * 10) * 100
  }

  /// The record of `draft`; what lies after the end of the history has not happened yet.
  func record(
    _ draft: JobDraft, service: ServiceTraits, namesService: Bool, commit: Commit, ids: IDMaker,
    incident: Incident?, random: inout SplitMix64
  ) -> Job {
    let id = ids.job(
      type: draft.kind.word, number: draft.number, attempt: draft.attempt, random: &random)
    var job = Job(id: id, type: Text(draft.kind.word), status: draft.status)
    job.repo = Text(service.repo)
    job.ref = Text(commit.ref)
    job.commitSHA = Text(commit.sha)
    job.commitMessage = Text(commit.message)
    job.commitAuthor = Text(commit.author)
    job.createdAt = draft.created
    job.tags = draft.attempt > 1 ? ["rerun"] : []
    setTimes(&job, draft, random: &random)
    setOutcome(&job, incident: incident, random: &random)
    if draft.status == .unknown { job.sourceStatus = random.pick(["neutral", "stale", "manual"]) }
    let run = Text("https://ci.acme.example/\(service.slug)/runs/\(draft.runID)")
    if !draft.status.isOpen && draft.status != .skipped {
      job.logsURL = Text("\(run)/jobs/\(draft.number)/logs")
    }
    job.metadata = metadata(
      draft, run: run, service: namesService ? service.name : nil, random: &random)
    return job
  }

  private func setTimes(_ job: inout Job, _ draft: JobDraft, random: inout SplitMix64) {
    let started = draft.created.adding(milliseconds: draft.queue)
    if draft.status == .skipped {
      job.completedAt = draft.created
      job.durationSeconds = 0
      job.updatedAt = draft.created
      return
    }
    job.queuedAt = random.chance(850) ? draft.created : nil
    guard draft.status != .pending, draft.status != .queued, started <= world.until else {
      if !draft.status.isOpen { job.status = .queued }
      job.updatedAt = draft.created
      return
    }
    let isSkewed = random.chance(6)
    job.agentID = Text(isSkewed ? Vocabulary.skewedAgent : random.pick(Vocabulary.agents))
    job.startedAt = isSkewed ? draft.created.adding(milliseconds: -1700) : started
    guard draft.status != .running, draft.end <= world.until else {
      if !draft.status.isOpen { job.status = .running }
      job.updatedAt = started
      return
    }
    job.completedAt = draft.end
    job.updatedAt = draft.end
    setDuration(&job, draft, isSkewed: isSkewed, random: &random)
  }

  /// Mostly the run time to a tenth of a second; now and then missing, and seldom plainly wrong.
  private func setDuration(
    _ job: inout Job, _ draft: JobDraft, isSkewed: Bool, random: inout SplitMix64
  ) {
    let roll = random.below(1000)
    if roll < 60 { return }
    job.durationSeconds = Double(draft.run) / 1000
    if roll < 66 { job.durationSeconds = Double(draft.run / 1000 + 45) }
  }

  private func setOutcome(_ job: inout Job, incident: Incident?, random: inout SplitMix64) {
    switch job.status {
    case .success:
      job.exitCode = random.chance(900) ? 0 : nil
    case .failed:
      job.exitCode = random.pick([1, 1, 1, 2, 70, 101, 137])
      job.errorMessage = Text(incident?.message ?? random.pick(Vocabulary.errors))
    case .timeout:
      job.exitCode = random.chance(500) ? 124 : nil
      job.errorMessage = Text(random.pick(Vocabulary.timeouts))
    case .error:
      job.errorMessage = Text(incident?.message ?? random.pick(Vocabulary.infrastructure))
    default:
      break
    }
  }

  private func metadata(
    _ draft: JobDraft, run: Text, service: String?, random: inout SplitMix64
  ) -> Metadata {
    var writer = MetadataWriter()
    writer.add("attempt", draft.attempt)
    if random.chance(150) {
      writer.add("cost_usd", number: random.pick(["0.10", "0.02", "1e-3", "0.250"]))
    }
    writer.add("job_name", text: draft.name)
    writer.add("pipeline_url", text: run.string)
    writer.add("run_id", draft.runID)
    if let service { writer.add("service", text: service) }
    writer.add("trigger", text: draft.trigger)
    writer.add("workflow", text: draft.trigger == "schedule" ? "nightly" : "ci")
    return writer.metadata()
  }
}
