/// The tables about where records came from.
extension Schema {
  /// `source` has a row a path, `import` one for each time it was read. Imports of one `chain` each
  /// read on where the one before ended; together they are one reading of the source. `sha256` of a
  /// source is null if an import of its content was undone: it has to be read again.
  ///
  /// A fact is a version of a record, an event or a deletion. Its row says which import brought it
  /// first; `sighting` says which others brought it too, as `KeyRuns` of the facts' keys.
  static let imports = """
    CREATE TABLE source(
      id INTEGER PRIMARY KEY, path TEXT NOT NULL UNIQUE, import INTEGER NOT NULL,
      chain INTEGER NOT NULL, sha256 TEXT, key TEXT NOT NULL, bytes INTEGER NOT NULL,
      identity TEXT, resume_bytes INTEGER, resume_lines INTEGER, resume_sha256 TEXT,
      max_age INTEGER) STRICT;
    CREATE TABLE import(
      number INTEGER PRIMARY KEY, source INTEGER NOT NULL, chain INTEGER NOT NULL,
      format TEXT NOT NULL, sha256 TEXT NOT NULL, key TEXT NOT NULL, bytes INTEGER NOT NULL,
      lines INTEGER NOT NULL, imported INTEGER NOT NULL, updated INTEGER NOT NULL,
      duplicate INTEGER NOT NULL, conflict INTEGER NOT NULL, blank INTEGER NOT NULL,
      ignored INTEGER NOT NULL, quarantined INTEGER NOT NULL, incomplete INTEGER NOT NULL,
      first_time INTEGER, last_time INTEGER, last_job_time INTEGER, declared_through INTEGER)
      STRICT;
    CREATE INDEX import_by_chain ON import(source, chain);
    CREATE TABLE import_code(
      import INTEGER NOT NULL, code TEXT NOT NULL, effect TEXT NOT NULL, count INTEGER NOT NULL,
      example TEXT NOT NULL, line INTEGER NOT NULL,
      PRIMARY KEY(import, code, effect)) STRICT, WITHOUT ROWID;
    CREATE TABLE feed(
      service INTEGER NOT NULL, import INTEGER NOT NULL,
      PRIMARY KEY(service, import)) STRICT, WITHOUT ROWID;
    CREATE TABLE sighting(
      import INTEGER NOT NULL, facts INTEGER NOT NULL, part INTEGER NOT NULL, keys BLOB NOT NULL,
      PRIMARY KEY(import, facts, part)) STRICT, WITHOUT ROWID;
    CREATE TABLE quarantine(
      id INTEGER PRIMARY KEY, import INTEGER NOT NULL, effect TEXT NOT NULL, code TEXT NOT NULL,
      message TEXT NOT NULL, field TEXT, tbl TEXT, line INTEGER NOT NULL,
      column_number INTEGER NOT NULL, byte_offset INTEGER NOT NULL, raw BLOB NOT NULL) STRICT;
    CREATE INDEX quarantine_by_import ON quarantine(import);
    """
}
