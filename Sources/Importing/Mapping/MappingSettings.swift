package import Model

/// What a mapping file, or the entry of a source in the configuration, says about a source as a whole.
/// Nil is what it does not say.
package struct MappingSettings: Sendable {
  /// How far the source's data go, by its owner's word.
  package var through: Timestamp?
  /// How old the newest data may be before the source counts as stale.
  package var maxAgeSeconds: Int?
  /// The zone of times without an offset.
  package var naiveZone: NaiveZone?
  package var environments: EnvironmentClasses?
  /// The service of records that name none.
  package var service: String?
  /// Names of the members that lead to the list of records in a document.
  package var recordPath: [String]?
  /// What is read of a database, if nothing says how its rows become records.
  package var tables: [TableSelection] = []
  /// The vendor whose shapes the objects have.
  package var preset: Preset?

  package init() {}
}

extension ReadOptions {
  /// Options as a mapping says them.
  package init(mapping: Mapping) {
    self.init()
    take(mapping)
  }

  /// Takes over what a mapping says; what it does not say stays.
  package mutating func take(_ mapping: Mapping) {
    let settings = mapping.settings
    if mapping.makesRecords {
      self.mapping = mapping
      // A preset without shapes of its own unwraps objects before they are mapped.
      preset = settings.preset.flatMap { $0.shapes.isEmpty ? $0 : nil }
    } else if let named = settings.preset {
      preset = named
    }
    naiveZone = settings.naiveZone ?? naiveZone
    environments = settings.environments ?? environments
    service = settings.service ?? service
    recordPath = settings.recordPath ?? recordPath
    if !mapping.tables.isEmpty { tables = mapping.tables }
  }
}
