import Archiving
import Metrics
import Model

/// Writes the index of the archive, and the files of months without a job.
struct ArchiveStage {
  private let builder: SiteBuilder
  private let inputs: BuildInputs
  /// Over all services.
  private let overall: FigureMaker
  private var reader: PublicReader { builder.reader }
  private var today: LocalDay { inputs.ranges.today }

  init(_ builder: SiteBuilder, _ inputs: BuildInputs, _ overall: FigureMaker) {
    self.builder = builder
    self.inputs = inputs
    self.overall = overall
  }

  /// - Parameter files: those of the months with jobs.
  func run(_ files: [MonthFile.Facts]) throws {
    let known = Set(files.map(\.month))
    let others = try reader.deploymentMonths().filter { !known.contains($0) }.map { month in
      var file = try MonthFile(month)
      return try file.finish(reader, builder.writer)
    }
    let all = files + others
    try writeSums(all)
    let most = (all.map(\.deployments).max() ?? 0, all.map(\.jobs).max() ?? 0)
    func row(_ facts: MonthFile.Facts) -> ArchiveMonthRow {
      ArchiveMonthRow(
        facts: facts,
        rollbacks: facts.month.map { overall.deployments.rollbacks(in: $0.days) } ?? 0,
        isClosed: facts.month.map { $0.days.upperBound <= today } ?? false, most: most)
    }
    let dated = all.compactMap { facts in facts.month.map { (month: $0, facts: facts) } }
      .sorted { $0.month > $1.month }
    try builder.writer.write(
      ArchivePage(
        calendar: try calendar(), years: years(dated.map { row($0.facts) }),
        undated: all.first { $0.month == nil }.map(row)))
  }

  /// - Parameter rows: by month, the newest first.
  private func years(_ rows: [ArchiveMonthRow]) -> [ArchiveYearRow] {
    var years: [ArchiveYearRow] = []
    var start = 0
    while start < rows.count, let year = rows[start].facts.month?.year {
      let end = rows[start...].firstIndex { $0.facts.month?.year != year } ?? rows.count
      years.append(ArchiveYearRow(year: year, months: Array(rows[start..<end])))
      start = end
    }
    return years
  }

  /// As `sha256sum` reads them.
  private func writeSums(_ files: [MonthFile.Facts]) throws {
    var sums = ByteBuffer()
    for file in files.sorted(by: { $0.path < $1.path }) {
      sums.append("\(file.sha256)  \(file.path.split(separator: "/").last ?? "")\n")
    }
    try builder.writer.write(file: SitePaths.archiveSums, sums.bytes)
  }

  // MARK: - Days

  /// From the first record, but no further back than fifty years, to the day of the report.
  private func calendar() throws -> CalendarHeat {
    let first = [inputs.jobs.days, overall.deployments.days].compactMap { $0?.lowerBound }.min()
    guard let first else {
      return CalendarHeat(title: "Records by day", takeaway: "No record has a time.", days: [])
    }
    let start = max(first, today - 50 * 366)
    let days = (start.number...max(today, start).number).map { number -> CalendarHeat.Day in
      let day = LocalDay(number: number)
      let count =
        (inputs.jobs.counts[day]?.total ?? 0) + (overall.deployments.rollups[day]?.total ?? 0)
      return CalendarHeat.Day(day, count: count > 0 || isCovered(day) ? count : nil)
    }
    return CalendarHeat(title: "Records by day", takeaway: takeaway(days), days: days)
  }

  private func isCovered(_ day: LocalDay) -> Bool {
    [inputs.jobCoverage, overall.deploymentCoverage].contains { $0.of(day..<day + 1) != .none }
  }

  private func takeaway(_ days: [CalendarHeat.Day]) -> String {
    let with = days.count { $0.count ?? 0 > 0 }
    let empty = days.count { $0.count == 0 }
    let missing = days.count { $0.count == nil }
    return "\(ChartNumbers.grouped(with)) of \(FigureText.count(days.count, "day")) have records, "
      + "\(ChartNumbers.grouped(empty)) have none; "
      + "the sources say nothing of \(ChartNumbers.grouped(missing))."
  }
}
