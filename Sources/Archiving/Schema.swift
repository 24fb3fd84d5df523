import GRDB

/// The archive's tables. Each change is a numbered migration; none is ever edited once released.
enum Schema {
  /// `application_id` in the file's header: "RbkA".
  static let applicationID = 0x5262_6B41

  static var migrator: DatabaseMigrator {
    var migrator = DatabaseMigrator()
    migrator.registerMigration("1 records, derived facts, sources") { db in
      try db.execute(sql: records)
      try db.execute(sql: derived)
      try db.execute(sql: sources)
    }
    return migrator
  }

  /// Created after the first import, in one pass each, and kept from then on.
  static let recordIndexes = [
    "CREATE UNIQUE INDEX IF NOT EXISTS job_by_id ON job(job_id)",
    "CREATE INDEX IF NOT EXISTS job_by_day ON job(day)",
    "CREATE INDEX IF NOT EXISTS job_by_change ON job(change)",
    "CREATE INDEX IF NOT EXISTS job_open ON job(status) WHERE status IN (0, 1, 2)",
    "CREATE UNIQUE INDEX IF NOT EXISTS deployment_by_id ON deployment(deployment_id)",
    "CREATE INDEX IF NOT EXISTS deployment_by_service ON deployment(service, version)",
    "CREATE INDEX IF NOT EXISTS deployment_by_day ON deployment(day)",
    "CREATE INDEX IF NOT EXISTS deployment_by_change ON deployment(change)",
  ]

  /// Times are milliseconds UTC, days are local days since 1970-01-01, `change` is the number of the
  /// import that changed the row last. Repeated texts are kept once, in `name`.
  private static let records = """
    CREATE TABLE meta(
      key TEXT NOT NULL PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
    CREATE TABLE name(id INTEGER PRIMARY KEY, text TEXT NOT NULL UNIQUE) STRICT;
    CREATE TABLE job(
      key INTEGER PRIMARY KEY, job_id TEXT NOT NULL, type INTEGER NOT NULL REFERENCES name,
      status INTEGER NOT NULL, source_status TEXT, repo INTEGER REFERENCES name, ref TEXT,
      commit_sha TEXT, commit_message TEXT, commit_author INTEGER REFERENCES name,
      agent INTEGER REFERENCES name, created_at INTEGER, queued_at INTEGER, started_at INTEGER,
      completed_at INTEGER, updated_at INTEGER, exit_code INTEGER, duration_seconds REAL,
      logs_url TEXT, error_message TEXT, tags TEXT, metadata TEXT,
      service INTEGER REFERENCES name, day INTEGER, change INTEGER NOT NULL) STRICT;
    CREATE TABLE deployment(
      key INTEGER PRIMARY KEY, deployment_id TEXT NOT NULL,
      service INTEGER NOT NULL REFERENCES name, version TEXT NOT NULL, status INTEGER NOT NULL,
      source_status TEXT, environment INTEGER REFERENCES name, repo INTEGER REFERENCES name,
      ref TEXT, commit_sha TEXT, commit_message TEXT, commit_author INTEGER REFERENCES name,
      build_job_id TEXT, test_job_id TEXT, deploy_job_id TEXT, staging_job_id TEXT,
      production_job_id TEXT, created_at INTEGER, updated_at INTEGER,
      deployed_to_staging INTEGER, deployed_to_production INTEGER, staging_deployed_at INTEGER,
      production_deployed_at INTEGER, rolled_back INTEGER, rolled_back_at INTEGER,
      rolled_back_to TEXT, rollback_reason TEXT, error_rate REAL, latency_ms REAL,
      requests_per_sec REAL, tags TEXT, metadata TEXT, day INTEGER, change INTEGER NOT NULL) STRICT;
    CREATE TABLE history(
      kind INTEGER NOT NULL, id TEXT NOT NULL, record TEXT NOT NULL, change INTEGER NOT NULL,
      PRIMARY KEY(kind, id, record)) STRICT, WITHOUT ROWID;
    CREATE TABLE job_reference(
      job_id TEXT NOT NULL, deployment INTEGER NOT NULL, role INTEGER NOT NULL,
      service INTEGER NOT NULL, PRIMARY KEY(job_id, deployment, role)) STRICT, WITHOUT ROWID;
    """

