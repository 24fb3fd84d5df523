import GRDB
import Model

/// The corrections in force as readers and the derivation ask for them, read once.
final class CorrectionLayer {
  private let database: Database
  private let names: NameTable
  private var byID: [Correction.Kind: [Text: Correction]]?
  private var canonical: [Int64: Int64]?

  init(_ database: Database, _ names: NameTable) {
    self.database = database
    self.names = names
  }

  /// The correction of a deployment, a job or a service; nil without one.
  func correction(_ kind: Correction.Kind, _ id: Text) throws -> Correction? {
    try all()[kind]?[id]
  }

  /// Whether any job, or any deployment, is in no figure.
  func excludesAny(_ kind: Correction.Kind) throws -> Bool {
    try all()[kind]?.values.contains { $0.isExcluded } ?? false
  }

  private func all() throws -> [Correction.Kind: [Text: Correction]] {
    if let byID { return byID }
    var result: [Correction.Kind: [Text: Correction]] = [:]
    for correction in try CorrectionTable(database: database).all() {
      result[correction.kind, default: [:]][correction.subject] = correction
    }
    byID = result
    return result
  }

  // MARK: - Services that count as others

  /// By the number of an alias, that of the service it counts as.
  private func aliases() throws -> [Int64: Int64] {
    if let canonical { return canonical }
    var result: [Int64: Int64] = [:]
    for (name, correction) in try all()[.service] ?? [:] {
      guard let target = correction.aliasOf, let alias = try names.existingNumber(of: name),
        let service = try names.existingNumber(of: target)
      else { continue }
      result[alias] = service
    }
    canonical = result
    return result
  }

  /// The service that a recorded one counts as: mostly itself. 0 is no service, and stays.
  func counted(_ service: Int64) throws -> Int64 { try aliases()[service] ?? service }

  /// All that count as another.
  func aliasNumbers() throws -> [Int64] { try aliases().keys.sorted() }

  func isAlias(_ service: Int64) throws -> Bool { try aliases()[service] != nil }

  /// The recorded services that count as the same one as `service`, that one first.
  func members(of service: Int64) throws -> [Int64] {
    let aliases = try aliases()
    let counted = aliases[service] ?? service
    return [counted] + aliases.filter { $0.value == counted }.map(\.key).sorted()
  }

  /// The right side of a comparison of a column with a service, `parameter` in all but a few cases.
  func match(_ service: Int64, _ parameter: String = "?1") throws -> String {
    let members = try members(of: service)
    guard members.count > 1 else { return "= \(parameter)" }
    return "IN (\(members.map(String.init).joined(separator: ", ")))"
  }

  /// A condition that two columns with services count as the same one.
  func isSame(_ a: String, _ b: String) throws -> String {
    let groups = try Set(aliases().values).sorted().map { service in
      let members = try members(of: service).map(String.init).joined(separator: ", ")
      return "(\(a) IN (\(members)) AND \(b) IN (\(members)))"
    }
    return "(" + (["\(a) = \(b)"] + groups).joined(separator: " OR ") + ")"
  }
}
