import Model

/// The jobs that lead to one deployment.
struct Bundle {
  var jobs: [Job] = []
  var build: Text?
  var test: Text?
  var staging: Text?
  var deploy: Text?
  /// When the deployment begins: with its staging job, else with its deploy job.
  var begins: Timestamp
  var stagedAt: Timestamp?

  /// No job of a bundle begins earlier than this before its deploy job, in milliseconds.
  static let longestLead: Int64 = 4 * 3_600_000

  init(begins: Timestamp) {
    self.begins = begins
  }
}

/// What a bundle is for.
struct BundlePlan {
  /// Exact number of jobs.
  var count: Int
  /// When the deploy job begins.
  var time: Timestamp
  var commit: Commit
  /// Old code needs no build and no tests.
  var isNewCode: Bool
  var passesStaging: Bool
  var deployQueue: Int64
  var deployRun: Int64
  var deployStatus: JobStatus
}

/// Lays the jobs of a deployment out in time, backwards from the deploy job.
struct BundleMaker: Sendable {
  let maker: JobMaker
  let service: ServiceTraits
  let number: Int

  private struct Step {
    var kind: JobKind
    var name: String
    /// Steps of one phase run side by side; the next phase waits for them all.
    var phase: Int
    var status: JobStatus = .success
    /// This step is another attempt of the one before.
    var isRerun = false
  }

  private static let stagingPhase = 3

  func bundle(_ plan: BundlePlan, ids: inout IDMaker, random: inout SplitMix64) -> Bundle {
    let incident = maker.world.incident(at: plan.time, service: number)
    let steps = steps(plan, isIncident: incident != nil, random: &random)
    var drafts = drafts(of: steps, plan, ids: &ids, random: &random)
    let lead = (drafts.map(\.end).max() ?? Timestamp(milliseconds: 0)).milliseconds
    let soak = plan.passesStaging ? Int64(random.int(60...1500)) * 1000 : 5000
    let shift = plan.time.milliseconds - lead - soak
    var bundle = Bundle(begins: plan.time)
    for i in drafts.indices {
      drafts[i].created = drafts[i].created.adding(milliseconds: shift)
      append(drafts[i], phase: steps[i].phase, plan, incident, to: &bundle, ids, &random)
    }
    if plan.count > 0 {
      let draft = deployDraft(plan, runID: drafts.first?.runID, ids: &ids)
      append(draft, phase: 4, plan, incident, to: &bundle, ids, &random)
    }
    return bundle
  }

  private func append(
    _ draft: JobDraft, phase: Int, _ plan: BundlePlan, _ incident: Incident?,
    to bundle: inout Bundle, _ ids: IDMaker, _ random: inout SplitMix64
  ) {
    let job = maker.record(
      draft, service: service, namesService: service.namesServiceInJobs, commit: plan.commit,
      ids: ids, incident: incident, random: &random)
    switch (draft.kind, phase) {
    case (.build, _): bundle.build = job.id
    case (.test, _): bundle.test = job.id
    case (.deploy, BundleMaker.stagingPhase):
      bundle.staging = job.id
      bundle.begins = draft.created
      bundle.stagedAt = draft.end
    case (.deploy, _): bundle.deploy = job.id
    default: break
    }
    bundle.jobs.append(job)
  }

  private func deployDraft(_ plan: BundlePlan, runID: Int?, ids: inout IDMaker) -> JobDraft {
    let number = ids.nextNumber()
    return JobDraft(
      kind: .deploy, name: "deploy", number: number, runID: runID ?? number, trigger: "push",
      created: plan.time, queue: plan.deployQueue, run: plan.deployRun,
      status: plan.deployStatus)
  }

  /// The steps before the deploy job, as many as there are jobs to spend.
  private func steps(
    _ plan: BundlePlan, isIncident: Bool, random: inout SplitMix64
  ) -> [Step] {
    var steps: [Step] = []
    func room() -> Int { plan.count - 1 - steps.count }
    if plan.isNewCode && room() > 0 { steps.append(Step(kind: .build, name: "build", phase: 0)) }
    if plan.isNewCode && room() > 0 {
      steps.append(Step(kind: .test, name: "unit tests", phase: 1))
    }
    if room() > 0, !steps.isEmpty, isIncident || random.chance(service.flakyTests) {
      steps[steps.count - 1].status = random.chance(800) ? .failed : .timeout
      steps.append(steps[steps.count - 1])
      steps[steps.count - 1].status = .success
      steps[steps.count - 1].phase += 1
      steps[steps.count - 1].isRerun = true
    }
    if plan.passesStaging && room() > 0 {
      steps.append(Step(kind: .deploy, name: "deploy to staging", phase: BundleMaker.stagingPhase))
    }
    let extras = [
      Step(kind: .lint, name: "lint", phase: 0), Step(kind: .endToEnd, name: "smoke", phase: 2),
      Step(kind: .test, name: "integration tests", phase: 1),
    ]
    let first = random.below(extras.count)
    var made = 0
    while room() > 0 {
      var extra = extras[(first + made) % extras.count]
      if made >= extras.count { extra.name += " (\(made / extras.count + 1))" }
      steps.append(extra)
      made += 1
    }
    return steps
  }

  /// The steps in time, from 0 on.
  private func drafts(
    of steps: [Step], _ plan: BundlePlan, ids: inout IDMaker, random: inout SplitMix64
  ) -> [JobDraft] {
    var drafts: [JobDraft] = []
    for step in steps {
      let before = zip(steps, drafts).filter { $0.0.phase < step.phase }.map(\.1.end).max()
      let isAgain = step.isRerun && !drafts.isEmpty
      let number = isAgain ? drafts[drafts.count - 1].number : ids.nextNumber()
      drafts.append(
        JobDraft(
          kind: step.kind, name: step.name, number: number, attempt: isAgain ? 2 : 1,
          runID: drafts.first?.runID ?? number, trigger: "push",
          created: before?.adding(milliseconds: 2000) ?? Timestamp(milliseconds: 0),
          queue: maker.queueMilliseconds(at: plan.time, random: &random),
          run: maker.runMilliseconds(step.kind, build: service.buildSeconds, random: &random),
          status: step.status))
    }
    return drafts
  }
}
