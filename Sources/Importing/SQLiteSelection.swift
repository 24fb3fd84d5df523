import Model

/// One thing that is read of a database: its SQL, and what its rows are.
struct SQLiteSelection {
  /// What positions call it: a table's name, or `query`.
  let name: String
  let sql: String
  /// The kind of all rows, if it is known; then a row without id is a fault of that kind.
  let kind: RecordKind?
  /// Whether SQLite's time counts in all, because somebody wrote what it runs; else for each row.
  let isComputed: Bool
}

extension SQLiteSelection {
  /// A table or view.
  init(_ entry: SQLiteCatalog.Entry, kind: RecordKind?) {
    name = entry.name
    // NOT INDEXED: in the order of the table itself, not of an index that happens to cover it.
    sql =
      "SELECT * FROM main.\(SQLiteCatalog.identifier(entry.name))"
      + (entry.isView ? "" : " NOT INDEXED")
    self.kind = kind
    isComputed = entry.isView
  }

  /// What to read of a database: what the user named; else the tables of our shape; else, if a mapping
  /// or preset says what rows are, its only table. Throws `SourceFailure`.
  static func all(
    in connection: SQLiteConnection, _ options: ReadOptions, path: String
  ) throws -> [SQLiteSelection] {
    let catalog: SQLiteCatalog
    let ours: [SQLiteSelection]
    do throws(SQLiteFailure) {
      catalog = try SQLiteCatalog(connection)
      ours = try inOurShape(catalog, connection, isMapped: options.mapping != nil)
    } catch {
      throw SourceFailure.database(path, error)
    }
    if !options.tables.isEmpty { return try named(options.tables, catalog, path) }
    if !ours.isEmpty { return ours }
    let tables = catalog.entries.filter { !$0.isView }
    guard options.mapping != nil || options.preset != nil else {
      throw SourceFailure.noTable(path, catalog)
    }
    guard let only = tables.first, tables.count == 1 else {
      throw SourceFailure(
        .unreadable, code: "no-table", path: path,
        "say which table is meant, with 'table:', 'view:' or 'query:' in the mapping; "
          + (catalog.entries.isEmpty ? "it has none" : "it has \(catalog.names)"))
    }
    return [SQLiteSelection(only, kind: nil)]
  }

  private static let ids: [(table: String, column: String, kind: RecordKind)] = [
    ("jobs", "job_id", .job), ("deployments", "deployment_id", .deployment),
    ("commits", "sha", .commit), ("incidents", "incident_id", .incident),
  ]

  /// Tables of our names that have our ids.
  private static func inOurShape(
    _ catalog: SQLiteCatalog, _ connection: SQLiteConnection, isMapped: Bool
  ) throws(SQLiteFailure) -> [SQLiteSelection] {
    var found: [SQLiteSelection] = []
    for (table, column, kind) in ids {
      guard let entry = catalog[table], !entry.isView else { continue }
      let columns = try SQLiteCatalog.columns(of: entry, in: connection)
      guard columns.contains(where: { $0.name.asciiLowercased == column }) else { continue }
      found.append(SQLiteSelection(entry, kind: isMapped ? nil : kind))
    }
    return found
  }

  private static func named(
    _ tables: [TableSelection], _ catalog: SQLiteCatalog, _ path: String
  ) throws -> [SQLiteSelection] {
    var queries = 0
    return try tables.map { selection in
      switch selection {
      case .query(let sql, let kind):
        queries += 1
        return SQLiteSelection(
          name: queries == 1 ? "query" : "query \(queries)", sql: sql, kind: kind, isComputed: true)
      case .table(let name, let kind), .view(let name, let kind):
        guard let entry = catalog[name] else {
          throw SourceFailure(
            .unreadable, code: "no-table", path: path,
            "no table or view \(quoted(name.utf8)); "
              + (catalog.entries.isEmpty ? "it has none" : "it has \(catalog.names)"))
        }
        return SQLiteSelection(entry, kind: kind)
      }
    }
  }
}

extension SourceFailure {
  /// What an error of SQLite means for the source; `name` is what was read.
  static func database(
    _ path: String, _ failure: SQLiteFailure, reading name: String? = nil
  ) -> SourceFailure {
    let place = name.map { "\(quoted($0.utf8)): " } ?? ""
    switch failure.cause {
    case .timeout:
      return SourceFailure(
        .unreadable, code: "query-timeout", path: path,
        place + "it took SQLite longer than the time limit; use a simpler query, or a table")
    case .tooLarge:
      return SourceFailure(
        .unreadable, code: "too-large", path: path, place + "a value or row is larger than 16 MiB")
    case .forbidden:
      return SourceFailure(
        .unreadable, code: "query-failed", path: path,
        place + "one SELECT statement, and nothing that writes or opens other files, is possible")
    case .other where name != nil:
      return SourceFailure(
        .unreadable, code: "query-failed", path: path,
        place + "SQLite cannot run it: \(failure.message)")
    case .damage, .other:
      return SourceFailure(
        .unreadable, code: "damaged-database", path: path,
        "the database is damaged: \(failure.message)")
    }
  }

  fileprivate static func noTable(_ path: String, _ catalog: SQLiteCatalog) -> SourceFailure {
    let found = catalog.entries.isEmpty ? "no tables at all" : "the tables \(catalog.names)"
    let file = path == "-" ? "FILE" : path
    return SourceFailure(
      .unreadable, code: "no-table", path: path,
      "a database without a table 'jobs', 'deployments', 'commits' or 'incidents' of our shape; it has "
        + "\(found); 'rollbook inspect \(file) --write-mapping mapping.yml' proposes how to read "
        + "them")
  }
}
