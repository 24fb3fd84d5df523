/// Which values may stand in the URL of a link, and where in it.
extension TemplateCompiler {
  /// Plans a URL that holds at least one token; nil after adding an error. `isData`: the address comes
  /// from a record as a whole.
  mutating func planURL(
    _ url: [UInt8], escape: (ArraySlice<UInt8>) -> [UInt8]
  ) -> (plan: URLPlan, isData: Bool)? {
    var before: ArraySlice<UInt8> = []
    var after: ArraySlice<UInt8> = []
    var found: Int?
    for part in marked.parts(of: url[...]) {
      switch part {
      case .bytes(let bytes):
        if found == nil { before = bytes } else { after = bytes }
      case .tag(let number):
        if found != nil || tags[number].tag.kind != .value {
          fail(number, "a URL may hold one value and nothing else of the template language")
          if let found { _ = use(found) }
          return nil
        }
        found = number
      }
    }
    guard let number = found, let kind = tags[number].kind else { return nil }
    guard let reference = use(number) else { return nil }
    if let problem = urlProblem(kind, tags[number].tag.name, before, after) {
      fail(number, problem)
      return nil
    }
    let plan = URLPlan(
      reference: reference, before: escape(before), after: escape(after),
      isSegment: !before.isEmpty)
    if case .url = kind { return (plan, true) }
    return (plan, false)
  }

  private func urlProblem(
    _ kind: FieldKind, _ name: String, _ before: ArraySlice<UInt8>, _ after: ArraySlice<UInt8>
  ) -> String? {
    guard before.isEmpty else {
      switch kind {
      case .text, .id, .word, .integer, .day, .number, .fixed: break
      default: return "'\(name)' can't be a part of a URL"
      }
      return TemplateCompiler.isTrustedPrefix(before)
        ? nil
        : "the text before a value in a URL must be a path, or http(s) up to the '/' after the host"
    }
    switch kind {
    case .link:
      return after.isEmpty || after.first == 0x23
        ? nil : "only '#' and a name may follow '{{\(name)}}' in a URL"
    case .url:
      return after.isEmpty ? nil : "nothing may follow '{{\(name)}}' in a URL"
    default:
      return "'\(name)' is no link; only fields of the kinds link and url may be a whole URL"
    }
  }

  /// A relative path, or `http://host/`, `https://host/`, after which a percent-encoded value can only
  /// name something below.
  private static func isTrustedPrefix(_ prefix: ArraySlice<UInt8>) -> Bool {
    let text = String(decoding: prefix, as: UTF8.self).lowercased()
    for scheme in ["https://", "http://"] where text.hasPrefix(scheme) {
      let rest = text.dropFirst(scheme.count)
      guard let end = rest.firstIndex(where: { "/?#".contains($0) }) else { return false }
      return end > rest.startIndex && !rest[..<end].contains("\\") && !rest[..<end].contains("&")
    }
    let head = text.prefix { !"/?#".contains($0) }
    return !text.hasPrefix("//") && !text.hasPrefix("\\") && !head.contains(":")
      && !head.contains("&") && !head.contains("\\") && text.utf8.allSatisfy { $0 > 0x20 }
  }
}
