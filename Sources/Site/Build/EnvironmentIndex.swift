import Archiving
import Metrics
import Model

/// All environments that something was deployed to, and which of them have pages of their own.
struct EnvironmentIndex {
  /// At most so many environments have pages: some make one for every branch.
  static let pageLimit = 200

  struct Entry {
    let name: Text
    /// Over all services.
    fileprivate(set) var tally = DeploymentTally()
    /// Deployments of the last 365 complete days.
    fileprivate(set) var lastYear = 0
  }

  /// Those with the most deployments in the last 365 complete days first, of equal ones those with the
  /// most ever, then by name.
  let entries: [Entry]
  private let numbers: [Text: Int]

  init(_ reader: PublicReader, date: ReportDate) throws {
    var all: [Text: Entry] = [:]
    let year = date.last(365)
    for service in try reader.services() {
      try reader.forEachDeploymentDay(of: service) { day in
        guard let local = day.day, date.covers(local) else { return }
        var entry = all.removeValue(forKey: day.environment) ?? Entry(name: day.environment)
        entry.tally.add(day.rollup, on: local, date: date)
        if year.contains(local) { entry.lastYear += day.rollup.total }
        all[day.environment] = entry
      }
    }
    entries = all.values.sorted { a, b in
      (b.lastYear, b.tally.kinds.total, a.name) < (a.lastYear, a.tally.kinds.total, b.name)
    }
    numbers = Dictionary(
      uniqueKeysWithValues: entries.prefix(EnvironmentIndex.pageLimit).enumerated().map {
        ($1.name, $0)
      })
  }

  var withPages: ArraySlice<Entry> { entries.prefix(EnvironmentIndex.pageLimit) }

  /// The place of an environment among those with pages; nil if it has none.
  func number(of name: Text) -> Int? { numbers[name] }

  func path(of name: Text) -> String? {
    numbers[name] == nil ? nil : SitePaths.environment(name)
  }
}

/// The newest deployments to each environment with a page, gathered while all go by in order of time.
struct EnvironmentPass {
  static let newestCount = 30

  /// What arrived in one environment.
  struct Arrivals {
    private var rows: [DeploymentRow] = []
    /// The newest of each service that no correction leaves out.
    private(set) var byService: [Text: EnvironmentArrival] = [:]

    /// The newest first.
    var newest: [DeploymentRow] { rows.suffix(EnvironmentPass.newestCount).reversed() }

    fileprivate mutating func add(_ row: DeploymentRow, on day: LocalDay) {
      rows.append(row)
      if rows.count >= 2 * EnvironmentPass.newestCount {
        rows.removeFirst(EnvironmentPass.newestCount)
      }
      if row.fact.kind != .excluded {
        byService[row.stored.service] = EnvironmentArrival(row, on: day)
      }
    }
  }

  let index: EnvironmentIndex
  private let date: ReportDate
  private let zone: ZoneTable
  private var arrivals: [Arrivals]

  init(_ index: EnvironmentIndex, _ options: SiteOptions) {
    self.index = index
    date = options.date
    zone = options.zone
    arrivals = Array(repeating: Arrivals(), count: index.withPages.count)
  }

  /// Takes in a deployment no earlier than all before it.
  mutating func add(_ row: DeploymentRow) {
    guard let day = row.deployment.bucketTime.map({ zone.day(of: $0) }), date.covers(day),
      let number = index.number(of: row.deployment.effectiveEnvironment)
    else { return }
    arrivals[number].add(row, on: day)
  }

  /// - Parameter number: a place among the environments with pages.
  func arrivals(_ number: Int) -> Arrivals { arrivals[number] }
}
