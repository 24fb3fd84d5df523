package import Archiving
package import Metrics
package import Model
package import Redacting
package import Rendering

/// What a site is built with, beside records and templates.
package struct SiteOptions: Sendable {
  package var name: String
  package var zone: ZoneTable
  package var date: ReportDate
  package var jobPages: JobPages
  /// The path of the address the site is served under, such as `/reports/`; nil if it is not known.
  package var basePath: String?
  /// That address with its host, where it is known.
  package var baseAddress: BaseAddress?
  /// Pages opened so many days after the newest record say that newer ones have not arrived.
  package var staleAfterDays: Int?
  /// At most so many agents have a list of their jobs: those with the most.
  package var agentLimit = 2000
  /// Takes secrets out of everything that comes from records; nil leaves them in.
  package var redactor: Redactor? = .standard
  /// The edition of DORA's report whose levels the pages name; nil for none.
  package var doraEdition: DORABand.Edition?
  package var people = PeoplePolicy.names
  /// How release notes sort and link what they tell of.
  package var notes = NotesOptions()
  package var version: String
  /// Nil for an archive that lives for one build only.
  package var archiveID: String?

  package init(
    name: String, zone: ZoneTable, date: ReportDate, jobPages: JobPages, basePath: String?,
    version: String, archiveID: String?
  ) {
    self.name = name
    self.zone = zone
    self.date = date
    self.jobPages = jobPages
    self.basePath = basePath
    self.version = version
    self.archiveID = archiveID
  }
}

/// Which jobs have a page of their own, beside those that a deployment names.
package enum JobPages: Sendable, Equatable {
  case all
  case none
  /// Those whose month ended less than so many days ago.
  case days(Int)
}

/// What a finished build counts.
package struct SiteCounts: Sendable {
  package var jobs = 0
  package var deployments = 0
  package var services = 0
  package var pages = 0
  /// What is odd in the records.
  package var ledger = Ledger()
  package var facts = SiteFacts()
  package var brokenLinks: [BrokenLink] = []
  package var weights = PageWeights()
  /// Empty unless they were asked for.
  package var times = TemplateTimes()
}

/// Builds a site from an archive: every page, handed on file by file.
package struct SiteBuilder {
  /// The one way to the records.
  let reader: PublicReader
  let options: SiteOptions
  let writer: PageWriter

  /// - Parameters:
  ///   - observe: is shown each page's value, by the name of its template, and those of the layout.
  ///   - put: takes each file, by its path from the site's root, once.
  package init(
    reader: ArchiveReader, options: SiteOptions, templates: TemplateSet,
    measuresTemplates: Bool = false, observe: ((String, any Viewable) -> Void)? = nil,
    put: @escaping (String, [UInt8]) throws -> Void
  ) throws {
    self.reader = try PublicReader(reader, options)
    self.options = options
    writer = PageWriter(
      templates: templates, zone: options.zone, siteName: options.name,
      basePath: options.basePath, base: options.baseAddress,
      measuresTemplates: measuresTemplates, observe: observe, put: put)
  }

  /// Writes all pages. `progress` is told the name of each stage as it begins.
  ///
  /// - Parameters:
  ///   - judge: looks at what is odd in the records before anything is written, and may throw.
  ///   - isKept: whether a file of others stands at a path of the site and stays, so that links to it
  ///     lead somewhere.
  package func build(
    progress: (String) -> Void, judge: (Ledger) throws -> Void = { _ in },
    isKept: (String) throws -> Bool = { _ in false }
  ) throws -> SiteCounts {
    let inputs = try BuildInputs(reader, options)
    let findings = try FindingRows(reader, options).rows(inputs.jobs)
    try judge(Ledger(findings))
    try writer.writeAssets()
    progress("services")
    let services = try ServiceStage(self).run()
    let overall = try inputs.overall(services.deployments, reader, zone: options.zone)
    var search = try SearchIndex(zone: options.zone)
    progress("deployments")
    let environments = try DeploymentStage(self).run(weeks: overall.weekBars, &search)
    try EnvironmentStage(self, inputs, services, overall, environments).run()
    progress("jobs")
    let pass = try JobStage(self, inputs).run(&search)
    try ArchiveStage(self, inputs, overall).run(pass.files)
    progress("overview")
    var counts = try OverviewStage(self, inputs, services, overall, findings).run(pass)
    progress("search")
    try search.write(with: writer)
    progress("dashboard")
    try DashboardStage(self).run()
    try writer.writeSitemap()
    try SchemaFiles.write(with: writer, version: options.version)
    counts.brokenLinks = try writer.links.broken(isKept: isKept)
    counts.weights = writer.weights
    counts.times = writer.times
    return counts
  }
}

/// What several stages need to know of the whole archive.
struct BuildInputs {
  let ranges: ReportRanges
  /// All jobs, whatever their service.
  let jobs: JobTally
  let types: [JobTypeTally]
  /// The same over all repositories.
  let index: JobTypeIndex
  let jobCoverage: Coverage

  init(_ reader: PublicReader, _ options: SiteOptions) throws {
    ranges = ReportRanges(date: options.date)
    var tally = JobTally()
    var byType = JobTypeTallies(date: options.date)
    for part in try BuildInputs.jobDays(reader, options.date) {
      try reader.forEachJobDay(in: part.days, durations: part.durations) {
        day, repo, type, rollup in
        tally.add(rollup, on: day, date: options.date)
        byType.add(rollup, repo: repo, type: type, on: day)
      }
    }
    jobs = tally
    types = byType.sorted
    index = JobTypeIndex(types)
    jobCoverage = Coverage(
      first: tally.days?.lowerBound,
      through: try reader.jobsThrough().map { options.zone.day(of: $0) },
      today: options.date.today)
  }

  /// The days with jobs, those of the last year with their durations.
  static func jobDays(
    _ reader: PublicReader, _ date: ReportDate
  ) throws -> [(days: Range<LocalDay>, durations: Bool)] {
    guard let all = try reader.jobDays() else { return [] }
    let end = max(all.upperBound, date.today) + 1
    let lastYear = min(date.today, all.upperBound) - 365
    return [(.ever(before: lastYear), false), (lastYear..<end, true)]
  }
}
