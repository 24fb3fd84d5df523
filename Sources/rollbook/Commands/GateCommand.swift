import ArgumentParser
import Foundation
import Metrics
import Model
import Rendering
import Site

/// What a gate does where there is no value.
enum NoDataPolicy: String, CaseIterable, ExpressibleByArgument {
  case pass, fail
}

struct GateCommand: ParsableCommand, ConfiguredCommand {
  static let configuration = CommandConfiguration(
    commandName: "gate",
    abstract: "Hold a figure against a limit or against the window before.",
    discussion: """
      Prints a Markdown summary. Exits with 3 if the figure is beyond the limit with its whole 95 %
      interval; if only the value is, it may be chance: that is a warning, and exit 0. --against-previous
      compares with as many days before: a share has become worse by the rule of failures.html (Fisher's
      exact test, at least 3 failures, at least 5 points or twice the rate), anything else if the two
      intervals lie apart.

      Examples:
        rollbook gate change_failure_rate api --max 15% --window 90d
        rollbook gate run_time api --max 20m --on-no-data pass
        rollbook gate deployment_frequency api --min 0.5 >> "$GITHUB_STEP_SUMMARY"
      """)

  @Argument(help: "The figure, as 'rollbook explain --help' names them.")
  var metric: Metric

  @Argument(help: "The service; without it, all of them.")
  var service: String?

  @Option(help: ArgumentHelp("The highest good value: 15%, 0.15, 30m.", valueName: "limit"))
  var max: GateLimit?

  @Option(help: ArgumentHelp("The lowest good value.", valueName: "limit"))
  var min: GateLimit?

  @Flag(help: "Compare with as many days before.")
  var againstPrevious = false

  @Option(help: "What to do where there is no value: pass or fail.")
  var onNoData = NoDataPolicy.fail

  @OptionGroup var figure: FigureOptions
  @OptionGroup var query: QueryOptions
  @OptionGroup var archiveOptions: ArchiveOptions
  @OptionGroup var consoleOptions: ConsoleOptions

  func validate() throws {
    let count = (max == nil ? 0 : 1) + (min == nil ? 0 : 1) + (againstPrevious ? 1 : 0)
    guard count == 1 else {
      throw ValidationError("say one of --max, --min and --against-previous")
    }
  }

  func run() throws {
    let request = try figure.request(metric, service: service)
    let gate = try gate()
    let archive = try QueryArchive(
      archiveOptions, asOf: query.asOf, console: consoleOptions.console, countsDays: true)
    let outcome = try archive.read { reader in
      let site = try SiteQuery(reader, archive.options)
      guard let now = try site.explain(request) else {
        throw UnknownID.service(Text(service ?? ""), among: try site.serviceNames())
      }
      return try hold(now, gate, site, request)
    }
    if query.json {
      try RecordSheet.printJSON(outcome, nil)
    } else {
      for line in GateSummary(outcome: outcome).lines { print(line) }
    }
    try end(with: outcome)
  }

  private func gate() throws -> Gate? {
    if let max { return Gate(.atMost, try max.value(for: metric)) }
    return try min.map { Gate(.atLeast, try $0.value(for: metric)) }
  }

  private func hold(
    _ now: Explanation, _ gate: Gate?, _ site: SiteQuery, _ request: ExplanationRequest
  ) throws -> GateOutcome {
    if let gate {
      return GateOutcome(
        now: now, limit: (max ?? min)?.text ?? "", isMaximum: gate.side == .atMost,
        verdict: gate.verdict(now))
    }
    guard let window = now.window else {
      throw Failure(.usage, "--against-previous needs a window; there is nothing before all time")
    }
    var earlier = request
    earlier.span = .days(window.previous.days)
    guard let before = try site.explain(earlier) else { preconditionFailure("known just before") }
    return GateOutcome(now: now, before: before)
  }

  private func end(with outcome: GateOutcome) throws {
    let name = metric.rawValue
    switch outcome.verdict {
    case .passed: return
    case .warned:
      consoleOptions.console.warning(
        "\(name): \(outcome.now.valueText ?? "") is beyond \(outcome.limit), but it may be chance: the "
          + "interval reaches back to it")
    case .noData where onNoData == .pass:
      consoleOptions.console.warning(
        "\(name): \(outcome.now.note ?? "no value"); passed all the same")
    case .failed, .noData:
      let value = outcome.now.valueText ?? outcome.now.note ?? "no value"
      let records = "rollbook explain \(name)\(service.map { " \($0)" } ?? "")"
      throw Failure(
        .refused, "\(name): \(value); the limit is \(outcome.limit). '\(records)' shows the records"
      )
    }
  }
}

extension Gate {
  /// The verdict on an explained figure.
  func verdict(_ figure: Explanation) -> GateVerdict {
    verdict(
      value: figure.value, low: figure.interval?.lowerBound ?? figure.low,
      high: figure.interval?.upperBound)
  }
}
