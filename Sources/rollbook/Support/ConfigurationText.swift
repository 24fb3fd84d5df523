import Metrics
import Redacting
import Site
import Yams

/// What counts of a configuration, and who said so.
struct EffectiveValue {
  let key: String
  /// As a file could say it.
  let value: String
  /// `rollbook.yml:4`, `ROLLBOOK_OUTPUT`, `--output`, `default`.
  let origin: String
}

extension Configuration {
  /// All keys in the order of the scaffold.
  ///
  /// - Parameter flags: the options of the command line that took precedence, by key.
  func effectiveValues(flags: [String: String]) -> [EffectiveValue] {
    Configuration.keys.map { key in
      EffectiveValue(key: key, value: text(of: key), origin: flags[key] ?? origin(of: key))
    }
  }

  private func origin(of key: String) -> String {
    guard let place = said[key]?.place else {
      let isFound = key == "overrides" && overrides == nil && overridesPath != nil
      return isFound ? "default, if the file is there" : "default"
    }
    // The line is enough to find it.
    let parts = place.split(separator: ":")
    return parts.count > 2 ? parts.dropLast().joined(separator: ":") : place
  }

  private func text(of key: String) -> String {
    switch key {
    case "site_name": siteName
    case "time_zone": timeZone
    case "archive": archive ?? "none; the records live for one build"
    case "output": output
    case "gzip": "\(gzip)"
    case "metrics": metrics ?? "none"
    case "templates": templates ?? "none"
    case "logo": logo ?? "none"
    case "favicon": favicon ?? "none"
    case "job_pages": jobPagesText
    case "base_url": baseURL ?? "none"
    case "max_errors": maxErrors.words
    case "budgets": budgets.text
    case "stale_after_days": staleAfterDays.map { "\($0)" } ?? "none"
    case "apply_deletes": "\(appliesDeletes)"
    case "dora_bands": doraEdition.map { "\($0.rawValue)" } ?? "off"
    case "overrides": overridesPath ?? "none"
    case "people": people.rawValue
    case "redaction": redaction.rawValue
    default: said[key].map { Configuration.flow($0.value) } ?? "none"
    }
  }

  private var jobPagesText: String {
    switch jobPages {
    case .all: "all"
    case .none: "none"
    case .days(let days): "\(days)"
    }
  }

  /// A value on one line, as YAML reads it back.
  private static func flow(_ node: Node) -> String {
    switch node {
    case .mapping(let mapping):
      "{" + mapping.map { "\(flow($0.key)): \(flow($0.value))" }.joined(separator: ", ") + "}"
    case .sequence(let sequence): "[" + sequence.map(flow).joined(separator: ", ") + "]"
    case .scalar(let scalar):
      scalar.style == .plain || scalar.style == .any
        ? scalar.string
        : "\"\(scalar.string.replacing("\\", with: "\\\\").replacing("\"", with: "\\\""))\""
    case .alias(let alias): "*\(alias.anchor)"
    }
  }
}

extension Budgets {
  /// As a file would say it.
  fileprivate var text: String {
    func size(_ bytes: Int?) -> String { bytes.map(Budgets.words) ?? "off" }
    return "{page: \(size(page)), assets: \(size(assets))}"
  }
}
