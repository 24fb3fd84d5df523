import Archiving
import Metrics
import Model

/// Writes the page of each deployment, and the pages of the months.
struct DeploymentStage {
  private let builder: SiteBuilder
  private var reader: PublicReader { builder.reader }

  init(_ builder: SiteBuilder) { self.builder = builder }

  /// Returns what was gathered on the way.
  func run(weeks: WeekBars, _ search: inout SearchIndex) throws -> EnvironmentPass {
    let months = try reader.deploymentMonths()
    let options = builder.options
    var pass = EnvironmentPass(try EnvironmentIndex(reader, date: options.date), options)
    var list: [MonthListRow] = []
    for (i, month) in months.enumerated() {
      let total = try writeMonth(
        month, neighbours: (months[safe: i - 1], months[safe: i + 1]), &pass, &search)
      list.append(
        MonthListRow(month: month, count: total, path: SitePaths.month("deployments", month)))
    }
    try builder.writer.write(
      DeploymentsPage(
        total: list.reduce(0) { $0 + $1.count }, months: list.reversed(), weeks: weeks,
        latest: try reader.newestDeployments(ServiceStage.listLimit).map { DeploymentRow($0) }))
    return pass
  }

  /// Writes a month's deployments and its pages in one pass. Returns how many there are.
  private func writeMonth(
    _ month: Month?, neighbours: (earlier: Month??, later: Month??),
    _ pass: inout EnvironmentPass, _ search: inout SearchIndex
  ) throws -> Int {
    var rows = MonthRows<DeploymentRow>(
      month: month, earlier: neighbours.earlier ?? nil, later: neighbours.later ?? nil)
    var table = CSVWriter(of: DeploymentRow.self)
    var days: [LocalDay: DeploymentDayRow] = [:]
    try reader.forEachDeployment(in: month) { stored in
      try builder.writer.write(DeploymentPage(stored, reader))
      try search.add(stored)
      let row = DeploymentRow(stored)
      pass.add(row)
      table.add(row)
      if let full = rows.add(row) {
        try builder.writer.write(DeploymentMonthPage(page: full, tally: []))
      }
      guard let time = stored.deployment.bucketTime else { return }
      let day = builder.options.zone.day(of: time)
      days[day, default: DeploymentDayRow(day: day)].add(stored.fact)
    }
    try builder.writer.write(
      DeploymentMonthPage(
        page: rows.finish(), tally: days.values.sorted { $0.day > $1.day }))
    try builder.writer.write(file: SitePaths.monthTable("deployments", month), table.bytes)
    return rows.total
  }
}

extension DeploymentDayRow {
  mutating func add(_ fact: DeploymentFact) {
    guard fact.kind != .excluded else { return }
    total += 1
    switch fact.kind {
    case .forward:
      forward += 1
      if fact.failure != nil { failed += 1 }
    case .rollbackRedeploy: rollbacks += 1
    case .failedAttempt: failedAttempts += 1
    case .redeploy, .notReached, .excluded: break
    }
  }
}

extension Array {
  subscript(safe index: Int) -> Element? {
    indices.contains(index) ? self[index] : nil
  }
}
