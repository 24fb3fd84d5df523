import ArgumentParser
import Metrics

/// A limit as it is written: `15%`, `0.15`, `90s`, `30m`, `2h`, `1d`.
struct GateLimit: ExpressibleByArgument, Equatable {
  enum Kind { case share, number, seconds }

  let text: String
  let kind: Kind
  /// A share from 0 to 1, a number, or seconds.
  let value: Double

  init?(argument: String) {
    text = argument
    let units: [Character: (Kind, Double)] = [
      "%": (.share, 0.01), "s": (.seconds, 1), "m": (.seconds, 60), "h": (.seconds, 3600),
      "d": (.seconds, 86_400),
    ]
    let unit = argument.last.flatMap { units[$0] }
    let digits = unit == nil ? argument : String(argument.dropLast())
    guard let first = digits.utf8.first, 0x30...0x39 ~= first, let number = Double(digits),
      number.isFinite
    else { return nil }
    kind = unit?.0 ?? .number
    value = number * (unit?.1 ?? 1)
  }

  /// The limit in the metric's unit, or what is wrong with it.
  func value(for metric: Metric) throws -> Double {
    switch metric.unit {
    case .share where kind != .seconds && value <= 1: return value
    case .perDay where kind == .number: return value
    case .seconds where kind != .share: return value
    default:
      let example =
        switch metric.unit {
        case .share: "a share such as 15% or 0.15"
        case .perDay: "a number per day such as 0.5"
        case .seconds: "a time such as 90s, 30m, 2h or 1d"
        }
      throw Failure(.usage, "'\(text)': \(metric.rawValue) takes \(example)")
    }
  }
}
