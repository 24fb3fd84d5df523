import ArgumentParser
import Foundation
import Metrics
import Model
import Rendering
import Site

extension NoDataPolicy: ExpressibleByArgument {}

struct GateCommand: ParsableCommand, ConfiguredCommand {
  static let configuration = CommandConfiguration(
    commandName: "gate",
    abstract: "Hold a figure against a limit or against the window before.",
    discussion: """
      Prints a Markdown summary. Exits with 3 if the figure is beyond the limit with its whole 95 %
      interval; if only the value is, it may be chance: that is a warning, and exit 0. --against-previous
      compares with as many days before: a share has become worse by the rule of failures.html (Fisher's
      exact test, at least 3 failures, at least 5 points or twice the rate), anything else if the two
      intervals lie apart. Without a figure, every gate of the configuration's 'gates' is held.

      Examples:
        rollbook gate change_failure_rate api --max 15% --window 90d
        rollbook gate run_time api --max 20m --on-no-data pass
        rollbook gate deployment_frequency api --min 0.5 >> "$GITHUB_STEP_SUMMARY"
        rollbook gate -c rollbook.yml
      """)

  @Argument(
    help:
      "The figure, as 'rollbook explain --help' names them; without it, all gates of the configuration."
  )
  var metric: Metric?

  @Argument(help: "The service; without it, all of them.")
  var service: String?

  @Option(help: ArgumentHelp("The highest good value: 15%, 0.15, 30m.", valueName: "limit"))
  var max: GateLimit?

  @Option(help: ArgumentHelp("The lowest good value.", valueName: "limit"))
  var min: GateLimit?

  @Flag(help: "Compare with as many days before.")
  var againstPrevious = false

  @Option(help: "What to do where there is no value: pass or fail; else fail.")
  var onNoData: NoDataPolicy?

  @OptionGroup var figure: FigureOptions
  @OptionGroup var query: QueryOptions
  @OptionGroup var archiveOptions: ArchiveOptions
  @OptionGroup var consoleOptions: ConsoleOptions

  func validate() throws {
    let count = (max == nil ? 0 : 1) + (min == nil ? 0 : 1) + (againstPrevious ? 1 : 0)
    if metric == nil {
      guard count == 0, onNoData == nil, figure.isIdle else {
        throw ValidationError("these options are about one figure; name it first")
      }
    } else if count != 1 {
      throw ValidationError("say one of --max, --min and --against-previous")
    }
  }

  func run() throws {
    // What is wrong with the command line fails before anything is read.
    let asked = try metric.map { metric in
      try GateRule(
        figure.request(metric, service: service), max: max, min: min,
        againstPrevious: againstPrevious, onNoData: onNoData ?? .fail)
    }
    let archive = try QueryArchive(
      archiveOptions, asOf: query.asOf, console: consoleOptions.console, countsDays: true)
    let rules = try asked.map { [$0] } ?? configured(archive.settings)
    let outcomes = try archive.read { reader in
      let site = try SiteQuery(reader, archive.options)
      return try rules.map { rule in
        guard let outcome = try rule.outcome(site) else {
          throw UnknownID.service(rule.request.service ?? "", among: try site.serviceNames())
        }
        return outcome
      }
    }
    try show(outcomes, isList: asked == nil)
    try judge(zip(rules, outcomes).compactMap { $0.message($1) })
  }

  private func configured(_ settings: Configuration) throws -> [GateRule] {
    guard !settings.gates.isEmpty else {
      throw Failure(
        .usage,
        "which figure? Name one ('rollbook gate change_failure_rate --max 15%'), or list "
          + "'gates' in the configuration")
    }
    return settings.gates
  }

  private func show(_ outcomes: [GateOutcome], isList: Bool) throws {
    if query.json {
      if isList { return try RecordSheet.printJSON(GateList(gates: outcomes), nil) }
      for outcome in outcomes { try RecordSheet.printJSON(outcome, nil) }
      return
    }
    for (i, outcome) in outcomes.enumerated() {
      if i > 0 { print("") }
      for line in GateSummary(outcome: outcome).lines { print(line) }
    }
  }

  private func judge(_ messages: [(text: String, isFailure: Bool)]) throws {
    for message in messages where !message.isFailure {
      consoleOptions.console.warning(message.text)
    }
    let failures = messages.filter(\.isFailure).map(\.text)
    if !failures.isEmpty { throw Failure(.refused, failures) }
  }
}
