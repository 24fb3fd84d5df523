import Model
import Yams

/// Reads a file of corrections, and collects all that is wrong with it before it gives up.
struct CorrectionReading {
  private var file: MappingFile
  private var entries: [CorrectionEntry] = []

  /// What every entry has.
  private static let requiredKeys = ["author", "date", "note"]
  private static let deploymentKeys = [
    "rollback", "blames", "rolled_back", "reason", "drill", "exclude",
  ]

  init(path: String) {
    file = MappingFile(path: path)
  }

  /// The keys that say what is right of a deployment, a job or a service.
  private static func effectKeys(_ kind: Correction.Kind) -> [String] {
    switch kind {
    case .deployment: deploymentKeys
    case .job: ["exclude"]
    case .service: ["alias_of"]
    }
  }

  mutating func read(_ yaml: String) throws(MappingErrors) -> [CorrectionEntry] {
    guard let root = try file.composeIfAny(yaml), !root.isYAMLNull else { return [] }
    guard let list = root.sequence else {
      file.fail(
        "expected a list of corrections, each beginning with '- deployment:', '- job:' or "
          + "'- service:'", at: root)
      throw file.mistakes
    }
    for node in list { read(node) }
    checkAliases()
    checkBlamed()
    if !file.mistakes.errors.isEmpty { throw file.mistakes }
    return entries
  }

  // MARK: - One entry

  private mutating func read(_ node: Node) {
    let kinds = Correction.Kind.allCases.map(\.word)
    let keys =
      kinds + CorrectionReading.deploymentKeys + ["alias_of"] + CorrectionReading.requiredKeys
    let entry = file.entries(of: node, keys)
    guard node.mapping != nil else { return }
    let subjects = Correction.Kind.allCases.filter { entry[$0.word] != nil }
    guard let kind = subjects.first, let subject = entry[kind.word] else {
      return file.fail(
        "a correction needs a 'deployment', a 'job' or a 'service': what it is about", at: node)
    }
    if subjects.count > 1, let second = entry[subjects[1].word] {
      return file.fail(
        "either '\(kind.word)' or '\(subjects[1].word)'; write two entries", at: second.key)
    }
    let author = required("author", entry, node)
    let note = required("note", entry, node)
    let date = date(entry, node)
    guard let name = text(subject, kind.word) else { return }
    // What is missing is a mistake already; the rest is looked at all the same.
    var correction = Correction(
      kind, name, author: author ?? "", date: date ?? LocalDay(number: 0), note: note ?? "")
    refuseForeignKeys(entry, kind)
    setEffect(entry, &correction)
    check(correction, entry, node)
    keep(correction, entry, node)
  }

  private mutating func keep(
    _ correction: Correction, _ entry: [String: MappingEntry], _ node: Node
  ) {
    let known = entries.first {
      $0.correction.kind == correction.kind && $0.correction.subject == correction.subject
    }
    if let known {
      return file.fail(
        "\(correction.kind.word) \(quoted(correction.subject.string.utf8)) has an entry already, in "
          + "line \(known.line); say all of it in one", at: node)
    }
    entries.append(
      CorrectionEntry(
        correction: correction, line: node.mark?.line ?? 1, alias: entry["alias_of"]?.value,
        blames: entry["blames"]?.value))
  }

  /// What is said of a deployment cannot be said of a job.
  private mutating func refuseForeignKeys(
    _ entry: [String: MappingEntry], _ kind: Correction.Kind
  ) {
    let own = CorrectionReading.effectKeys(kind)
    for name in CorrectionReading.deploymentKeys + ["alias_of"] where !own.contains(name) {
      guard let found = entry[name] else { continue }
      let words = own.map { "'\($0)'" }.joined(separator: ", ")
      file.fail("'\(name)' is not for a \(kind.word); there is \(words)", at: found.key)
    }
  }

  private mutating func setEffect(
    _ entry: [String: MappingEntry], _ correction: inout Correction
  ) {
    func own(_ name: String) -> MappingEntry? {
      CorrectionReading.effectKeys(correction.kind).contains(name) ? entry[name] : nil
    }
    correction.isRollback = own("rollback").flatMap { flag($0, "rollback") }
    correction.isRolledBack = own("rolled_back").flatMap { flag($0, "rolled_back") }
    correction.blames = own("blames").flatMap { text($0, "blames") }
    correction.reason = own("reason").flatMap { text($0, "reason") }
    correction.isDrill = own("drill").map { onlyTrue($0, "drill") } ?? false
    correction.isExcluded = own("exclude").map { onlyTrue($0, "exclude") } ?? false
    correction.aliasOf = own("alias_of").flatMap { text($0, "alias_of") }
  }

  // MARK: - Contradictions

