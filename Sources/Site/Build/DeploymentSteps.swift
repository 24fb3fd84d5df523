import Model

extension StepWaterfall {
  /// The steps of a deployment: its jobs as far as their times are known, and the moments of the record.
  /// Nil if no two moments are known.
  init?(_ deployment: Deployment, _ jobs: [JobLink]) {
    var steps = jobs.compactMap(StepWaterfall.step)
    let moments: [(String, Timestamp?)] = [
      ("record created", deployment.createdAt), ("on staging", deployment.stagingDeployedAt),
      ("in production", deployment.productionDeployedAt),
    ]
    steps += moments.compactMap { name, time in time.map { Step(name: name, from: $0) } }
    self.init(
      title: "From the first step to the last", takeaway: StepWaterfall.takeaway(steps),
      steps: steps)
  }

  /// A century. What is recorded as longer is no duration, and would not fit any axis.
  private static let longest: Int64 = 36_525 * 86_400_000

  private static func step(_ link: JobLink) -> Step? {
    guard let job = link.job, let from = job.startedAt else { return nil }
    let until = job.runMilliseconds.flatMap { ran in
      0...longest ~= ran ? from.adding(milliseconds: ran) : nil
    }
    let queued = job.queueMilliseconds.flatMap { waited in
      1...longest ~= waited ? from.adding(milliseconds: -waited) : nil
    }
    let kind: Kind =
      switch job.status {
      case .success: .ok
      case .failed, .error, .timeout: .failed
      default: .other
      }
    return Step(
      name: link.role.word, job: link.id, link: SitePaths.job(link.id), status: job.status.word,
      kind: kind, waitedFrom: queued, from: from, until: until)
  }

  private static func takeaway(_ steps: [Step]) -> String {
    let jobs = steps.filter { $0.job != nil }
    let times = steps.flatMap { [$0.waitedFrom, $0.from, $0.until].compactMap(\.self) }
    guard let first = times.min(), let last = times.max() else { return "" }
    let whole = "All of it took \(ChartNumbers.duration(last.milliseconds(since: first)))"
    guard !jobs.isEmpty else { return whole + "; no job of it has recorded times." }
    let ran = jobs.compactMap { step in step.until.map { $0.milliseconds(since: step.from) } }
    let waited = jobs.compactMap { step in
      step.waitedFrom.map { step.from.milliseconds(since: $0) }
    }
    return whole + "; \(FigureText.count(jobs.count, "job")) ran for "
      + "\(ChartNumbers.duration(ran.reduce(0, +))) and waited for "
      + "\(ChartNumbers.duration(waited.reduce(0, +)))."
  }
}
