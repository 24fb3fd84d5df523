import Model

/// Tells production from staging by an environment's name.
package struct EnvironmentClasses: Sendable, Equatable {
  package enum Kind: Sendable, Equatable {
    case production, staging
    /// Known to be neither: development, tests, previews.
    case other
    /// Nobody said what it is; it is not taken for production.
    case unknown
  }

  /// Names the user has assigned, in lower case.
  private var names: [String: Kind] = [:]

  package static let standard = EnvironmentClasses()

  package init() {}

  /// - Parameters: names as the sources write them; case does not matter.
  package init(production: [String], staging: [String], other: [String]) {
    for name in other { names[name.asciiLowercased] = .other }
    for name in staging { names[name.asciiLowercased] = .staging }
    for name in production { names[name.asciiLowercased] = .production }
  }

  /// The user's own names with their classes, in byte order: changes whenever a class may.
  var text: String {
    names.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
      .map { "\($0.key)=\($0.value)" }.joined(separator: ",")
  }

  /// The user's own names first, then words that the name contains.
  package func kind(of name: String) -> Kind {
    let name = name.asciiLowercased
    if let kind = names[name] { return kind }
    let words = Set(name.split { !($0.isASCII && ($0.isLetter || $0.isNumber)) }.map(String.init))
    func has(_ known: [String]) -> Bool { known.contains { words.contains($0) } }
    let isStaging =
      ["stag", "uat", "preprod", "pre-prod", "nonprod", "non-prod"].contains { name.contains($0) }
    if isStaging { return .staging }
    if has(["dev", "development", "test", "testing", "qa", "review", "preview", "sandbox", "local"])
      || name.hasPrefix("review/") || name.hasPrefix("pr-")
    {
      return .other
    }
    let isProduction = words.contains { word in
      ["prod", "prd", "production", "live"].contains { word.isNumbered($0) }
    }
    return isProduction ? .production : .unknown
  }
}

extension String {
  /// Whether this is `word`, or `word` with a number behind it: `prod2`.
  fileprivate func isNumbered(_ word: String) -> Bool {
    hasPrefix(word) && dropFirst(word.count).allSatisfy { $0.isASCII && $0.isNumber }
  }
}
