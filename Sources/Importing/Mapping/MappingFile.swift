import Model
import Yams

/// Reads mapping files, and collects all that is wrong with one before it gives up.
struct MappingFile {
  let path: String
  /// Names of keys at the top that somebody else reads.
  var extraKeys: [String] = []
  private var errors: [MappingError] = []

  init(path: String) {
    self.path = path
  }

  static let settingKeys = [
    "through", "max_age", "naive_tz", "service", "environments", "records", "preset",
  ]
  static let mapKeys = [
    "kind", "preset", "service", "table", "view", "query", "where", "fields", "status",
  ]

  // MARK: - Errors

  mutating func fail(_ message: String, at node: Node, offset: Int = 0) {
    let mark = node.mark
    let quote = node.scalar.map { $0.style == .doubleQuoted || $0.style == .singleQuoted } ?? false
    fail(
      message, line: mark?.line ?? 1,
      column: (mark?.column ?? 1) + offset + (quote && offset > 0 ? 1 : 0))
  }

  private mutating func fail(_ message: String, line: Int, column: Int) {
    errors.append(MappingError(path: path, line: line, column: column, message: message))
  }

  /// `; did you mean 'fields'?`, or nothing.
  static func hint(_ name: String, _ candidates: [String]) -> String {
    nearestName(to: name, among: candidates).map { "; did you mean '\($0)'?" } ?? ""
  }

  mutating func failUnknown(_ what: String, _ node: Node, among names: [String]) {
    let name = node.string ?? ""
    fail(
      "unknown \(what) \(quoted(name.utf8))" + MappingFile.hint(name, names), at: node)
  }

  // MARK: - The whole

  mutating func compose(_ yaml: String) throws(MappingErrors) -> Node {
    if let node = try composeIfAny(yaml) { return node }
    fail("the file is empty", line: 1, column: 1)
    throw mistakes
  }

  /// Nil for an empty file.
  mutating func composeIfAny(_ yaml: String) throws(MappingErrors) -> Node? {
    do {
      return try Yams.compose(yaml: yaml)
    } catch let error as YamlError {
      fail(error)
    } catch {
      fail("not YAML: \(error)", line: 1, column: 1)
    }
    throw mistakes
  }

  /// Everything wrong so far, by place.
  var mistakes: MappingErrors { MappingErrors(errors: errors.sorted { $0.isBefore($1) }) }

  private mutating func fail(_ error: YamlError) {
    switch error {
    case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
      .composer(_, let problem, let mark, _):
      fail("not YAML: \(problem)", line: mark.line, column: mark.column)
    case .duplicatedKeysInMapping(let duplicates, let context):
      let names = duplicates.map { quoted($0.utf8) }.joined(separator: ", ")
      fail(
        "\(names) stands there twice", line: context.mark.line, column: context.mark.column)
    default: fail("not YAML: \(error)", line: 1, column: 1)
    }
  }

  mutating func mapping(of node: Node, hash: String) throws(MappingErrors) -> Mapping {
    let keys = MappingFile.settingKeys + MappingFile.mapKeys + ["maps"]
    let entries = self.entries(of: node, keys, alsoAllowed: extraKeys)
    let settings = settings(of: entries)
    let maps = maps(of: entries, settings)
    if !errors.isEmpty { throw mistakes }
    return Mapping(path: path, hash: hash, settings: settings, maps: maps)
  }

  /// Keys and values of a YAML mapping by the names of the keys; unknown ones are mistakes.
  mutating func entries(
    of node: Node, _ keys: [String], alsoAllowed: [String] = []
  ) -> [String: MappingEntry] {
    guard let pairs = node.mapping else {
      fail("expected keys and values such as 'kind: jobs'", at: node)
      return [:]
    }
    var result: [String: MappingEntry] = [:]
    for (key, value) in pairs {
      let name = key.string ?? ""
      if keys.contains(name) {
        result[name] = MappingEntry(key: key, value: value)
      } else if !alsoAllowed.contains(name) {
        failUnknown("key", key, among: keys + alsoAllowed)
      }
    }
    return result
  }

  private mutating func maps(
    of entries: [String: MappingEntry], _ settings: MappingSettings
  ) -> [RecordMap] {
    guard let list = entries["maps"] else {
      let own = ["kind", "where", "fields", "status"]
      return own.contains { entries[$0] != nil } ? [map(of: entries, settings)] : []
    }
    for name in ["kind", "where", "fields", "status", "preset"] {
      if let entry = entries[name] {
        fail("beside 'maps', '\(name)' belongs into the entries of 'maps'", at: entry.key)
      }
    }
    guard let nodes = list.value.sequence else {
      fail("'maps' is a list of mappings, each with 'kind' and 'fields'", at: list.value)
      return []
    }
    return nodes.map { node in
      var inner = self.entries(of: node, MappingFile.mapKeys)
      if inner["table"] == nil, inner["view"] == nil, inner["query"] == nil {
        for name in ["table", "view", "query"] { inner[name] = entries[name] }
      }
      if inner["kind"] == nil, inner["preset"] == nil, node.mapping != nil {
        fail("an entry of 'maps' needs a 'kind': jobs, deployments, commits or incidents", at: node)
        return RecordMap()
      }
      return map(of: inner, settings)
    }
  }
}

/// A key of a YAML mapping with its value.
struct MappingEntry {
  let key: Node
  let value: Node
}

extension MappingError {
  fileprivate func isBefore(_ other: MappingError) -> Bool {
    (line, column) < (other.line, other.column)
  }
}
