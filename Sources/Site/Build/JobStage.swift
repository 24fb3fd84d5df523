import Archiving
import Metrics
import Model

/// Writes the pages of jobs, and those of the months.
struct JobStage {
  private let builder: SiteBuilder
  private let inputs: BuildInputs
  private var index: JobTypeIndex { inputs.index }
  private var reader: PublicReader { builder.reader }
  private var today: LocalDay { inputs.ranges.today }

  init(_ builder: SiteBuilder, _ inputs: BuildInputs) {
    self.builder = builder
    self.inputs = inputs
  }

  /// Returns what was gathered on the way.
  func run(_ search: inout SearchIndex) throws -> JobPass {
    let months = try reader.jobMonths()
    var list: [MonthListRow] = []
    let window = inputs.ranges.date.last(AgentTallies.days)
    var pass = JobPass(
      inputs, builder.options,
      agents: try reader.agents(since: window.days.lowerBound, limit: AgentTallies.limit))
    for (i, month) in months.enumerated() {
      let total = try writeMonth(
        month, neighbours: (months[safe: i - 1], months[safe: i + 1]), &pass, &search)
      list.append(MonthListRow(month: month, count: total, path: SitePaths.month("jobs", month)))
    }
    try writeOverview(list, pass.stability)
    try writeEvidence(pass.evidence, months: months.compactMap(\.self))
    try JobTypeStage(builder, inputs).run(pass)
    try AgentStage(builder, inputs).run(pass.agents)
    return pass
  }

  private func writeEvidence(_ evidence: JobEvidence, months: [Month]) throws {
    let reading = try ServiceReading(reader, builder.options)
    for service in try reader.services() {
      try builder.writer.write(reading.page(evidence, of: service, months: months))
    }
  }

  private func writeMonth(
    _ month: Month?, neighbours: (earlier: Month??, later: Month??),
    _ pass: inout JobPass, _ search: inout SearchIndex
  ) throws -> Int {
    var rows = MonthRows<JobRow>(
      month: month, earlier: neighbours.earlier ?? nil, later: neighbours.later ?? nil)
    var table = CSVWriter(of: JobRow.self)
    let isRecent = policy.covers(month)
    let interest = pass.interest(in: month)
    var file = try MonthFile(month)
    try reader.forEachJob(in: month) { stored in
      let named = try reader.deployments(naming: stored.job.id)
      let hasPage = isRecent || !named.isEmpty
      let typePath = index.path(of: stored.job.type)
      if hasPage {
        try builder.writer.write(JobPage(stored, named: named, typePath: typePath, reader))
        try search.add(stored)
      }
      let row = JobRow(stored, hasPage: hasPage, typePath: typePath)
      table.add(row)
      pass.add(row, of: interest)
      file.add(stored.job)
      if let full = rows.add(row) {
        try builder.writer.write(JobMonthPage(page: full, days: []))
      }
    }
    pass.add(try file.finish(reader, builder.writer))
    try builder.writer.write(JobMonthPage(page: rows.finish(), days: try days(of: month)))
    try builder.writer.write(file: SitePaths.monthTable("jobs", month), table.bytes)
    return rows.total
  }

  private var policy: JobPagePolicy {
    JobPagePolicy(pages: builder.options.jobPages, today: today)
  }

  private func days(of month: Month?) throws -> [JobDayRow] {
    guard let month else { return [] }
    var days: [LocalDay: JobRollup] = [:]
    try reader.forEachJobDay(in: month.days) { day, _, _, rollup in
      days[day, default: JobRollup()] += rollup
    }
    return days.sorted { $0.key > $1.key }.map { day, rollup in
      var sorted = rollup
      sorted.sort()
      return JobDayRow(day: day, rollup: sorted)
    }
  }

  // MARK: - All jobs

  private func writeOverview(_ months: [MonthListRow], _ stability: JobStability) throws {
    let broken = stability.broken
    let figures = FigureMaker(
      ranges: inputs.ranges, deployments: DeploymentTally(), jobs: inputs.jobs,
      deploymentCoverage: Coverage(first: nil, through: nil, today: today),
      jobCoverage: inputs.jobCoverage, deploymentEvidence: SitePaths.deployments,
      jobEvidence: SitePaths.jobs, rollbackEvidence: SitePaths.rollbacks)
    try builder.writer.write(
      JobsPage(
        total: months.reduce(0) { $0 + $1.count }, months: months.reversed(),
        rate: figures.jobRateLine, runTimes: figures.runTimeBand,
        types: JobTypeRows(inputs).surelyWorst(recent: false, 20),
        allTypes: JobTypeRows(inputs).all(recent: false),
        open: try rows(reader.openJobs(20)), openTotal: inputs.jobs.counts(in: nil).open,
        failed: try rows(
          reader.failedJobs(since: (inputs.jobs.days?.upperBound ?? today) - 30, 30)),
        attempts: stability.attempts, flakiest: stability.flakiest, flips: stability.flips,
        broken: Array(broken.prefix(JobStability.brokenLimit)), brokenTotal: broken.count))
  }

  private func rows(_ jobs: [StoredJob]) throws -> [JobRow] {
    try jobs.map { stored in
      let month = stored.job.bucketTime.map { builder.options.zone.day(of: $0).month }
      let isNamed = try !reader.deployments(naming: stored.job.id).isEmpty
      return JobRow(
        stored, hasPage: policy.covers(month) || isNamed, typePath: index.path(of: stored.job.type))
    }
  }
}

/// Job types as table rows.
struct JobTypeRows {
  private let inputs: BuildInputs

  init(_ inputs: BuildInputs) { self.inputs = inputs }

  /// Those whose failure rate is most surely high: by the lower end of the interval, downwards.
  /// `recent` takes the last 90 complete days, else all time.
  func surelyWorst(recent: Bool, _ limit: Int) -> [JobTypeRow] {
    let rated = inputs.types.map { tally in
      (tally, JobFailureRate(recent ? tally.recent : tally.ever).rate)
    }.filter { $0.1.k > 0 }
    let sorted = rated.enumerated().sorted { a, b in
      let left = a.element.1.interval?.lowerBound ?? 0
      let right = b.element.1.interval?.lowerBound ?? 0
      return left != right ? left > right : a.offset < b.offset
    }
    return sorted.prefix(limit).map { row($0.element.0, $0.element.1, recent: recent) }
  }

  /// The last 90 complete days of one.
  func recentRow(_ tally: JobTypeTally) -> JobTypeRow {
    row(tally, JobFailureRate(tally.recent).rate, recent: true)
  }

  /// All of them with a finished or cancelled job in the window, by type and repository.
  func all(recent: Bool) -> [JobTypeRow] {
    inputs.types.compactMap { tally in
      let counts = recent ? tally.recent : tally.ever
      let rate = JobFailureRate(counts).rate
      return rate.n + counts.void == 0 ? nil : row(tally, rate, recent: recent)
    }
  }

  private func row(_ tally: JobTypeTally, _ rate: Proportion, recent: Bool) -> JobTypeRow {
    let counts = recent ? tally.recent : tally.ever
    return JobTypeRow(
      type: tally.type, path: inputs.index.path(of: tally.type), repo: tally.repo,
      rate: RateFigure(
        rate, window: recent ? inputs.ranges.date.last(90) : nil, coverage: inputs.jobCoverage,
        noun: "finished jobs", definition: SitePaths.failures + "#job-failure-rate",
        evidence: SitePaths.jobs), voids: counts.void,
      runTime: recent
        ? DurationFigure(sorted: tally.runs.sorted(), leftOut: tally.negativeRuns) : nil)
  }
}
