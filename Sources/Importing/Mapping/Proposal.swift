package import Model

/// A mapping file that is proposed for a source of a shape nobody knows.
package struct Proposal: Sendable {
  /// The file's text; with comments for what people have to decide.
  package let yaml: String
  /// Fields that the records can't do without and that were not found.
  package let missing: [String]
  /// Objects or rows that were looked at.
  package let objectCount: Int
  package let kinds: [RecordKind]

  /// Whether it can be used as it is.
  package var isComplete: Bool { missing.isEmpty }
}

/// Looks at the first objects of a source and proposes how they become records. Nil if there are none.
/// Throws `SourceFailure`.
/// - Parameters:
///   - name: what the source is called, if not by its path.
///   - tables: of a database, what to look at.
package func proposeMapping(
  for source: Source, named name: String? = nil, options: ReadOptions = ReadOptions(),
  tables: [String] = []
) throws -> Proposal? {
  let name = name ?? String(source.path.split(separator: "/").last ?? "")
  guard tables.isEmpty else {
    let maps = try mapsOfTables(source, options, tables)
    return maps.isEmpty ? nil : Proposal(of: maps, source: name)
  }
  var options = options
  var (objects, place) = (try survey(source, options), [String]())
  // A few objects that hold lists of others are pages of records.
  if objects.count <= 3, let list = objects.fields.first(where: { $0.listsOfObjects > 0 }) {
    var inside = options
    inside.recordPath = list.path
    let inner = try survey(source, inside)
    if inner.count > objects.count { (objects, place, options) = (inner, list.path, inside) }
  }
  guard objects.count > 0 else { return nil }
  let maps = try mapsOfKinds(source, options, objects, name)
  if maps.count > 1 { return Proposal(of: maps, source: name, place: place) }
  return Proposal(
    of: [(ProposedMap.best(for: objects, named: name), nil)], source: name, place: place)
}

/// Those of the tables that are records, for all that can be told; else the likeliest.
private func mapsOfTables(
  _ source: Source, _ options: ReadOptions, _ tables: [String]
) throws -> [(map: ProposedMap, table: String?)] {
  var maps: [(map: ProposedMap, table: String?)] = []
  for table in tables {
    var options = options
    options.tables = [.table(table)]
    let objects = try survey(source, options)
    if objects.count > 0 { maps.append((ProposedMap.best(for: objects, named: table), table)) }
  }
  let sure = maps.filter { $0.map.missing.isEmpty && $0.map.score >= 4 }
  if !sure.isEmpty { return sure }
  return maps.max { $0.map.score < $1.map.score }.map { [$0] } ?? []
}

/// Where a field says what each object is, and objects are of several kinds: a map for each kind. Empty
/// if nothing is gained by that.
private func mapsOfKinds(
  _ source: Source, _ options: ReadOptions, _ objects: SurveyedObjects, _ name: String
) throws -> [(map: ProposedMap, table: String?)] {
  let names = ["type", "kind", "event", "event type", "record type", "object type", "category"]
  let finder = ProposalFinder(objects)
  let field = finder.first(names) { field in
    field.strings == objects.count && field.isWord && (2...8).contains(field.distinct)
  }
  guard let path = field.map({ finder[$0].path }), let field else { return [] }
  func survey(_ words: [String]) throws -> SurveyedObjects {
    let condition = MappingCondition(
      path: MappingPath(names: path), allowed: words.map { .text($0) })
    return try Importing.survey(source, options, where: [condition])
  }
  var words: [RecordKind: [String]] = [:]
  for word in finder[field].words.keys.sorted() {
    let best = ProposedMap.best(for: try survey([word]), named: word)
    if best.missing.isEmpty, best.score >= 3 { words[best.kind, default: []].append(word) }
  }
  guard words.count > 1 else { return [] }
  return try RecordKind.allCases.compactMap { kind in
    guard let own = words[kind] else { return nil }
    var map = ProposedMap(kind, of: try survey(own), named: name)
    let list = own.map { ProposalText.scalar($0) }.joined(separator: ", ")
    map.restrict(to: ProposalText.path(path), list)
    return map.missing.isEmpty ? (map, nil) : nil
  }
}

/// Ends the reading when enough was seen.
private struct SurveyIsDone: Error {}

