import Crypto
package import Model
package import Yams

/// A mapping file: how objects or rows of any shape become records, and what else is to be known about
/// their source.
package struct Mapping: Sendable {
  /// The file's path, or what stands for it in messages.
  package let path: String
  /// SHA-256 of what it says, in lower-case hexadecimal: changes whenever records may come out
  /// differently.
  package let hash: String
  package let settings: MappingSettings
  let maps: [RecordMap]
  /// Stands in for the maps where objects are only to be looked at.
  private let onlyMapper: RecordMapper?

  init(path: String, hash: String, settings: MappingSettings, maps: [RecordMap]) {
    self.path = path
    self.hash = hash
    self.settings = settings
    self.maps = maps
    onlyMapper = nil
  }

  /// A mapping that hands every object to `mapper`.
  init(_ mapper: RecordMapper) {
    path = ""
    hash = ""
    settings = MappingSettings()
    maps = []
    onlyMapper = mapper
  }

  /// Reads the text of a mapping file. `path` stands in messages.
  package static func load(yaml: String, path: String) throws(MappingErrors) -> Mapping {
    var reader = MappingFile(path: path)
    let node = try reader.compose(yaml)
    let digest = SHA256.hash(data: Array(yaml.utf8))
    return try reader.mapping(of: node, hash: digest.hexadecimal)
  }

  /// Reads a part of another file that says the same: the entry of a source in the configuration.
  /// - Parameters:
  ///   - path: the file, for messages.
  ///   - extraKeys: names of keys that somebody else reads.
  package init(
    node: Node, at path: String, extraKeys: [String] = []
  ) throws(MappingErrors) {
    var reader = MappingFile(path: path)
    reader.extraKeys = extraKeys
    let digest = SHA256.hash(data: Array(CanonicalYAML.text(of: node, without: extraKeys).utf8))
    self = try reader.mapping(of: node, hash: digest.hexadecimal)
  }

  /// The kinds of the records it makes; empty if a preset alone decides.
  package var kinds: [RecordKind] {
    RecordKind.allCases.filter { kind in maps.contains { $0.kind == kind } }
  }

  /// Whether it says how objects become records, beyond settings and the name of a preset.
  package var makesRecords: Bool { onlyMapper != nil || !maps.isEmpty }

  /// The tables, views and queries of a database it reads; empty if it names none.
  package var tables: [TableSelection] {
    var result = settings.tables
    for map in maps {
      if let table = map.table, !result.contains(table) { result.append(table) }
    }
    return result
  }

  var mapper: RecordMapper { mapper(for: nil) }

  /// Makes records of objects; of rows only as the maps for that table do.
  func mapper(for table: TableSelection?) -> RecordMapper {
    if let onlyMapper { return onlyMapper }
    let maps = maps.filter { $0.table == nil || table == nil || $0.table == table }
    return RecordMapper(
      "mapping",
      recognises: { object in
        maps.contains { map in
          map.preset?.shapes.contains { $0.recognises(object) } ?? true
        }
      },
      map: { object, context, drafts in
        for map in maps { map.map(object, context, into: &drafts) }
      })
  }
}
