import Model
import Yams

/// The keys that say how objects become records.
extension MappingFile {
  mutating func map(
    of entries: [String: MappingEntry], _ settings: MappingSettings
  ) -> RecordMap {
    var map = RecordMap()
    map.preset = preset(entries)
    if map.preset?.shapes.isEmpty == true { map.preset = nil }
    map.service = text("service", entries)
    map.kind = kind(entries)
    map.table = table(entries)
    if let entry = entries["where"] { map.conditions = conditions(entry.value) }
    if let entry = entries["fields"] { readFields(entry.value, into: &map) }
    if let entry = entries["status"] { readStatus(entry, into: &map) }
    check(map, entries, settings)
    return map
  }

  private mutating func kind(_ entries: [String: MappingEntry]) -> RecordKind? {
    guard let text = text("kind", entries), let node = entries["kind"]?.value else { return nil }
    if let kind = RecordKind.allCases.first(where: { $0.plural == text }) { return kind }
    let names = RecordKind.allCases.map(\.plural)
    fail(
      "'kind' is one of \(names.joined(separator: ", ")), not \(quoted(text.utf8))"
        + MappingFile.hint(text, names), at: node)
    return nil
  }

  mutating func table(_ entries: [String: MappingEntry]) -> TableSelection? {
    let named = ["table", "view", "query"].filter { entries[$0] != nil }
    if named.count > 1, let entry = entries[named[1]] {
      fail("'\(named[0])' and '\(named[1])' exclude each other", at: entry.key)
    }
    guard let name = named.first, let text = text(name, entries) else { return nil }
    switch name {
    case "table": return .table(text)
    case "view": return .view(text)
    default: return .query(text)
    }
  }

  /// What a mapping must have to make records.
  private mutating func check(
    _ map: RecordMap, _ entries: [String: MappingEntry], _ settings: MappingSettings
  ) {
    if map.preset != nil { return }
    guard let kind = map.kind else {
      if entries["kind"] == nil, let entry = entries["fields"] ?? entries["status"] {
        fail(
          "say what the records are: 'kind: jobs', deployments, commits or incidents", at: entry.key
        )
      }
      return
    }
    let missing = MappingTarget.required(of: kind).filter { field in
      if field == .serviceName, map.service ?? settings.service != nil { return false }
      return !map.targets.contains { $0.target == .field(field) }
    }
    // A name that is wrong may be the one that is missing.
    guard !missing.isEmpty, let place = entries["fields"] ?? entries["kind"],
      place.value.mapping?.count ?? 0 == map.targets.count
    else { return }
    let names = missing.map { "'\($0.name)'" }.joined(separator: ", ")
    fail("\(kind.plural) need \(names) under 'fields'", at: place.key)
  }

  // MARK: - Conditions

  mutating func conditions(_ node: Node) -> [MappingCondition] {
    if let list = node.sequence { return list.flatMap { conditions($0) } }
    guard let pairs = node.mapping else {
      fail("expected conditions such as 'type: deploy' or 'type: [deploy, release]'", at: node)
      return []
    }
    return pairs.compactMap { key, value in
      guard let path = path(key) else { return nil }
      let nodes = value.sequence.map { Array($0) } ?? [value]
      let allowed = nodes.compactMap { node -> MappingCondition.Allowed? in
        guard let text = node.string else {
          fail("a condition compares with one text or a list of texts", at: node)
          return nil
        }
        if node.isYAMLNull { return .nothing }
        return text == "*" ? .anything : .text(text)
      }
      return MappingCondition(path: path, allowed: allowed)
    }
  }

  // MARK: - Status

  private mutating func readStatus(_ entry: MappingEntry, into map: inout RecordMap) {
    guard let kind = map.kind else {
      if map.preset != nil { fail("'status' needs 'kind: jobs' or deployments", at: entry.key) }
      return
    }
    guard kind == .job || kind == .deployment else {
      fail("\(kind.plural) have no status", at: entry.key)
      return
    }
    guard let pairs = entry.value.mapping else {
      fail("'status' lists their words with ours, such as 'SUCCEEDED: success'", at: entry.value)
      return
    }
    let words = MappingStatus.words(of: kind)
    for (key, value) in pairs {
      guard let word = key.string, let ours = value.string else {
        fail("a word of theirs stands beside one of ours", at: value)
        continue
      }
      guard let meaning = MappingStatus.meaning(of: ours, kind: kind) else {
        fail(
          "\(quoted(ours.utf8)) is no status of ours: \(words.joined(separator: ", "))"
            + MappingFile.hint(ours, words), at: value)
        continue
      }
      if !map.status.add(word, meaning) {
        fail("\(quoted(word.utf8)) stands there twice; case does not matter", at: key)
      }
    }
  }
}
