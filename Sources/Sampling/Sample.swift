package import Model

/// Makes up the history of a company's builds and deployments: realistic, and always the same for
/// the same options. Hands out exactly the numbers asked for, ordered by time of creation; memory
/// does not grow with the numbers.
package func sample(_ options: SampleOptions, _ emit: (Record) throws -> Void) rethrows {
  var generator = SampleGenerator(options: options)
  while let record = generator.next() { try emit(record) }
}

/// Joins the services' deployments and the other pipelines into one stream of records.
struct SampleGenerator {
  private let options: SampleOptions
  private var histories: [ServiceHistory]
  private var pipelines: PipelineStream
  private var queue = RecordQueue()
  private var disguise: Disguise
  /// Jobs that belong to deployments.
  private let bundled: Int
  private var deploymentsMade = 0
  /// When the next deployment or pipeline is due; nil when all are made.
  private var due: (time: Timestamp, history: Int?)?

  init(options: SampleOptions) {
    let options = options.clamped
    self.options = options
    disguise = Disguise(seed: options.seed)
    let world = SampleWorld(options: options)
    let services = ServiceCatalog.services(options.services, seed: options.seed)
    let counts = SampleGenerator.split(options.deployments, over: services)
    histories = services.enumerated().map {
      ServiceHistory(service: $1, number: $0, deployments: counts[$0], world: world)
    }
    let lastMinute = min(6, options.jobs / 20)
    bundled = min(5 * options.deployments, (options.jobs - lastMinute) * 3 / 5)
    pipelines = PipelineStream(
      jobs: options.jobs - bundled - lastMinute, services: services, world: world)
    for job in SampleGenerator.openJobs(lastMinute, service: services[0], world: world) {
      push(job)
    }
    findDue()
  }

  mutating func next() -> Record? {
    while true {
      let limit = due?.time.adding(milliseconds: -Bundle.longestLead)
      if let record = queue.pop(before: limit) { return record }
      guard let due else { return nil }
      produce(due.history)
      findDue()
    }
  }

  private mutating func produce(_ history: Int?) {
    guard let history else {
      for job in pipelines.advance() { push(job) }
      return
    }
    let jobs = jobsOfNextDeployment()
    guard let change = histories[history].advance(jobs: jobs) else { return }
    for job in change.jobs { push(job) }
    var deployment = change.deployment
    disguise.apply(to: &deployment)
    queue.push(.deployment(deployment), at: deployment.createdAt ?? options.until)
  }

  private mutating func push(_ job: Job) {
    var job = job
    disguise.apply(to: &job)
    queue.push(.job(job), at: job.createdAt ?? options.until)
  }

  private mutating func findDue() {
    due = pipelines.nextTime.map { ($0, nil) }
    for (i, history) in histories.enumerated() {
      guard let time = history.nextTime else { continue }
      if let soonest = due?.time, soonest <= time { continue }
      due = (time, i)
    }
  }

  /// Spreads the jobs evenly over the deployments, with one more here and one less there: in each
  /// pair of deployments the second makes up for the first, so that the sum is exact.
  private mutating func jobsOfNextDeployment() -> Int {
    let number = deploymentsMade
    deploymentsMade += 1
    let plain =
      share(of: bundled, number + 1, outOf: options.deployments)
      - share(of: bundled, number, outOf: options.deployments)
    let isPaired = number | 1 < options.deployments && bundled >= 3 * options.deployments
    guard isPaired else { return plain }
    var random = SplitMix64(seed: options.seed, stream: 3_000_000_000 + number / 2)
    let extra = random.int(-2...2)
    return plain + (number & 1 == 0 ? extra : -extra)
  }

  /// Fixed counts first, as far as they are a small part; the rest by weight.
  private static func split(_ deployments: Int, over services: [ServiceTraits]) -> [Int] {
    var counts = services.map { min($0.fixedCount ?? 0, deployments / services.count) }
    let rest = deployments - counts.reduce(0, +)
    let total = max(1, services.map(\.weight).reduce(0, +))
    var before = 0
    for (i, service) in services.enumerated() {
      counts[i] +=
        share(of: rest, before + service.weight, outOf: total)
        - share(of: rest, before, outOf: total)
      before += service.weight
    }
    return counts
  }

  /// Jobs of the last minutes: running, queued and pending when the history ends.
  private static func openJobs(
    _ count: Int, service: ServiceTraits, world: SampleWorld
  ) -> [Job] {
    let maker = JobMaker(world: world)
    var random = SplitMix64(seed: world.options.seed, stream: -4)
    var ids = IDMaker(style: .plain, slug: service.slug, stream: 0, prefix: "now-")
    let kinds: [JobKind] = [.endToEnd, .nightly, .test, .build, .lint, .deploy]
    let statuses: [JobStatus] = [.running, .running, .running, .queued, .queued, .pending]
    return (0..<count).map { i in
      let created = world.until.adding(milliseconds: -Int64(9 - i) * 60_000)
      let commit = Commit.make(scope: service.slug, ref: "main", before: created, random: &random)
      let number = ids.nextNumber()
      let draft = JobDraft(
        kind: kinds[i], name: kinds[i].word, number: number, runID: number, trigger: "push",
        created: created, queue: 4000, run: Rhythm.hour, status: statuses[i])
      return maker.record(
        draft, service: service, namesService: true, commit: commit, ids: ids, incident: nil,
        random: &random)
    }
  }
}
