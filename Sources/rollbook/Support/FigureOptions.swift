import ArgumentParser
import Metrics
import Model
import Site

extension Metric: ExpressibleByArgument {}
extension Convention: ExpressibleByArgument {}

/// A window as it is written: `30d` or `all`.
enum WindowOption: ExpressibleByArgument, Equatable {
  case days(Int)
  case all

  var span: ExplanationRequest.Span {
    switch self {
    case .days(let count): .last(count)
    case .all: .all
    }
  }

  init?(argument: String) {
    if argument == "all" {
      self = .all
      return
    }
    guard argument.hasSuffix("d"), let count = Int(argument.dropLast()), (1...36_500) ~= count
    else { return nil }
    self = .days(count)
  }
}

/// Which figure: of what, where, and over which days.
struct FigureOptions: ParsableArguments {
  @Option(
    name: [.customLong("environment"), .customLong("env")],
    help: ArgumentHelp("Only deployments to this environment.", valueName: "name"))
  var environment: String?

  @Option(
    help: ArgumentHelp(
      "The last complete days: 30d, or 'all'. Without it 30d for jobs and deployment_frequency, else "
        + "90d; change_failure_rate and rollback_rate end 7 days earlier.", valueName: "days"))
  var window: WindowOption?

  @Option(help: ArgumentHelp("From this local day on, instead of a window.", valueName: "day"))
  var since: String?

  @Option(help: ArgumentHelp("Up to the end of this local day.", valueName: "day"))
  var until: String?

  @Option(
    help:
      "By whose rules a change has failed: \(Convention.allCases.map(\.rawValue).joined(separator: ", "))."
  )
  var convention = Convention.rollbook

  /// Whether none of them was given.
  var isIdle: Bool {
    environment == nil && window == nil && since == nil && until == nil && convention == .rollbook
  }

  func request(_ metric: Metric, service: String?) throws -> ExplanationRequest {
    if metric.isOfJobs, let environment {
      throw Failure(
        .usage, "--environment \(environment): jobs have no environment; leave it out")
    }
    if convention != .rollbook, metric != .changeFailureRate {
      throw Failure(
        .usage, "--convention \(convention.rawValue) is about change_failure_rate alone")
    }
    return ExplanationRequest(
      metric, service: service.map { Text($0) }, environment: environment.map { Text($0) },
      span: try span(), convention: convention)
  }

  private func span() throws -> ExplanationRequest.Span? {
    if let days = try DayRange.days(since: since, until: until) {
      guard window == nil else {
        throw Failure(.usage, "--window and --since or --until exclude each other")
      }
      return .days(days)
    }
    return window?.span
  }
}
