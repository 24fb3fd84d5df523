package import Model

/// How a source is to be read beyond what its content says.
package struct ReadOptions: Sendable {
  /// Only this vendor's shapes are recognised, and before our own; nil: ours, then all.
  package var preset: Preset?
  package var environments = EnvironmentClasses.standard
  /// The zone of times without an offset; nil: UTC.
  package var naiveZone: NaiveZone?
  /// The service of every mapped record that names none.
  package var service: String?
  /// The mapping file that says how foreign objects become records.
  package var mapping: Mapping?
  /// Where the records of each document stand: names of members from the outside in. Nil: they are
  /// looked for. Applies to JSON documents alone.
  package var recordPath: [String]?
  /// What is read of a database, in this order; empty: the tables of our shape.
  package var tables: [TableSelection] = []
  /// Seconds that SQLite may take for a user's query or view, and for one row of a table.
  package var queryTimeout = 60.0
  /// Where reading goes on in a line file that has grown.
  package var resume: ResumePoint?

  package init() {}

  var context: MappingContext { MappingContext(environments: environments, service: service) }
}

/// The beginning of a line file that was read before: whole lines, up to a line feed.
package struct ResumePoint: Sendable, Equatable {
  package var byteCount: Int
  package var lineCount: Int
  /// SHA-256 of these bytes, in lower-case hexadecimal.
  package var sha256: String

  package init(byteCount: Int, lineCount: Int, sha256: String) {
    self.byteCount = byteCount
    self.lineCount = lineCount
    self.sha256 = sha256
  }
}
