import Archiving
import Metrics
import Model

/// Writes the list of environments and the page of each that has one.
struct EnvironmentStage {
  private let builder: SiteBuilder
  private let inputs: BuildInputs
  private let pass: EnvironmentPass
  /// What is live in each environment, by service.
  private let live: [Text: [(service: Text, row: LiveRow)]]
  private let through: LocalDay?

  init(
    _ builder: SiteBuilder, _ inputs: BuildInputs, _ services: ServiceSummaries,
    _ overall: FigureMaker, _ pass: EnvironmentPass
  ) {
    self.builder = builder
    self.inputs = inputs
    self.pass = pass
    through = overall.deploymentCoverage.through
    var live: [Text: [(service: Text, row: LiveRow)]] = [:]
    for service in services.rows {
      for row in service.live {
        live[row.span.environment, default: []].append((service.name, row))
      }
    }
    self.live = live
  }

  func run() throws {
    let rows = pass.index.entries.map(row)
    for part in ListPart.parts(of: rows, limit: EnvironmentsPage.rowLimit) {
      try builder.writer.write(EnvironmentsPage(list: part))
    }
    for (number, entry) in pass.index.withPages.enumerated() {
      let arrivals = pass.arrivals(number)
      let services = services(entry.name, arrivals)
      for part in ListPart.parts(of: services, limit: EnvironmentPage.serviceLimit, name: \.name) {
        try builder.writer.write(
          EnvironmentPage(
            summary: row(entry), days: entry.tally.days, weeks: figures(entry).weekBars,
            list: part, latest: arrivals.newest))
      }
    }
  }

  private func figures(_ entry: EnvironmentIndex.Entry) -> FigureMaker {
    FigureMaker(
      ranges: inputs.ranges, deployments: entry.tally, jobs: JobTally(),
      deploymentCoverage: Coverage(
        first: entry.tally.days?.lowerBound, through: through, today: inputs.ranges.today),
      jobCoverage: inputs.jobCoverage, deploymentEvidence: SitePaths.deployments,
      jobEvidence: SitePaths.jobs, rollbackEvidence: SitePaths.rollbacks)
  }

  private func row(_ entry: EnvironmentIndex.Entry) -> EnvironmentRow {
    let figures = figures(entry)
    return EnvironmentRow(
      name: entry.name, path: pass.index.path(of: entry.name), live: live[entry.name]?.count ?? 0,
      lastYear: entry.lastYear, total: entry.tally.kinds.total,
      changes: figures.forwardCount(days: 30),
      changeFailureRate: figures.changeFailureRate(days: 90),
      rollbacks: figures.rollbackCount(days: 90), lastDay: entry.tally.days?.upperBound)
  }

  private func services(
    _ environment: Text, _ arrivals: EnvironmentPass.Arrivals
  ) -> [EnvironmentServiceRow] {
    let live = Dictionary(
      (live[environment] ?? []).map { ($0.service, $0.row) }, uniquingKeysWith: { _, last in last })
    return Set(live.keys).union(arrivals.byService.keys).sorted().map {
      EnvironmentServiceRow(name: $0, live: live[$0], newest: arrivals.byService[$0])
    }
  }
}
