import Model

/// One deployment with the jobs that led to it.
struct Change {
  var deployment: Deployment
  var jobs: [Job]
}

/// The deployments of one service, one after the other.
struct ServiceHistory: Sendable {
  let service: ServiceTraits
  let number: Int
  private let world: SampleWorld
  private var slots: SlotStream
  private var random: SplitMix64
  private var counter: VersionCounter
  private var deploymentIDs: IDMaker
  private var jobIDs: IDMaker
  private let bundles: BundleMaker
  /// What is already decided about coming deployments; a delay in milliseconds, else the next slot.
  private var agenda: [(step: NextStep, delay: Int64?)] = []
  /// Good versions in the order they went live, newest last; a few suffice.
  private var releases: [Release] = []
  private var lastTime: Timestamp
  private var slotAfter: Timestamp?
  /// When the next deployment happens; nil after the last one.
  private(set) var nextTime: Timestamp?

  init(service: ServiceTraits, number: Int, deployments: Int, world: SampleWorld) {
    let seed = world.options.seed
    self.service = service
    self.number = number
    self.world = world
    slots = SlotStream(
      rhythm: world.rhythm, pattern: service.pattern, count: deployments, seed: seed,
      stream: 2 * number)
    var random = SplitMix64(seed: seed, stream: 2 * number + 1)
    counter = VersionCounter(scheme: service.versions, random: &random)
    self.random = random
    deploymentIDs = IDMaker(style: service.ids, slug: service.slug, stream: number)
    jobIDs = IDMaker(style: service.ids, slug: service.slug, stream: number)
    bundles = BundleMaker(maker: JobMaker(world: world), service: service, number: number)
    lastTime = world.rhythm.start
    nextTime = slots.next()
    slotAfter = slots.next()
    scheduleNext(slot: nextTime)
  }

  /// Makes the next deployment, with exactly `jobs` jobs.
  mutating func advance(jobs: Int) -> Change? {
    guard let time = nextTime else { return nil }
    let agreed = agenda.isEmpty ? nil : agenda.removeFirst().step
    let isFinale = isLast && service.ending != .ordinary
    let step = isFinale ? .change : agreed ?? chooseStep()
    let outcome = chooseOutcome(of: step, at: time)
    let change = make(step, outcome, at: time, jobs: jobs)
    lastTime = time
    let slot = slotAfter
    slotAfter = slot == nil ? nil : slots.next()
    scheduleNext(slot: slot)
    return change
  }

  /// A step with a delay takes the next slot's place, if that comes no sooner.
  private mutating func scheduleNext(slot: Timestamp?) {
    guard var time = slot else {
      nextTime = nil
      return
    }
    if let delay = agenda.first?.delay { time = min(time, lastTime.adding(milliseconds: delay)) }
    if slotAfter == nil, case .underWay = service.ending {
      time = max(time, world.until.adding(milliseconds: -Int64(240 + 60 * number) * 1000))
    }
    time = max(time, lastTime.adding(milliseconds: 1000))
    nextTime = min(time, world.until.adding(milliseconds: -1000))
  }

  private var isLast: Bool { slotAfter == nil }

  /// Milliseconds that a deployment may take before the next one is due.
  private func patience(at time: Timestamp) -> Int64 {
    guard let slotAfter else { return Rhythm.day }
    return max(2000, slotAfter.milliseconds(since: time))
  }

  private mutating func chooseStep() -> NextStep {
    guard let live = releases.last, !isLast else { return .change }
    if random.chance(service.redeploys) { return .redeploy(of: live) }
    if random.chance(20) { return .hotfix(of: live) }
    return .change
  }

  private mutating func chooseOutcome(of step: NextStep, at time: Timestamp) -> Outcome {
    if isLast {
      if service.ending == .openFailure { return .failedInProduction }
      if case .underWay(let status) = service.ending { return .underWay(status) }
    }
    switch step {
    case .rollback, .redeploy, .failedRepair: return .good
    case .secondRegion: return random.chance(40) ? .rolledBackInPlace : .good
    case .change, .hotfix, .revert, .reapply: break
    }
    let isCalm = world.incident(at: time, service: number) == nil
    let factor = isCalm ? 1 : 4
    let harm = isCalm ? 0 : 150
    if random.chance(service.neverArrives * factor + harm) { return .neverArrived }
    guard service.route != .stagingOnly, !releases.isEmpty else { return .good }
    let roll = random.below(1000)
    var limit = service.failsTwice * factor
    if roll < limit { return .failedTwice }
    limit += service.rolledBackInPlace * factor + harm
    if roll < limit { return .rolledBackInPlace }
    limit += service.rolledBackByRedeploy * factor
    if roll < limit { return .replacedByOlder }
    limit += service.failsInProduction * factor
    return roll < limit ? .failedInProduction : .good
  }