private func survey(
  _ source: Source, _ options: ReadOptions, where conditions: [MappingCondition] = []
) throws -> SurveyedObjects {
  let survey = ProposalSurvey(conditions)
  var options = options
  options.mapping = survey.mapping
  do {
    _ = try readSource(source, options: options) { item in
      if case .ignored = item, survey.count() { throw SurveyIsDone() }
    }
  } catch is SurveyIsDone {
    // Enough to tell.
  }
  return survey.objects
}

extension ProposedMap {
  /// The map of the kind that most speaks for.
  fileprivate static func best(for objects: SurveyedObjects, named name: String) -> ProposedMap {
    var best = ProposedMap(.job, of: objects, named: name)
    for kind in [RecordKind.deployment, .commit, .incident] {
      let map = ProposedMap(kind, of: objects, named: name)
      if map.score > best.score { best = map }
    }
    return best
  }
}

extension Proposal {
  fileprivate init(
    of maps: [(map: ProposedMap, table: String?)], source: String, place: [String] = []
  ) {
    var text =
      "# How \(ProposalText.clean(source)) becomes records: a proposal; see what it assumes.\n"
    if !place.isEmpty {
      let path = ProposalText.scalar(ProposalText.path(place))
      text += ProposalText.Line(key: "records", value: path).text(indent: 0)
    }
    let isList = maps.count > 1
    if isList { text += "maps:\n" }
    for (map, table) in maps {
      let lines = map.text(table: table)
      guard isList else {
        text += lines
        continue
      }
      let list = lines.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
      for (index, line) in list.enumerated() {
        text += (index == 0 ? "  - " : line.isEmpty ? "" : "    ") + line + "\n"
      }
    }
    yaml = text + Proposal.environments(maps.map(\.map))
    missing = maps.flatMap(\.map.missing)
    objectCount = maps.reduce(0) { $0 + $1.map.objects.count }
    kinds = maps.map(\.map.kind)
  }

  private static func environments(_ maps: [ProposedMap]) -> String {
    var lines: [ProposalText.Line] = []
    for line in maps.flatMap(\.environments) where !lines.contains(where: { $0.key == line.key }) {
      lines.append(line)
    }
    let unknown = maps.flatMap(\.unknownEnvironments)
    if lines.isEmpty, unknown.isEmpty { return "" }
    var text = "\n# What the names of environments are taken for:\n# environments:\n"
    for line in lines { text += "#   " + line.text(indent: 0) }
    if !unknown.isEmpty {
      text += "# Nothing tells what these are; write them into the list where they belong:\n"
      text += "#   " + unknown.joined(separator: ", ") + "\n"
    }
    return text
  }
}

extension ProposedMap {
  /// The map as YAML; the first line is that of the kind.
  fileprivate func text(table: String?) -> String {
    let why = signs.isEmpty ? "nothing tells; a guess" : "told by " + signs.joined(separator: ", ")
    var text = Line(key: "kind", value: kind.plural, comment: why).text(indent: 0)
    if let table {
      text += Line(key: "table", value: ProposalText.scalar(table)).text(indent: 0)
    }
    if let condition { text += condition.text(indent: 0) }
    text += "fields:  # of \(ProposalText.count(objects.count)) objects that were looked at\n"
    for line in fields { text += line.text(indent: 2) }
    if !status.isEmpty {
      let isEmpty = status.allSatisfy(\.isOff)
      text += isEmpty ? "# status:\n" : "status:\n"
      for line in status {
        text +=
          isEmpty
          ? "#   " + Line(key: line.key, value: line.value, comment: line.comment).text(indent: 0)
          : line.text(indent: 2)
      }
    }
    let unused = unused
    if !unused.isEmpty {
      let shown = unused.prefix(40).map { ProposalText.clean($0) }.joined(separator: ", ")
      let more = unused.count > 40 ? " and \(unused.count - 40) more" : ""
      text += "# Kept in the metadata as they are: \(shown)\(more)\n"
    }
    return text
  }
}

extension Proposal {
  /// A text as YAML writes it, quoted where it must be.
  package static func scalar(_ text: String) -> String { ProposalText.scalar(text) }
}

extension Preset {
  /// Whether a shape of that name is this vendor's.
  package func makes(shape name: String) -> Bool { shapes.contains { $0.name == name } }
}
