import Archiving
import ArgumentParser
import Foundation
import Importing
import Metrics
import Model
import Publishing
import Rendering
import Site

extension PublishMode: ExpressibleByArgument {}
extension PublishSync: ExpressibleByArgument {}

struct BuildCommand: ParsableCommand, ConfiguredCommand {
  static let configuration = CommandConfiguration(
    commandName: "build",
    abstract: "Import sources, compute the figures and publish the site.",
    discussion: """
      Without a source, those of the configuration are used. Without --archive and without a
      configuration, the records live in a temporary archive for this one build. The folder of the
      site is replaced in one step: readers see the old site or the new one. What overrides.yml beside
      the configuration says is right goes before what records say; it changes none of them.

      Examples:
        rollbook build records.ndjson -o public
        rollbook build --max-defects 20 --max-defects clock-skew=0
        rollbook build --dry-run --json | jq -r '.paths[].path'
        rollbook build --strict --verbose --template-metrics
        rollbook build -o /srv/www/reports --as-of 2026-11-01 --report report.json
        rollbook build --gzip --metrics /var/lib/node_exporter/rollbook.prom
        15 2 * * *  cd /srv/rollbook && rollbook build --quiet      (a crontab line)
      """)

  @Argument(
    help: ArgumentHelp(
      "Files, folders or glob patterns; '-' is standard input.", valueName: "source"))
  var sources: [String] = []

  @OptionGroup var archiveOptions: ArchiveOptions

  @Option(name: .shortAndLong, help: ArgumentHelp("The site's folder.", valueName: "dir"))
  var output: String?

  @Option(
    help: ArgumentHelp(
      "A folder of templates that replace the built-in ones, file by file.", valueName: "dir"))
  var templates: String?

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp(
      "Where the site will be served; only the page for unknown addresses needs it.",
      valueName: "url"))
  var baseURL: String?

  @Option(
    help: ArgumentHelp(
      "The date of the report: 2026-11-01 or a time; else SOURCE_DATE_EPOCH, else now.",
      valueName: "t"))
  var asOf: String?

  @Option(
    help: ArgumentHelp(
      "Jobs with a page: those whose month ended less than so many days ago, 'all' or 'none'.",
      valueName: "days"))
  var jobPages: String?

  @OptionGroup var reading: ReadingOptions

  @Option(help: "How the new site takes its place: auto, exchange or in-place.")
  var publish = PublishMode.auto

  @Option(help: "How it is brought to the disk before: fs, each or none.")
  var sync = PublishSync.fs

  @Option(
    help: ArgumentHelp(
      "Wait so long for another run to end before giving up.", valueName: "seconds"))
  var wait = 0.0

  @Flag(
    inversion: .prefixedNo,
    help: "Write a packed twin beside each file, for web servers that send it as it is.")
  var gzip: Bool?

  @Flag(help: "Publish even if half of the records or services are gone.")
  var allowShrink = false

  @Flag(help: "Replace files of others that stand where the site has a file.")
  var force = false

  @Flag(name: [.customShort("n"), .long], help: "Say what would change, and write nothing.")
  var dryRun = false

  @Option(
    help: ArgumentHelp(
      "Publish nothing and exit with 3 if the data-quality ledger has more defects than n, or more "
        + "of one code: 20, clock-skew=0. Repeatable; 'rollbook doctor' names the codes.",
      valueName: "n|code=n"))
  var maxDefects: [String] = []

  @Flag(
    help: ArgumentHelp(
      "Exit with 2 if a source had bad records; the site is published all the same. If a link leads "
        + "nowhere, or a page is over its budget, nothing is."))
  var strict = false

  @Flag(name: .shortAndLong, help: "Say how large the pages are, by kind.")
  var verbose = false

  @Flag(help: "With --dry-run: print what would change as JSON, with every path.")
  var json = false

  @Flag(help: "Say how long the pages of each template took.")
  var templateMetrics = false

  @Option(help: ArgumentHelp("Write what the run did as JSON.", valueName: "file"))
  var report: String?

  @Option(
    help: ArgumentHelp(
      "Write how the run went, and the key figures, for Prometheus (node_exporter's textfile "
        + "collector).", valueName: "file"))
  var metrics: String?

  @OptionGroup var consoleOptions: ConsoleOptions

  func validate() throws {
    guard dryRun || !json else { throw ValidationError("--json goes with --dry-run") }
  }

  func run() throws {
    let environment = ProcessInfo.processInfo.environment
    var settings = try Configuration.load(archiveOptions.config, environment: environment)
    settings.archive = archiveOptions.archive ?? settings.archive
    settings.output = output ?? settings.output
    settings.templates = templates ?? settings.templates
    settings.baseURL = baseURL ?? settings.baseURL
    settings.gzip = gzip ?? settings.gzip
    if let jobPages { settings.jobPages = try Configuration.jobPages(jobPages, "--job-pages") }
    settings.maxDefects = try DefectLimits(maxDefects, at: "--max-defects").over(
      settings.maxDefects)
    let zone = try settings.zone()
    let date = try AsOf.date(option: asOf, environment: environment, zone: zone)
    var run = BuildRun(
      settings: settings, zone: zone, date: date, console: consoleOptions.console,
      publishing: PublishOptions(
        mode: publish, sync: sync, dryRun: dryRun, force: force, lockWaitSeconds: wait,
        listLimit: json || verbose ? .max : 20),
      reading: reading, allowShrink: allowShrink)
    run.isStrict = strict
    run.isVerbose = verbose
    run.printsJSON = json
    run.measuresTemplates = templateMetrics
    do {
      guard !sources.isEmpty || !settings.sources.isEmpty || settings.archive != nil else {
        throw Failure(
          .usage,
          "nothing to build from: name a source (rollbook build records.ndjson), or make a folder "
            + "with 'rollbook init'")
      }
      try run.build(from: sources)
    } catch {
      let code = Failure(error)?.code.rawValue ?? ExitStatus.bug.rawValue
      if let report { try run.report.write(to: report, exit: code) }
      try writeMetrics(of: run, exit: code)
      throw error
    }
    let hasProblems = strict && run.report.inputs.contains { $0.quarantined > 0 }
    let code = hasProblems ? ExitStatus.problems.rawValue : 0
    if let report { try run.report.write(to: report, exit: code) }
    try writeMetrics(of: run, exit: code)
    if hasProblems { throw ExitCode(code) }
  }

  /// A dry run writes nothing.
  private func writeMetrics(of run: BuildRun, exit: Int32) throws {
    guard !dryRun, let path = metrics ?? run.settings.metrics else { return }
    try MetricsFile(path: path).write(run.report, exit: exit, now: .systemClock)
  }
}