  private mutating func check(
    _ correction: Correction, _ entry: [String: MappingEntry], _ node: Node
  ) {
    let own = CorrectionReading.effectKeys(correction.kind)
    let said = own.filter { entry[$0] != nil }
    if said.isEmpty {
      let words = own.map { "'\($0)'" }.joined(separator: ", ")
      // A key that is wrong is a mistake already.
      guard entry.count == (node.mapping?.count ?? 0), entry.keys.allSatisfy(isBare) else { return }
      return file.fail(
        "the entry says nothing; add \(own.count == 1 ? "" : "one of ")\(words)", at: node)
    }
    if correction.isExcluded {
      for name in said where name != "exclude" {
        guard let other = entry[name] else { continue }
        file.fail(
          "an excluded deployment is in no history, so '\(name)' says nothing; leave one out",
          at: other.key)
      }
    }
    checkBlame(correction, entry)
    guard correction.isRolledBack == false, correction.isRollback != true else { return }
    for name in ["reason", "drill"] {
      guard let other = entry[name] else { continue }
      file.fail(
        "there is no rollback to have a '\(name)' where 'rolled_back' is false; leave one out",
        at: other.key)
    }
  }

  /// Whether the key says nothing of what is right.
  private func isBare(_ key: String) -> Bool {
    CorrectionReading.requiredKeys.contains(key)
      || Correction.Kind.allCases.contains { $0.word == key }
  }

  private mutating func checkBlame(_ correction: Correction, _ entry: [String: MappingEntry]) {
    guard let blames = entry["blames"] else { return }
    if correction.isRollback != true, entry["exclude"] == nil {
      file.fail(
        "'blames' goes with 'rollback: true': the deployment that went back names the one to blame",
        at: blames.key)
    }
    if correction.blames == correction.subject {
      file.fail(
        "a deployment cannot be its own rollback; name the one it took out", at: blames.value)
    }
  }

  /// What one entry blames for a rollback, no other can call untouched by one.
  private mutating func checkBlamed() {
    for entry in entries {
      guard let blamed = entry.correction.blames, let node = entry.blames else { continue }
      for other in entries
      where other.correction.kind == .deployment && other.correction.subject == blamed {
        if other.correction.isRolledBack == false {
          file.fail(
            "\(quoted(blamed.string.utf8)) was not rolled back, says line \(other.line); leave one out",
            at: node)
        } else if other.correction.isExcluded {
          file.fail(
            "\(quoted(blamed.string.utf8)) is excluded in line \(other.line); leave one out",
            at: node)
        }
      }
    }
  }

  /// A service that others count as counts as itself.
  private mutating func checkAliases() {
    var targets: [Text: Text] = [:]
    for entry in entries {
      if let target = entry.correction.aliasOf { targets[entry.correction.subject] = target }
    }
    for entry in entries {
      guard let target = entry.correction.aliasOf, let node = entry.alias else { continue }
      if target == entry.correction.subject {
        file.fail("a service is no alias of itself; leave the entry out", at: node)
      } else if let next = targets[target] {
        let isCircle = next == entry.correction.subject
        file.fail(
          "\(quoted(target.string.utf8)) is itself an alias of \(quoted(next.string.utf8)); "
            + (isCircle ? "leave one of the two entries out" : "name that one"), at: node)
      }
    }
  }

  // MARK: - Values

  private mutating func required(
    _ name: String, _ entry: [String: MappingEntry], _ node: Node
  ) -> Text? {
    if let found = entry[name] { return text(found, name) }
    file.fail("the entry has no '\(name)'; \(CorrectionReading.advice(name))", at: node)
    return nil
  }

  private static func advice(_ name: String) -> String {
    switch name {
    case "author": "say who made the correction"
    case "date": "say when it was made, such as 2026-11-03"
    default: "say why it is right"
    }
  }

  private mutating func date(_ entry: [String: MappingEntry], _ node: Node) -> LocalDay? {
    guard let text = required("date", entry, node), let found = entry["date"] else { return nil }
    if let day = LocalDay(iso: text.string), (1990...2100).contains(day.civil.year) { return day }
    file.fail(
      "\(quoted(text.string.utf8)) is no date; write year, month and day, such as 2026-11-03",
      at: found.value)
    return nil
  }

  /// A text of at least one character that is not a space.
  private mutating func text(_ entry: MappingEntry, _ name: String) -> Text? {
    guard let text = entry.value.string, !entry.value.isYAMLNull,
      text.contains(where: { !$0.isWhitespace })
    else {
      file.fail("'\(name)' is a text, and not empty", at: entry.value)
      return nil
    }
    return Text(text)
  }

  private mutating func flag(_ entry: MappingEntry, _ name: String) -> Bool? {
    guard let text = entry.value.string, ["true", "false"].contains(text) else {
      file.fail("'\(name)' is true or false", at: entry.value)
      return nil
    }
    return text == "true"
  }

  private mutating func onlyTrue(_ entry: MappingEntry, _ name: String) -> Bool {
    guard let flag = flag(entry, name) else { return false }
    if !flag {
      file.fail("'\(name)' can only be true; leave the line out if it is not", at: entry.value)
    }
    return flag
  }
}