  private mutating func make(
    _ step: NextStep, _ outcome: Outcome, at time: Timestamp, jobs: Int
  ) -> Change {
    var release = release(for: step, at: time)
    let isNewCode = release.deploymentID.isEmpty
    release.deploymentID = deploymentIDs.deployment(at: time, random: &random)
    var plan = BundlePlan(
      count: jobs, time: time, commit: release.commit, isNewCode: isNewCode,
      passesStaging: service.route == .stagingThenProduction, deployQueue: 3000,
      deployRun: bundles.maker.runMilliseconds(.deploy, build: 0, random: &random),
      deployStatus: .success)
    switch outcome {
    case .neverArrived: plan.deployStatus = random.pick([.failed, .failed, .timeout])
    case .underWay(.pending): plan.deployQueue = Rhythm.hour
    case .underWay: plan.deployRun = Rhythm.hour
    default: break
    }
    let longest = patience(at: time) / 2
    if plan.deployQueue + plan.deployRun > longest {
      plan.deployQueue = 0
      plan.deployRun = max(1000, longest)
    }
    let bundle = bundles.bundle(plan, ids: &jobIDs, random: &random)
    if isNewCode { (release.build, release.test) = (bundle.build, bundle.test) }
    let arrival = time.adding(milliseconds: plan.deployQueue + plan.deployRun)
    let deployment = deployment(step, outcome, release, bundle, arrival: arrival)
    follow(step, outcome, release, arrival: arrival.milliseconds(since: time))
    return Change(deployment: deployment, jobs: bundle.jobs)
  }

  /// What is deployed; a release that is new has no deployment id yet.
  private mutating func release(for step: NextStep, at time: Timestamp) -> Release {
    let commit: Commit
    switch step {
    case .rollback(let old), .redeploy(let old), .secondRegion(let old): return old
    case .change:
      commit = Commit.make(
        scope: service.slug, ref: random.chance(930) ? "main" : "release/\(service.slug)",
        before: time, random: &random)
    case .hotfix(let old): commit = old.commit.hotfixed(at: time, random: &random)
    case .revert(let old): commit = old.commit.reverted(at: time, random: &random)
    case .reapply(let old): commit = old.commit.reapplied(at: time, random: &random)
    case .failedRepair(let old): commit = old.commit.hotfixed(at: time, random: &random)
    }
    let version = counter.next(at: time, isFeature: commit.isFeature, sha: commit.sha)
    return Release(version: version, commit: commit, deploymentID: "")
  }

  /// Keeps the books: which versions are good, and what has to come next.
  private mutating func follow(
    _ step: NextStep, _ outcome: Outcome, _ release: Release, arrival: Int64
  ) {
    let soon = arrival + Int64(random.logNormal(median: 2400, sigma: 0.7, cap: 20_000)) * 1000
    switch outcome {
    case .underWay:
      break
    case .neverArrived:
      if random.chance(600) { agenda.append((.hotfix(of: release), soon)) }
    case .rolledBackInPlace:
      if random.chance(300) { agenda.append((.revert(of: release), soon * 2)) }
      if random.chance(500) { agenda.append((.reapply(of: release), nil)) }
    case .replacedByOlder:
      if let good = releases.last { agenda.append((.rollback(to: good), soon)) }
      if random.chance(400) { agenda.append((.reapply(of: release), nil)) }
    case .failedInProduction:
      agenda.append((random.chance(700) ? .hotfix(of: release) : .revert(of: release), soon))
    case .failedTwice:
      agenda.append((.failedRepair(of: release), soon))
      if let good = releases.last { agenda.append((.rollback(to: good), soon)) }
    case .good:
      if case .failedRepair = step { return }
      if case .change = step, service.route == .twoRegions {
        let delay = Int64(random.int(1200...5400)) * 1000
        agenda.insert((.secondRegion(of: release), arrival + delay), at: 0)
      }
      releases.append(release)
      if releases.count > 4 { releases.removeFirst() }
    }
  }

  private mutating func deployment(
    _ step: NextStep, _ outcome: Outcome, _ release: Release, _ bundle: Bundle, arrival: Timestamp
  ) -> Deployment {
    let writer = DeploymentWriter(service: service, world: world, serviceNumber: number)
    let calm = patience(at: arrival)
    return writer.record(
      step, outcome, release, bundle, arrival: arrival, calm: calm,
      previous: releases.last { $0.version != release.version }, random: &random)
  }
}
