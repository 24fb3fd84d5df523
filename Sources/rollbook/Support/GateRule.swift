import Metrics
import Model
import Site
import Yams

/// What a gate does where there is no value.
enum NoDataPolicy: String, CaseIterable {
  case pass, fail
}

/// One figure, and what it is held against.
struct GateRule {
  enum Limit {
    /// A fixed value, as it was written.
    case fixed(Gate, GateLimit)
    /// As many days before.
    case previous
  }

  let request: ExplanationRequest
  let limit: Limit
  let onNoData: NoDataPolicy

  /// - Throws: `Failure` if not exactly one limit is said, or one of another unit than the metric's.
  init(
    _ request: ExplanationRequest, max: GateLimit?, min: GateLimit?, againstPrevious: Bool,
    onNoData: NoDataPolicy
  ) throws {
    self.request = request
    self.onNoData = onNoData
    switch (max, min, againstPrevious) {
    case (let max?, nil, false):
      limit = .fixed(Gate(.atMost, try max.value(for: request.metric)), max)
    case (nil, let min?, false):
      limit = .fixed(Gate(.atLeast, try min.value(for: request.metric)), min)
    case (nil, nil, true): limit = .previous
    default: throw Failure(.usage, "say one of a highest value, a lowest one and the window before")
    }
  }

  /// The outcome. Nil if there is no service of that name.
  func outcome(_ site: SiteQuery) throws -> GateOutcome? {
    guard let now = try site.explain(request) else { return nil }
    if case .fixed(let gate, let text) = limit {
      return GateOutcome(
        now: now, limit: text.text, isMaximum: gate.side == .atMost, verdict: gate.verdict(now))
    }
    guard let window = now.window else {
      throw Failure(
        .usage,
        "a comparison with the window before needs a window; there is nothing before all time")
    }
    var earlier = request
    earlier.span = .days(window.previous.days)
    guard let before = try site.explain(earlier) else { preconditionFailure("known just before") }
    return GateOutcome(now: now, before: before)
  }

  /// What is to be said on standard error: a warning, or why the gate fails; nil for nothing.
  func message(_ outcome: GateOutcome) -> (text: String, isFailure: Bool)? {
    let metric = request.metric.rawValue
    let name = request.service.map { "\(metric) of \($0)" } ?? metric
    switch outcome.verdict {
    case .passed: return nil
    case .warned:
      return (
        "\(name): \(outcome.now.valueText ?? "") is beyond \(outcome.limit), but it may be chance: the "
          + "interval reaches back to it", false
      )
    case .noData where onNoData == .pass:
      return ("\(name): \(outcome.now.note ?? "no value"); passed all the same", false)
    case .failed, .noData:
      let value = outcome.now.valueText ?? outcome.now.note ?? "no value"
      let records = "rollbook explain \(metric)\(request.service.map { " \($0)" } ?? "")"
      return (
        "\(name): \(value); the limit is \(outcome.limit). '\(records)' shows the records", true
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

/// One entry of `gates:` in the configuration.
extension GateRule {
  private static let keys = [
    "metric", "service", "environment", "window", "max", "min", "against_previous", "on_no_data",
  ]

  /// - Parameter file: the configuration, for messages.
  init(_ node: Node, at file: String) throws {
    func fail(_ node: Node?, _ message: String) -> Failure {
      let mark = node?.mark
      return Failure(
        .usage, "\(file):\(mark?.line ?? 1):\(mark?.column ?? 1): error: \(message)")
    }
    guard let members = node.mapping else {
      throw fail(node, "a gate is a list of keys and values, 'metric' and 'max' among them")
    }
    for (key, _) in members where !GateRule.keys.contains(key.string ?? "") {
      let hint = nearestName(to: key.string ?? "", among: GateRule.keys)
      throw fail(
        key,
        "a gate has no key '\(key.string ?? "")'" + (hint.map { "; did you mean '\($0)'?" } ?? ""))
    }
    func value<Value>(_ key: String, _ example: String, _ make: (String) -> Value?) throws -> Value?
    {
      guard let node = members[key] else { return nil }
      guard let text = node.string, let value = make(text) else {
        throw fail(node, "'\(key)' is \(example)")
      }
      return value
    }
    let names = Metric.allCases.map(\.rawValue).joined(separator: ", ")
    guard let metric = try value("metric", "one of \(names)", { Metric(rawValue: $0) }) else {
      throw fail(node, "a gate needs a 'metric': one of \(names)")
    }
    let window = try value("window", "a number of days such as 30d, or 'all'") {
      WindowOption(argument: $0)
    }
    let environment = try value("environment", "a name") { Text($0) }
    if metric.isOfJobs, environment != nil {
      throw fail(members["environment"], "jobs have no environment; leave 'environment' out")
    }
    let limit = "a limit such as 15%, 0.5 or 30m"
    do {
      try self.init(
        ExplanationRequest(
          metric, service: try value("service", "a name") { Text($0) }, environment: environment,
          span: window?.span),
        max: try value("max", limit) { GateLimit(argument: $0) },
        min: try value("min", limit) { GateLimit(argument: $0) },
        againstPrevious: try value("against_previous", "true or false") {
          ["true": true, "false": false][$0]
        } ?? false,
        onNoData: try value("on_no_data", "pass or fail") { NoDataPolicy(rawValue: $0) } ?? .fail)
    } catch let failure as Failure where !failure.messages.contains(where: { $0.hasPrefix(file) }) {
      throw fail(node, failure.messages.joined(separator: "; "))
    }
  }
}
