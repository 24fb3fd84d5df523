import Archiving
import Foundation
import Importing
import Metrics
import Model
import Publishing
import Rendering
import Site

/// One build from sources to a published site.
struct BuildRun {
  let settings: Configuration
  let zone: ZoneTable
  let date: ReportDate
  let console: Console
  let publishing: PublishOptions
  let reading: ReadingOptions
  let allowShrink: Bool
  /// Whether a link that leads nowhere, or a page over its budget, keeps the site from being published.
  var isStrict = false
  /// Whether what a dry run would change is printed as JSON.
  var printsJSON = false
  /// Whether it tells how long each template took.
  var measuresTemplates = false
  /// Whether it tells how large the pages are.
  var isVerbose = false
  var report = RunReport()

  init(
    settings: Configuration, zone: ZoneTable, date: ReportDate, console: Console,
    publishing: PublishOptions, reading: ReadingOptions, allowShrink: Bool
  ) {
    self.settings = settings
    self.zone = zone
    self.date = date
    self.console = console
    self.publishing = publishing
    self.reading = reading
    self.allowShrink = allowShrink
    report.asOf = date.today
  }

  mutating func build(from named: [String]) throws {
    // What can fail at once fails before anything is read or written.
    let templates = try loadTemplates()
    let corrections = try CorrectionsInForce(settings)
    let plans = try ImportPlan(settings: settings, reading: reading).sources(named)
    try WorkingArchive.with(
      settings.archive, dryRun: publishing.dryRun, zone: zone, console: console
    ) { archive in
      let publisher = try Publisher(
        directory: settings.output,
        archiveID: archive.isTemporary ? "temporary" : archive.id, options: publishing)
      defer { publisher.abandon() }
      let intake = try Intake(
        archive: archive, settings: settings, reading: reading, corrections: corrections,
        console: console)
      try intake.run(plans, reporting: &report)
      try warnOfStaleFeeds(archive)
      try publish(archive, templates, through: publisher)
    }
  }

  private func loadTemplates() throws -> TemplateSet {
    let templates = try TemplateSet(settings.templateFiles())
    for name in templates.unused { console.warning("\(name): no page uses this file") }
    return templates
  }

  private mutating func warnOfStaleFeeds(_ archive: Archive) throws {
    let warnings = try archive.read { try StaleFeeds.warnings($0, date: date, zone: zone) }
    report.warnings += warnings
    warnings.forEach(console.warning)
  }

  private mutating func publish(
    _ archive: Archive, _ templates: TemplateSet, through publisher: Publisher
  ) throws {
    var assets = AssetHistory(note: publisher.lastNotes[AssetHistory.noteName] ?? "")
    let counts = try archive.read { reader in
      try refuseShrinking(reader, publisher)
      let options = settings.siteOptions(archive, zone: zone, date: date)
      let (console, settings, measuresTemplates) = (console, settings, measuresTemplates)
      let files = SiteFiles(publisher: publisher, packs: settings.gzip)
      assets.begin(with: templates.assetFiles)
      var written = 0
      return try report.phase("render") {
        for asset in assets.earlier { try files.keepWithTwin(asset) }
        return try SiteBuilder(
          reader: reader, options: options, templates: templates,
          measuresTemplates: measuresTemplates
        ) { path, bytes in
          try files.put(path, bytes)
          written += 1
          if written % 5000 == 0 { console.progress("\(written) files") }
        }.build {
          console.progress("rendering \($0)")
        } judge: {
          try BuildRun.refuseDefects($0, settings)
        } isKept: {
          try publisher.keepsForeign($0)
        }
      }
    }
    try tellOfPages(counts)
    console.progress("publishing")
    let result = try report.phase("publish") {
      try publisher.finish(
        counts: [
          "records": counts.jobs + counts.deployments, "services": counts.services,
        ], notes: [AssetHistory.noteName: assets.note])
    }
    if !publishing.dryRun {
      try archive.recordPublication(
        LedgerCounts(asOf: date.today, counts: counts.ledger.counts), figures: restatedFigures)
    }
    report.result = result
    report.counts = counts
    report.facts = counts.facts
    report.warnings += result.warnings
    result.warnings.forEach(console.warning)
    tell(result, counts)
  }

  /// A site that suddenly has half of its records is more likely a broken feed than news.
  private func refuseShrinking(_ reader: ArchiveReader, _ publisher: Publisher) throws {
    guard !allowShrink else { return }
    let now = [
      ("records", try reader.jobCount() + reader.deploymentCount()),
      ("services", try reader.services().count),
    ]
    for (name, count) in now {
      guard let before = publisher.lastCounts[name], before > 0, count * 2 < before else {
        continue
      }
      throw Failure(
        .refused,
        "\(settings.output): the new site would have \(count) \(name), the published one has "
          + "\(before); nothing was published. If that is right, add --allow-shrink")
    }
    if now[0].1 == 0, publisher.lastCounts["records"] ?? 0 > 0 {
      throw Failure(.refused, "\(settings.output): no records; nothing was published")
    }
  }

  private static func refuseDefects(_ ledger: Ledger, _ settings: Configuration) throws {
    let excess = settings.maxDefects.excess(of: ledger)
    guard !excess.isEmpty else { return }
    let advice =
      "nothing was published. Mend the records at their source ('rollbook doctor' lists what is odd "
      + "in an archive), or allow more with --max-defects or 'max_defects'"
    throw Failure(.refused, (excess + [advice]).map { "\(settings.output): \($0)" })
  }

  /// Links that lead nowhere and sizes beyond the budget: warnings, or with `--strict` the end.
  private mutating func tellOfPages(_ counts: SiteCounts) throws {
    if measuresTemplates { TemplateTimesTable.lines(counts.times).forEach(console.note) }
    if isVerbose { settings.budgets.table(of: counts.weights).forEach(console.note) }
    let broken = Failure.capped(counts.brokenLinks.map(\.description), "links that lead nowhere")
    let problems = broken + settings.budgets.excess(of: counts.weights)
    guard !problems.isEmpty else { return }
    report.warnings += problems
    guard isStrict else { return problems.forEach(console.warning) }
    throw Failure(.problems, problems + ["\(settings.output): nothing was published (--strict)"])
  }

  private func tell(_ result: PublishResult, _ counts: SiteCounts) {
    console.endProgress()
    if publishing.dryRun, printsJSON { return DryRunPlan.printJSON(result) }
    let plan =
      "+\(result.added) ~\(result.changed) =\(result.unchanged) -\(result.removed) files"
    if publishing.dryRun {
      DryRunPlan.print(result, plan)
    } else {
      console.note(
        "\(settings.output): \(counts.pages) pages of \(counts.services) services, "
          + "\(counts.deployments) deployments, \(counts.jobs) jobs; \(plan), "
          + "\(result.bytesWritten) bytes written")
      if !console.isQuiet { print("\(settings.output)/index.html") }
    }
  }
}
