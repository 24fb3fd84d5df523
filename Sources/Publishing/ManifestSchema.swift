import GRDB

/// The tables of the manifest.
///
/// `file`: the live files. `pending`: what a publication does to them. `former`: what the last
/// publication replaced, that is, how the tree before differs from the live one; no inode means that
/// the file is not in it. `meta`: names and values; those of a publication in progress begin with
/// `next.`.
enum ManifestSchema {
  private static let version = 1
  /// "Rlbk", so that `file` and others recognise the database.
  private static let applicationID = 0x526C_626B

  private static let tables = """
    CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
    CREATE TABLE file (
      path TEXT PRIMARY KEY, id INTEGER NOT NULL, size INTEGER NOT NULL, modified INTEGER NOT NULL,
      changed INTEGER NOT NULL, inode INTEGER NOT NULL, sha256 BLOB NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE pending (
      path TEXT PRIMARY KEY, id INTEGER, size INTEGER, modified INTEGER, changed INTEGER,
      inode INTEGER, sha256 BLOB, kind INTEGER NOT NULL, rank INTEGER NOT NULL,
      staged INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE former (
      path TEXT PRIMARY KEY, id INTEGER, size INTEGER, modified INTEGER, changed INTEGER,
      inode INTEGER, sha256 BLOB
    ) STRICT, WITHOUT ROWID;
    """

  /// Makes the tables in an empty database; refuses one that a newer Rollbook made.
  static func prepare(_ database: Database, place: String) throws {
    let found = try Int.fetchOne(database, sql: "PRAGMA user_version") ?? 0
    guard found <= version else {
      throw PublishError(.state(reason: "it is of a newer Rollbook"), at: place)
    }
    guard found == 0 else { return }
    try database.execute(
      sql: """
        BEGIN IMMEDIATE;
        \(tables)
        PRAGMA application_id = \(applicationID);
        PRAGMA user_version = \(version);
        COMMIT;
        """)
  }

  static func store(_ phase: PublishPhase, _ next: ManifestFacts, in database: Database) throws {
    func set(_ name: String, _ value: String) throws {
      try database.execute(
        sql: "INSERT OR REPLACE INTO meta VALUES (?, ?)", arguments: [name, value])
    }
    try database.execute(sql: "DELETE FROM meta WHERE name GLOB 'next.*'")
    for (name, value) in next.stored { try set("next." + name, value) }
    switch phase {
    case .idle: break
    case .exchanging(let newRoot):
      try set("phase", "exchanging")
      try set("new_root", String(newRoot))
    case .moving: try set("phase", "moving")
    }
  }

  /// Pending rows become files, their old rows `former`, `next.` values the values.
  static func applying(_ former: FormerTree) -> String {
    let replaced = """
      INSERT INTO former
        SELECT p.path, f.id, f.size, f.modified, f.changed, f.inode, f.sha256
        FROM pending p LEFT JOIN file f ON f.path = p.path WHERE p.kind <> 0;
      """
    return """
      \(former == .asBefore ? "" : "DELETE FROM former;")
      \(former == .replaced ? replaced : "")
      DELETE FROM file WHERE path IN (SELECT path FROM pending WHERE kind = 2);
      INSERT OR REPLACE INTO file
        SELECT path, id, size, modified, changed, inode, sha256 FROM pending WHERE kind <> 2;
      DELETE FROM pending;
      DELETE FROM meta WHERE name NOT GLOB 'next.*';
      UPDATE meta SET name = substr(name, 6);
      """
  }

  static let discarding = """
    DELETE FROM pending;
    DELETE FROM meta WHERE name GLOB 'next.*' OR name IN ('phase', 'new_root');
    """
}

/// The statements that run once a file.
struct ManifestQueries {
  static let entryColumns = "id, size, modified, changed, inode, sha256"
  static let pendingColumns = "\(entryColumns), path, kind, staged"

  let entry: ManifestQuery
  let pending: ManifestQuery
  let under: ManifestQuery
  let note: ManifestQuery

  init(_ database: Database, place: String) throws {
    func query(_ sql: String) throws -> ManifestQuery {
      try ManifestQuery(sql, in: database, place: place)
    }
    entry = try query("SELECT \(ManifestQueries.entryColumns) FROM file WHERE path = ?")
    pending = try query("SELECT \(ManifestQueries.pendingColumns) FROM pending WHERE path = ?")
    under = try query("SELECT 1 FROM file WHERE path > ? AND path < ? LIMIT 1")
    note = try query("INSERT OR REPLACE INTO pending VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
  }
}

extension ManifestQuery {
  /// The row of `pending` in the columns of `ManifestQueries.pendingColumns`.
  var pendingFile: PendingFile? {
    guard let kind = PendingKind(rawValue: integer(7)) else { return nil }
    return PendingFile(path: path(6), kind: kind, entry: entry(0), staged: Int(integer(8)))
  }

  /// Binds the ends of the range of paths in the folder `path`: `path/` to `path0`, both outside.
  func bindRange(under path: UnsafeRawBufferPointer, from index: Int32 = 1) {
    let slash = UInt8(ascii: "/")
    (Array(path) + [slash]).withUnsafeBytes { bind(index, text: $0) }
    (Array(path) + [slash + 1]).withUnsafeBytes { bind(index + 1, text: $0) }
  }

  /// Binds a row of `pending`.
  func bind(_ file: PendingFile) {
    file.path.withBytes { bind(1, text: $0) }
    if let entry = file.entry {
      bind(2, Int64(entry.id))
      bind(3, entry: entry)
    } else {
      for index in Int32(2)...7 { bindNull(index) }
    }
    bind(8, file.kind.rawValue)
    bind(9, Int64(file.path.rank))
    bind(10, Int64(file.staged))
  }
}

/// What a publication means for the tree before the live one.
enum FormerTree {
  case asBefore
  /// What was live is now the tree before.
  case replaced
  /// There is no whole tree before this one.
  case lost
}
