import Foundation
import Importing
import Model
import Yams

/// One entry of `sources:`: where records come from and, if need be, how they are to be read.
struct SourceEntry {
  /// A file, a folder, a glob pattern, or `-`.
  var path: String
  /// What the entry says of it beside the path.
  var mapping: Mapping?
  /// The mapping file it names.
  var mappingFile: String?

  /// The keys that are the configuration's and not the mapping's.
  private static let ownKeys = ["path", "mapping"]

  init(path: String) {
    self.path = path
  }

  /// - Parameter file: the configuration, for messages.
  init(_ node: Node, at file: String) throws {
    func fail(_ node: Node, _ message: String) -> Failure {
      Failure(
        .usage, "\(file):\(node.mark?.line ?? 1):\(node.mark?.column ?? 1): error: \(message)")
    }
    if let path = node.string {
      self.path = path
      return
    }
    guard let members = node.mapping else {
      throw fail(node, "a source is a path, or a list of keys and values with 'path'")
    }
    guard let path = members["path"]?.string else {
      throw fail(node, "a source needs a 'path'")
    }
    self.path = path
    mappingFile = members["mapping"]?.string
    mapping = try Mapping(node: node, at: file, extraKeys: SourceEntry.ownKeys)
    if mappingFile != nil, mapping?.makesRecords == true {
      throw fail(node, "either 'mapping' names a file, or the entry says it itself; not both")
    }
  }

  /// Paths are relative to the configuration's folder.
  mutating func resolve(_ change: (String) -> String) {
    path = change(path)
    mappingFile = mappingFile.map(change)
  }
}

/// A source that is to be imported, and how.
struct PlannedSource {
  let source: Source
  var options = ReadOptions()
  /// How far its data go, by its owner's word.
  var through: Timestamp?
  var maxAgeSeconds: Int?
}

/// Which sources are to be imported, and how each is read.
struct ImportPlan {
  let settings: Configuration
  let reading: ReadingOptions

  /// The sources that the arguments name; without one, those of the configuration. What the
  /// configuration says of a file holds however it is named.
  func sources(_ arguments: [String]) throws -> [PlannedSource] {
    if let bag = arguments.first(where: BagImport.isBag) {
      throw Failure(
        .usage,
        "\(bag): is a bag of Rollbook. 'rollbook import \(bag)', with nothing else, restores an "
          + "archive from it; its \(bag)/data/records/jobs.ndjson and the like are ordinary sources"
      )
    }
    let configured = try settings.sources.flatMap { entry in
      try expand(entry, isRequired: arguments.isEmpty)
    }
    guard !arguments.isEmpty else { return unique(configured) }
    let known = Dictionary(configured.map { ($0.source.path, $0) }) { first, _ in first }
    return unique(
      try expandSources(arguments).map { source in
        if let plan = known[source.path] { return plan }
        return try plan(source, SourceEntry(path: source.path))
      })
  }

  private func unique(_ plans: [PlannedSource]) -> [PlannedSource] {
    var seen: Set<[UInt8]> = []
    return plans.filter { seen.insert(Array($0.source.path.utf8)).inserted }
  }

  /// An entry that is not there is an error only if it is wanted now.
  private func expand(_ entry: SourceEntry, isRequired: Bool) throws -> [PlannedSource] {
    let found: [Source]
    do { found = try expandSources([entry.path]) } catch let failure as SourceFailure {
      if isRequired { throw failure }
      return []
    }
    return try found.map { try plan($0, entry) }
  }

  private func plan(_ source: Source, _ entry: SourceEntry) throws -> PlannedSource {
    var plan = PlannedSource(source: source)
    plan.options.environments = settings.environments ?? plan.options.environments
    plan.options.naiveZone = settings.naiveZone
    plan.maxAgeSeconds = settings.maxAgeSeconds
    let file = reading.mapping ?? entry.mappingFile
    let mappings = [try file.map { try Mapping(file: $0) }, entry.mapping].compactMap { $0 }
    for mapping in mappings {
      plan.options.take(mapping)
      plan.through = mapping.settings.through ?? plan.through
      plan.maxAgeSeconds = mapping.settings.maxAgeSeconds ?? plan.maxAgeSeconds
    }
    plan.options.service = reading.service ?? plan.options.service
    if let name = reading.preset { plan.options.preset = try ImportPlan.preset(name) }
    return plan
  }

  static func preset(_ name: String) throws -> Preset {
    if let preset = Preset.named(name.lowercased()) { return preset }
    let nearest = nearestName(to: name, among: Preset.all.map(\.name))
    let hint = nearest.map { "; did you mean '\($0)'?" } ?? ""
    throw Failure(.usage, "no preset '\(name)'\(hint). There are: \(ReadingOptions.presetNames)")
  }
}

extension Mapping {
  /// Reads a mapping file.
  init(file path: String) throws {
    guard let data = FileManager.default.contents(atPath: path) else {
      throw Failure(.noInput, "\(path): no such mapping file, or it cannot be read")
    }
    guard let text = String(validating: data, as: UTF8.self) else {
      throw Failure(.usage, "\(path):1:1: error: a mapping file is UTF-8 text")
    }
    self = try Mapping.load(yaml: text, path: path)
  }
}
