import Model

/// Fills in deployment records.
struct DeploymentWriter {
  let service: ServiceTraits
  let world: SampleWorld
  let serviceNumber: Int

  /// The record of a deployment that arrives at `arrival`, if it arrives; `calm` is how many
  /// milliseconds pass before the next one, and `previous` what was live before.
  func record(
    _ step: NextStep, _ outcome: Outcome, _ release: Release, _ bundle: Bundle,
    arrival: Timestamp, calm: Int64, previous: Release?, random: inout SplitMix64
  ) -> Deployment {
    var record = Deployment(
      id: release.deploymentID, service: Text(service.name), version: Text(release.version),
      status: .pending)
    record.repo = Text(service.repo)
    record.ref = Text(release.commit.ref)
    record.commitSHA = Text(release.commit.sha)
    record.commitMessage = Text(release.commit.message)
    record.commitAuthor = Text(release.commit.author)
    record.createdAt = bundle.begins
    record.updatedAt = bundle.begins
    setJobs(&record, release, bundle)
    setEnvironment(&record, step)
    setArrival(&record, outcome, bundle, arrival: arrival, random: &random)
    let isFlagged = setRollback(&record, outcome, calm: calm, previous, random: &random)
    if service.isMeasured && record.deployedToProduction == true && random.chance(850) {
      measure(&record, isBad: outcome.isBad || isFlagged, random: &random)
    }
    label(&record, step, release, random: &random)
    return record
  }

  private func setJobs(_ record: inout Deployment, _ release: Release, _ bundle: Bundle) {
    record.buildJobID = release.build
    record.testJobID = release.test
    record.stagingJobID = bundle.staging
    switch service.route {
    case .stagingOnly: record.stagingJobID = bundle.deploy
    case .stagingThenProduction: record.productionJobID = bundle.deploy
    case .production, .twoRegions: record.deployJobID = bundle.deploy
    }
  }

  private func setEnvironment(_ record: inout Deployment, _ step: NextStep) {
    guard service.namesEnvironment else { return }
    switch service.route {
    case .stagingOnly: record.environment = "staging"
    case .production, .stagingThenProduction: record.environment = "production"
    case .twoRegions:
      if case .secondRegion = step {
        record.environment = "us-production"
      } else {
        record.environment = "eu-production"
      }
    }
  }

  private func setArrival(
    _ record: inout Deployment, _ outcome: Outcome, _ bundle: Bundle, arrival: Timestamp,
    random: inout SplitMix64
  ) {
    if let stagedAt = bundle.stagedAt, stagedAt <= world.until {
      record.deployedToStaging = true
      record.stagingDeployedAt = stagedAt
      record.status = .staged
      record.updatedAt = stagedAt
    }
    if case .underWay(let status) = outcome {
      record.status = status
      return
    }
    guard arrival <= world.until else {
      record.status = service.route == .stagingOnly ? .staging : .production
      return
    }
    record.updatedAt = arrival
    if case .neverArrived = outcome {
      record.status = .failed
      record.deployedToProduction = service.route == .stagingOnly ? nil : false
      return
    }
    if service.route == .stagingOnly {
      record.status = .staged
      record.deployedToStaging = true
      record.stagingDeployedAt = arrival
      return
    }
    record.deployedToProduction = true
    record.productionDeployedAt = arrival
    record.status = random.chance(975) ? .live : .production
    if case .failedInProduction = outcome { record.status = .failed }
    record.rolledBack = random.chance(600) ? false : nil
    // A clock that runs late on the way to staging.
    if record.stagingDeployedAt != nil && random.chance(4) {
      record.stagingDeployedAt = arrival.adding(milliseconds: 90_000)
    }
  }

  /// Marks a rollback on the record itself; whether it did.
  private func setRollback(
    _ record: inout Deployment, _ outcome: Outcome, calm: Int64, _ previous: Release?,
    random: inout SplitMix64
  ) -> Bool {
    switch outcome {
    case .rolledBackInPlace: break
    case .replacedByOlder: guard random.chance(350) else { return false }
    default: return false
    }
    guard let arrival = record.productionDeployedAt else { return false }
    let wait = Int64(random.logNormal(median: 1500, sigma: 0.8, cap: 14_400)) * 1000
    let time = arrival.adding(milliseconds: min(wait, max(1000, calm * 4 / 5)))
    guard time <= world.until else { return false }
    record.status = .rolledBack
    record.rolledBack = true
    record.rolledBackAt = random.chance(960) ? time : nil
    record.updatedAt = time
    record.rolledBackTo = random.chance(930) ? previous.map { Text($0.version) } : nil
    let incident = world.incident(at: arrival, service: serviceNumber)
    record.rollbackReason = Text(incident?.reason ?? random.pick(Vocabulary.rollbackReasons))
    if random.chance(30) { record.rollbackReason = Text(random.pick(HostileText.values)) }
    return true
  }

  /// One snapshot after the deployment; bad versions show it more often than not.
  private func measure(_ record: inout Deployment, isBad: Bool, random: inout SplitMix64) {
    let looksBad = isBad && random.chance(800)
    let errors = looksBad ? random.int(210...2400) : random.int(0...48)
    record.errorRate = !looksBad && random.chance(160) ? 0 : Double(errors) / 10_000
    let latency = random.logNormal(
      median: service.latency * (looksBad ? 2.1 : 1), sigma: 0.12, cap: 60_000)
    record.latencyMilliseconds = (latency * 10).rounded() / 10
    guard random.chance(900) else { return }
    let busy = 0.15 + Rhythm.busyness(at: record.productionDeployedAt ?? world.until)
    let requests = random.logNormal(median: 420 * busy, sigma: 0.2, cap: 100_000)
    record.requestsPerSecond = random.chance(12) ? 0 : (requests * 10).rounded() / 10
  }

  private func label(
    _ record: inout Deployment, _ step: NextStep, _ release: Release, random: inout SplitMix64
  ) {
    var fixes: Text?
    var isTagged = false
    switch step {
    case .hotfix(let old), .failedRepair(let old):
      record.tags = ["hotfix"]
      isTagged = random.chance(300)
      fixes = random.chance(500) ? old.deploymentID : nil
    case .revert(let old):
      record.tags = random.chance(500) ? ["rework"] : []
      fixes = random.chance(300) ? old.deploymentID : nil
    default:
      if random.chance(120) { record.tags = [random.pick(["canary", "config", "db-migration"])] }
    }
    var writer = MetadataWriter()
    if random.chance(350) { writer.add("approved_by", text: random.pick(Vocabulary.approvers)) }
    if random.chance(800) { writer.add("commit_timestamp", text: release.commit.time.rfc3339) }
    if random.chance(60) { writer.add("expires_at", 1_830_297_600) }
    if let fixes { writer.add("fixes_deployment", text: fixes.string) }
    if isTagged { writer.add("hotfix", true) }
    if random.chance(700) {
      let run = random.int(100_000...999_999)
      writer.add("pipeline_url", text: "https://ci.acme.example/\(service.slug)/deploys/\(run)")
    }
    if case .twoRegions = service.route {
      let isSecond = record.environment == "us-production"
      writer.add("region", text: isSecond ? "us-east-2" : "eu-central-1")
      writer.add("regions", 2)
    }
    record.metadata = writer.metadata()
  }
}
