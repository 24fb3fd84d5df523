import Model
import Yams

/// The keys that say something about a source as a whole.
extension MappingFile {
  mutating func settings(of entries: [String: MappingEntry]) -> MappingSettings {
    var settings = MappingSettings()
    if let text = text("through", entries) {
      settings.through = Timestamp(rfc3339: text)
      if settings.through == nil { fail("through", entries, "a time such as 2026-11-01T00:00:00Z") }
    }
    if let text = text("max_age", entries) {
      settings.maxAgeSeconds = MappingFile.seconds(text)
      if settings.maxAgeSeconds == nil { fail("max_age", entries, "a time span such as 36h or 2d") }
    }
    if let text = text("naive_tz", entries) {
      settings.naiveZone = NaiveZone(name: text)
      if settings.naiveZone == nil {
        fail("naive_tz", entries, "a time zone such as UTC or Europe/Berlin")
      }
    }
    settings.service = text("service", entries)
    settings.preset = preset(entries)
    settings.recordPath = recordPath(entries)
    settings.environments = environments(entries)
    let makesRecords = ["kind", "where", "fields", "status", "maps"].contains { entries[$0] != nil }
    if !makesRecords, let table = table(entries) { settings.tables = [table] }
    return settings
  }

  /// The text of a key's value, if the key is there.
  mutating func text(_ name: String, _ entries: [String: MappingEntry]) -> String? {
    guard let entry = entries[name] else { return nil }
    if let text = entry.value.string, !entry.value.isYAMLNull, !text.isEmpty { return text }
    fail("'\(name)' is one text", at: entry.value.string == nil ? entry.value : entry.key)
    return nil
  }

  private mutating func fail(
    _ name: String, _ entries: [String: MappingEntry], _ expected: String
  ) {
    guard let node = entries[name]?.value else { return }
    fail("'\(name)' is \(expected), not \(quoted((node.string ?? "").utf8))", at: node)
  }

  mutating func preset(_ entries: [String: MappingEntry]) -> Preset? {
    guard let name = text("preset", entries), let node = entries["preset"]?.value else {
      return nil
    }
    if let preset = Preset.named(name) { return preset }
    failUnknown("preset", node, among: Preset.all.map(\.name))
    return nil
  }

  private mutating func recordPath(_ entries: [String: MappingEntry]) -> [String]? {
    guard let text = text("records", entries), let node = entries["records"]?.value else {
      return nil
    }
    do throws(MappingPath.Fault) {
      if let names = try MappingPath(text).names { return names }
      fail("'records' names members only, such as data.items", at: node)
    } catch {
      fail(error.message, at: node, offset: error.offset)
    }
    return nil
  }

  private mutating func environments(
    _ entries: [String: MappingEntry]
  ) -> EnvironmentClasses? {
    guard let entry = entries["environments"] else { return nil }
    let classes = self.entries(of: entry.value, ["production", "staging", "other"])
    return EnvironmentClasses(
      production: names("production", classes), staging: names("staging", classes),
      other: names("other", classes))
  }

  private mutating func names(
    _ name: String, _ entries: [String: MappingEntry]
  ) -> [String] {
    guard let value = entries[name]?.value else { return [] }
    return texts(value, "'\(name)' is a list of names of environments")
  }

  /// One text, or a list of them.
  mutating func texts(_ node: Node, _ expected: String) -> [String] {
    if let text = node.string { return [text] }
    guard let sequence = node.sequence else {
      fail(expected, at: node)
      return []
    }
    return sequence.compactMap { item in
      if let text = item.string { return text }
      fail(expected, at: item)
      return nil
    }
  }

  /// `90s`, `45m`, `36h`, `2d`, `1w` in seconds.
  static func seconds(_ text: String) -> Int? {
    let units: [Character: Int] = ["s": 1, "m": 60, "h": 3600, "d": 86_400, "w": 604_800]
    guard let last = text.last, let unit = units[last], let value = Int(text.dropLast()),
      value > 0, value < 1_000_000
    else { return nil }
    return value * unit
  }
}