  private static let derived = """
    CREATE TABLE dirty_day(day INTEGER PRIMARY KEY) STRICT;
    CREATE TABLE dirty_service(service INTEGER PRIMARY KEY) STRICT;
    CREATE TABLE job_day(
      day INTEGER NOT NULL, repo INTEGER NOT NULL, type INTEGER NOT NULL, counts BLOB NOT NULL,
      runs BLOB NOT NULL, queues BLOB NOT NULL,
      PRIMARY KEY(day, repo, type)) STRICT, WITHOUT ROWID;
    CREATE TABLE service_day(
      day INTEGER NOT NULL, service INTEGER NOT NULL, counts BLOB NOT NULL, runs BLOB NOT NULL,
      queues BLOB NOT NULL, PRIMARY KEY(service, day)) STRICT, WITHOUT ROWID;
    CREATE TABLE fact(
      deployment INTEGER PRIMARY KEY, kind INTEGER NOT NULL, failure INTEGER,
      is_withdrawn INTEGER NOT NULL, is_rework INTEGER NOT NULL, previous INTEGER,
      superseded_by INTEGER) STRICT;
    CREATE TABLE span(
      service INTEGER NOT NULL, position INTEGER NOT NULL, environment TEXT NOT NULL,
      deployment INTEGER, version TEXT NOT NULL, live_from INTEGER NOT NULL, live_until INTEGER,
      ending INTEGER NOT NULL, is_restored INTEGER NOT NULL, is_production INTEGER NOT NULL,
      PRIMARY KEY(service, position)) STRICT, WITHOUT ROWID;
    CREATE INDEX span_by_deployment ON span(deployment);
    CREATE TABLE rollback(
      service INTEGER NOT NULL, position INTEGER NOT NULL, environment TEXT NOT NULL,
      blamed INTEGER NOT NULL, by_deployment INTEGER, to_version TEXT, at INTEGER,
      time_basis INTEGER NOT NULL, basis INTEGER NOT NULL, relanded_by INTEGER,
      withdrawn TEXT NOT NULL, PRIMARY KEY(service, position)) STRICT, WITHOUT ROWID;
    CREATE INDEX rollback_by_blamed ON rollback(blamed);
    CREATE INDEX rollback_by_deployment ON rollback(by_deployment);
    """

  private static let sources = """
    CREATE TABLE source(
      id INTEGER PRIMARY KEY, path TEXT NOT NULL UNIQUE, format TEXT NOT NULL,
      sha256 TEXT NOT NULL, bytes INTEGER NOT NULL, change INTEGER NOT NULL,
      lines INTEGER NOT NULL, imported INTEGER NOT NULL, updated INTEGER NOT NULL,
      duplicate INTEGER NOT NULL, conflict INTEGER NOT NULL, blank INTEGER NOT NULL,
      ignored INTEGER NOT NULL, quarantined INTEGER NOT NULL, incomplete INTEGER NOT NULL,
      first_time INTEGER, last_time INTEGER, last_job_time INTEGER) STRICT;
    CREATE TABLE feed(
      source INTEGER NOT NULL, service INTEGER NOT NULL,
      PRIMARY KEY(source, service)) STRICT, WITHOUT ROWID;
    CREATE TABLE quarantine(
      id INTEGER PRIMARY KEY, source INTEGER NOT NULL, effect TEXT NOT NULL, code TEXT NOT NULL,
      message TEXT NOT NULL, field TEXT, tbl TEXT, line INTEGER NOT NULL,
      column_number INTEGER NOT NULL, byte_offset INTEGER NOT NULL, raw BLOB NOT NULL) STRICT;
    CREATE INDEX quarantine_by_source ON quarantine(source);
    CREATE TABLE remark(
      source INTEGER NOT NULL, code TEXT NOT NULL, count INTEGER NOT NULL, example TEXT NOT NULL,
      line INTEGER NOT NULL, PRIMARY KEY(source, code)) STRICT, WITHOUT ROWID;
    """
}
