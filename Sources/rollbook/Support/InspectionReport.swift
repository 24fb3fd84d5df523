import Importing
import Model

/// All that `inspect` finds out about one source.
struct InspectionReport {
  let name: String
  let environments: EnvironmentClasses
  let mapping: Mapping?
  /// Of a database.
  private(set) var tables: [TableDescription] = []
  /// Nil, if it could not be read without a mapping.
  private(set) var summary: SourceSummary?
  private(set) var inspection: Inspection
  /// For a source of unknown shape.
  private(set) var proposal: Proposal?
  /// What the source gives by the proposal, if that is complete.
  private(set) var trial: (summary: SourceSummary, inspection: Inspection)?

  /// - Parameters:
  ///   - name: what the source is called.
  ///   - isMapped: whether the user said what its shape is, so that none is proposed.
  ///   - limit: how many bad records to show.
  init(
    of source: Source, named name: String, _ options: ReadOptions, isMapped: Bool, limit: Int
  ) throws {
    self.name = name
    environments = options.environments
    mapping = options.mapping
    inspection = Inspection(limit: limit)
    do {
      summary = try readSource(source, options: options) { inspection.add($0) }
    } catch let failure as SourceFailure where failure.code == "no-table" && !isMapped {
      // A database of another shape.
    }
    if summary?.format ?? .sqlite == .sqlite { tables = try describeDatabase(source) }
    guard !isMapped, summary == nil || inspection.isUnknownShape else { return }
    let named = tables.filter { $0.problem == nil && $0.rowCount != 0 }
    if summary == nil, named.isEmpty { return }
    // Our own tables were read; what is unknown is in text.
    let proposed = summary == nil ? named.map(\.name) : []
    guard
      let found = try proposeMapping(
        for: source, named: shortName, options: options, tables: proposed)
    else {
      return
    }
    proposal = found
    if found.isComplete { try check(found, source, options, limit) }
  }

  /// Without its folders.
  private var shortName: String { String(name.split(separator: "/").last ?? "") }

  /// Reads the source by the proposal.
  private mutating func check(
    _ proposal: Proposal, _ source: Source, _ options: ReadOptions, _ limit: Int
  ) throws {
    var options = options
    options.take(try Mapping.load(yaml: proposal.yaml, path: "proposal"))
    var inspection = Inspection(limit: limit)
    let summary = try readSource(source, options: options) { inspection.add($0) }
    trial = (summary, inspection)
  }

  // MARK: - As a mapping file

  /// A mapping file for the source: the proposal, or for a shape that is known what may be changed.
  var mappingFile: String {
    if let proposal { return proposal.yaml }
    var text = "# A known shape: it is imported without this file, too.\n"
    let presets = Preset.all.filter { preset in
      summary?.shapes.contains { preset.makes(shape: $0.name) } ?? false
    }
    if presets.count == 1 { text += "preset: \(presets[0].name)\n" }
    text += "environments:\n"
    let kinds: [(String, EnvironmentClasses.Kind)] = [
      ("production", .production), ("staging", .staging), ("other", .other),
    ]
    for (name, kind) in kinds {
      let names = inspection.sortedEnvironments.map(\.name.string).filter {
        $0 != "unspecified" && environments.kind(of: $0) == kind
      }
      let list = names.map { Proposal.scalar($0) }.joined(separator: ", ")
      text += "  \(name): [\(list)]\n"
    }
    return text
  }
}
