import Model
import Site
import Yams

/// How often the oddities of the data-quality ledger may occur before a build publishes nothing.
struct DefectLimits: Equatable {
  /// Of all codes that mean a defect together; nil: any number.
  private(set) var total: Int?
  private(set) var limits: [FindingCode: Int] = [:]

  init() {}

  /// From the command line: `20`, `clock-skew=0`; the last one for a code counts.
  init(_ specs: [String], at place: String) throws {
    for spec in specs { try add(spec, place) }
  }

  /// From a configuration: as above, or a mapping of codes to numbers.
  init(_ node: Node, at place: String) throws {
    guard let mapping = node.mapping else {
      try add(node.string ?? "", place)
      return
    }
    for (key, value) in mapping { try add("\(key.string ?? "")=\(value.string ?? "")", place) }
  }

  /// These, and of `others` those that these do not say.
  func over(_ others: DefectLimits) -> DefectLimits {
    var result = others
    result.total = total ?? others.total
    result.limits.merge(limits) { $1 }
    return result
  }

  private mutating func add(_ spec: String, _ place: String) throws {
    guard let sign = spec.firstIndex(of: "=") else {
      total = try DefectLimits.number(spec[...], place)
      return
    }
    let word = String(spec[..<sign])
    guard let code = FindingCode(rawValue: word) else {
      let known = FindingCode.allCases.map(\.rawValue)
      let hint =
        nearestName(to: word, among: known).map { "did you mean '\($0)'?" }
        ?? "there are \(known.joined(separator: ", "))"
      throw Failure(.usage, "\(place): error: the ledger has no code '\(word)'; \(hint)")
    }
    limits[code] = try DefectLimits.number(spec[spec.index(after: sign)...], place)
  }

  private static func number(_ text: Substring, _ place: String) throws -> Int {
    guard let number = Int(text), number >= 0 else {
      throw Failure(
        .usage,
        "\(place): error: '\(text)' is no number; write one such as 20, or a code of the ledger with "
          + "one, such as clock-skew=0")
    }
    return number
  }

  // MARK: - What they refuse

  /// One sentence for each limit that a ledger exceeds: that of all together, then by code.
  func excess(of ledger: Ledger) -> [String] {
    var sentences: [String] = []
    let sum = ledger.defects.reduce(0) { $0 + $1.count }
    if let total, sum > total {
      let parts = ledger.defects.map { entry in
        "\(entry.code.rawValue) \(entry.count)"
          + (entry.examples.first.map { ", first \($0)" } ?? "")
      }
      sentences.append(
        "\(sum) defects, at most \(total) are allowed: \(parts.joined(separator: "; "))")
    }
    for code in FindingCode.allCases {
      guard let limit = limits[code], let entry = ledger[code], entry.count > limit else {
        continue
      }
      let examples = entry.examples.isEmpty ? "" : ": " + entry.examples.joined(separator: ", ")
      sentences.append(
        "\(code.rawValue): \(entry.count), at most \(limit) are allowed: \(entry.name)\(examples)")
    }
    return sentences
  }
}
