import Model

/// Pipelines that lead to no deployment: pull requests, pushes, nightly runs.
struct PipelineStream: Sendable {
  private let world: SampleWorld
  private let services: [ServiceTraits]
  private let maker: JobMaker
  private let rhythm: Rhythm
  private var ids: [IDMaker]
  private var random: SplitMix64
  private var sizes: SlotStream
  private var left: Int
  /// The moment of each job of the budget; a pipeline takes as many as it has jobs.
  private(set) var nextTime: Timestamp?
  private var made = 0

  /// Work that belongs to no service.
  private static let tools: ServiceTraits = {
    var tools = ServiceTraits(name: "infra-tools", weight: 1)
    tools.repo = "acme/infra-tools"
    tools.namesServiceInJobs = false
    tools.ids = .path
    return tools
  }()

  init(jobs: Int, services: [ServiceTraits], world: SampleWorld) {
    self.world = world
    self.services = services + [PipelineStream.tools]
    maker = JobMaker(world: world)
    rhythm = world.rhythm
    ids = self.services.enumerated().map {
      IDMaker(
        style: $1.ids, slug: $1.slug, stream: services.count + 1 + $0, prefix: "pr-")
    }
    random = SplitMix64(seed: world.options.seed, stream: -2)
    sizes = SlotStream(
      rhythm: world.rhythm, pattern: .everyDay, count: jobs, seed: world.options.seed, stream: -3)
    left = jobs
    nextTime = sizes.next()
  }

  /// The jobs of the next pipeline; empty when the budget is spent.
  mutating func advance() -> [Job] {
    guard let time = nextTime else { return [] }
    let number = pickService(at: time)
    let steps = Array(steps(at: time, service: number).prefix(left))
    left -= steps.count
    for _ in steps { nextTime = sizes.next() }
    let isNightly = steps.first?.kind == .nightly
    let service = services[number]
    let ref = isNightly || random.chance(200) ? "main" : random.pick(Vocabulary.branches)
    let commit = Commit.make(scope: service.slug, ref: ref, before: time, random: &random)
    let incident = world.incident(at: time, service: number)
    return records(
      steps, at: time, service: number, commit: commit, incident: incident,
      trigger: isNightly ? "schedule" : ref == "main" ? "push" : "pull_request")
  }

  private mutating func pickService(at time: Timestamp) -> Int {
    let number = random.below(services.count)
    return services[number].pattern.covers(time, until: world.until) ? number : services.count - 1
  }

  private struct Step {
    var kind: JobKind
    var name: String
    var status: JobStatus
    var attempt = 1
    /// Begins when the one before has ended.
    var waits = false
  }

  private mutating func steps(at time: Timestamp, service: Int) -> [Step] {
    if Rhythm.isNight(time) { return [nightly(at: time, service: service)] }
    if service == services.count - 1 { return toolSteps() }
    var steps = [
      Step(kind: .lint, name: "lint", status: verdict(at: time, service, factor: 1)),
      Step(kind: .build, name: "build", status: verdict(at: time, service, factor: 1)),
    ]
    if random.chance(70) { return superseded(steps) }
    guard steps[1].status == .success else {
      steps.append(Step(kind: .test, name: "unit tests", status: .skipped, waits: true))
      return steps
    }
    steps += tests(at: time, service: service)
    if random.chance(350) {
      let failed = steps.last?.status.verdict == .fail
      let status = failed ? .skipped : verdict(at: time, service, factor: 2)
      steps.append(Step(kind: .endToEnd, name: "browser tests", status: status, waits: true))
    }
    return steps
  }

  /// Tests, run again if they fail and someone hopes; a flaky one then passes.
  private mutating func tests(at time: Timestamp, service: Int) -> [Step] {
    let isFlaky = random.chance(services[service].flakyTests)
    let status: JobStatus = isFlaky ? .failed : verdict(at: time, service, factor: 2)
    var steps = [Step(kind: .test, name: "unit tests", status: status, waits: true)]
    guard status.verdict == .fail, isFlaky || random.chance(400) else { return steps }
    for attempt in 2...(random.chance(250) ? 3 : 2) {
      let passes = isFlaky ? attempt == 3 || random.chance(800) : random.chance(150)
      steps.append(
        Step(
          kind: .test, name: "unit tests", status: passes ? .success : .failed, attempt: attempt,
          waits: true))
      if passes { break }
    }
    return steps
  }

  /// A newer push arrived: what ran is cancelled, what waited never ran.
  private func superseded(_ steps: [Step]) -> [Step] {
    var steps = steps
    steps[steps.count - 1].status = .cancelled
    return steps + [Step(kind: .test, name: "unit tests", status: .cancelled, waits: true)]
  }

  /// One nightly has been broken for nine days.
  private mutating func nightly(at time: Timestamp, service: Int) -> Step {
    let left = world.until.milliseconds(since: time)
    let isBroken = services[service].slug == "data-platform-etl" && left < 9 * Rhythm.day
    let status = isBroken ? .failed : verdict(at: time, service, factor: 2)
    return Step(kind: .nightly, name: "nightly full suite", status: status)
  }

  /// The licence scan has never passed.
  private mutating func toolSteps() -> [Step] {
    if random.chance(300) { return [Step(kind: .lint, name: "licence scan", status: .failed)] }
    let status: JobStatus = random.chance(60) ? .unknown : .success
    return [Step(kind: .build, name: "terraform plan", status: status)]
  }

  private mutating func verdict(at time: Timestamp, _ service: Int, factor: Int) -> JobStatus {
    let incident = world.incident(at: time, service: service)
    let share = incident == nil ? services[service].brokenJobs * factor : 750
    guard random.chance(share) else { return random.chance(15) ? .unknown : .success }
    if incident != nil { return random.chance(600) ? .error : .failed }
    let roll = random.below(100)
    return roll < 78 ? .failed : roll < 90 ? .timeout : .error
  }

  private mutating func records(
    _ steps: [Step], at time: Timestamp, service: Int, commit: Commit, incident: Incident?,
    trigger: String
  ) -> [Job] {
    let latest = world.until.adding(milliseconds: -1000)
    let traits = services[service]
    var begins = time
    var number = ids[service].nextNumber()
    let runID = number
    var jobs: [Job] = []
    for (i, step) in steps.enumerated() {
      if i > 0 && step.attempt == 1 { number = ids[service].nextNumber() }
      var draft = JobDraft(
        kind: step.kind, name: step.name, number: number, attempt: step.attempt, runID: runID,
        trigger: trigger, created: min(latest, begins),
        queue: maker.queueMilliseconds(at: begins, random: &random),
        run: maker.runMilliseconds(step.kind, build: traits.buildSeconds, random: &random),
        status: step.status)
      made += 1
      abandon(&draft)
      if i + 1 < steps.count && steps[i + 1].waits { begins = draft.end.adding(milliseconds: 1000) }
      jobs.append(
        maker.record(
          draft, service: traits, namesService: traits.namesServiceInJobs, commit: commit,
          ids: ids[service], incident: incident, random: &random))
    }
    return jobs
  }

  /// Now and then a job never hears of its end and stays open for ever.
  private func abandon(_ draft: inout JobDraft) {
    guard made % 500 == 250 else { return }
    draft.status = [.running, .queued, .pending][made / 500 % 3]
  }
}
