import Model
package import Rendering

/// All months, with the records of each to take home.
package struct ArchivePage: Page {
  let calendar: CalendarHeat
  /// The newest first.
  let years: [ArchiveYearRow]
  /// The records without any time; nil if there are none.
  let undated: ArchiveMonthRow?

  /// At most so many years stand on the page; all are in its twin.
  static let yearLimit = 10

  package static var template: String { "archive" }
  package var path: String { SitePaths.archive }
  package var section: SiteSection { .other }
  package var tables: [TableFile] {
    [TableFile("Months as CSV", SitePaths.table(of: path), months)]
  }

  private var months: [ArchiveMonthRow] { years.flatMap(\.months) + [undated].compactMap(\.self) }

  private var lead: String {
    let jobs = months.reduce(0) { $0 + $1.facts.jobs }
    let deployments = months.reduce(0) { $0 + $1.facts.deployments }
    return FigureText.count(deployments, "deployment") + " and " + FigureText.count(jobs, "job")
      + " in " + FigureText.count(years.reduce(0) { $0 + $1.months.count }, "month") + "."
  }

  package static let shape = Shape<ArchivePage> {
    $0.word("lead", "How many records, in how many months.") { $0.lead }
    $0.component("calendar", "How many records each day has.", inJSON: true) { $0.calendar }
    $0.list("years", "All years with records, the newest first.") { $0.years }
    $0.list("shown", "The newest of them.", inJSON: false) {
      Array($0.years.prefix(ArchivePage.yearLimit))
    }
    $0.integer("hidden", "How many more there are.", inJSON: false) {
      $0.years.count > ArchivePage.yearLimit ? $0.years.count - ArchivePage.yearLimit : nil
    }
    $0.object("undated", "The records without any time.") { $0.undated }
    $0.list("files", "The months of these years, and the records without any time.", inJSON: false)
    { page in
      page.years.prefix(ArchivePage.yearLimit).flatMap(\.months)
        + [page.undated].compactMap(\.self)
    }
    $0.word("size", "All files together, in words.", inJSON: false) {
      ArchiveMonthRow.size($0.months.reduce(0) { $0 + $1.facts.byteCount })
    }
    $0.link("sums_path", "The SHA-256 of every file, as sha256sum writes them.") { _ in
      SitePaths.archiveSums
    }
  }
}

/// A year of the archive.
package struct ArchiveYearRow: Viewable {
  let year: Int
  /// The newest first.
  let months: [ArchiveMonthRow]

  package static let shape = Shape<ArchiveYearRow> {
    $0.integer("year", "The year.", rule: .any) { $0.year }
    $0.word("title", "The year as it is printed.", inJSON: false) { "\($0.year)" }
    $0.integer("deployments", "Its deployments.") {
      $0.months.reduce(0) { $0 + $1.facts.deployments }
    }
    $0.integer("jobs", "Its jobs.") { $0.months.reduce(0) { $0 + $1.facts.jobs } }
    $0.integer("rollbacks", "Its rollbacks.") { $0.months.reduce(0) { $0 + $1.rollbacks } }
    $0.list("months", "Its months with records, the newest first.") { $0.months }
  }
}

/// A month of the archive, or the records without any time.
package struct ArchiveMonthRow: Viewable {
  let facts: MonthFile.Facts
  let rollbacks: Int
  /// The day of the report is after it.
  let isClosed: Bool
  /// The most deployments and jobs of any month.
  let most: (deployments: Int, jobs: Int)

  package static let shape = Shape<ArchiveMonthRow> {
    $0.word("title", "The month.", inJSON: false) { $0.facts.month?.title ?? "Without a date" }
    $0.word("month", "The month; null for records without a time.", rule: .month) {
      $0.facts.month?.iso
    }
    $0.integer("deployments", "Its deployments.") { $0.facts.deployments }
    $0.integer("jobs", "Its jobs.") { $0.facts.jobs }
    $0.integer("rollbacks", "Its rollbacks.") { $0.rollbacks }
    $0.component("deployment_bar", "The deployments as a bar.") {
      CountBar(count: $0.facts.deployments, highest: $0.most.deployments)
    }
    $0.component("job_bar", "The jobs as a bar.") {
      CountBar(count: $0.facts.jobs, highest: $0.most.jobs)
    }
    $0.link("deployments_path", "The page of its deployments.") {
      $0.facts.deployments > 0 ? SitePaths.month("deployments", $0.facts.month) : nil
    }
    $0.link("jobs_path", "The page of its jobs.") {
      $0.facts.jobs > 0 ? SitePaths.month("jobs", $0.facts.month) : nil
    }
    $0.flag("is_closed", "Whether the month is over.") { $0.isClosed }
    $0.link("records_path", "Its records, one JSON object a line, packed with gzip.") {
      $0.facts.path
    }
    $0.word("name", "The name of that file.", inJSON: false) {
      String($0.facts.path.dropFirst("archive/".count))
    }
    $0.integer("bytes", "The size of that file.") { $0.facts.byteCount }
    $0.word("size", "The size in words.", inJSON: false) { size($0.facts.byteCount) }
    $0.word("sha256", "The SHA-256 of that file.", rule: .sha256) { $0.facts.sha256 }
  }

  /// `840 bytes`, `12.3 kB`, `4.0 MB`.
  static func size(_ bytes: Int) -> String {
    if bytes < 1000 { return FigureText.count(bytes, "byte") }
    let (unit, name) = bytes < 1_000_000 ? (100, "kB") : (100_000, "MB")
    let tenths = (bytes * 2 + unit) / (2 * unit)
    return "\(ChartNumbers.grouped(tenths / 10)).\(tenths % 10)\u{A0}\(name)"
  }
}
