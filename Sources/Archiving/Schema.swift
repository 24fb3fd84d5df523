import GRDB

/// The archive's tables. Each change is a numbered migration; none is ever edited once released.
enum Schema {
  /// `application_id` in the file's header: "RbkA".
  static let applicationID = 0x5262_6B41

  static var migrator: DatabaseMigrator {
    var migrator = DatabaseMigrator()
    migrator.registerMigration("1 records, versions, imports") { db in
      try db.execute(sql: general)
      try db.execute(sql: record("job", jobColumns))
      try db.execute(sql: record("deployment", deploymentColumns))
      try db.execute(sql: record("vcs_commit", commitColumns, id: "sha"))
      try db.execute(sql: record("incident", incidentColumns))
      try db.execute(sql: event("job", jobColumns))
      try db.execute(sql: event("deployment", deploymentColumns))
      try db.execute(sql: derived)
      try db.execute(sql: imports)
    }
    migrator.registerMigration("2 days of deployments, restatements, lines, ledger") { db in
      try db.execute(sql: deploymentDays)
      try db.execute(sql: restatements)
      try db.execute(sql: lines)
      try db.execute(sql: ledger)
    }
    migrator.registerMigration("3 corrections") { db in try db.execute(sql: corrections) }
    migrator.registerMigration("4 removals") { db in try db.execute(sql: removals) }
    return migrator
  }

  /// Why a file with these migrations is not ours to open; nil if it is.
  static func refusal(of applied: Set<String>) -> String? {
    let known = migrator.migrations
    let foreign = applied.subtracting(known)
    guard !foreign.isEmpty else { return nil }
    func number(_ name: String) -> Int { Int(name.prefix { $0 != " " }) ?? .max }
    let newest = known.map(number).max() ?? 0
    return foreign.contains { number($0) > newest }
      ? "was written by a newer Rollbook; update this one"
      : "was written by a Rollbook from before the archive had its present form; import your "
        + "sources into a new archive"
  }

  /// Created after the first import, in one pass each, and kept from then on.
  static let recordIndexes: [String] = [
    "CREATE UNIQUE INDEX IF NOT EXISTS job_by_id ON job(job_id)",
    "CREATE INDEX IF NOT EXISTS job_by_day ON job(day, agent)",
    "CREATE INDEX IF NOT EXISTS job_by_change ON job(change)",
    "CREATE INDEX IF NOT EXISTS job_by_status_and_creation_time "
      + "ON job(status, \(JobRows.creationExpression), job_id)",
    "CREATE INDEX IF NOT EXISTS job_by_agent ON job(agent, day)",
    "CREATE INDEX IF NOT EXISTS job_by_commit ON job(\(JobRows.commitExpression)) "
      + "WHERE commit_sha IS NOT NULL",
    "CREATE INDEX IF NOT EXISTS job_with_clock_skew ON job(job_id, day) WHERE \(ClockSkew.job)",
    "CREATE UNIQUE INDEX IF NOT EXISTS deployment_by_id ON deployment(deployment_id)",
    "CREATE INDEX IF NOT EXISTS deployment_by_service ON deployment(service, version)",
    "CREATE INDEX IF NOT EXISTS deployment_by_creation_time "
      + "ON deployment(\(DeploymentRows.creationExpression), deployment_id)",
    "CREATE INDEX IF NOT EXISTS deployment_by_service_and_creation_time "
      + "ON deployment(service, \(DeploymentRows.creationExpression), deployment_id)",
    "CREATE INDEX IF NOT EXISTS deployment_by_day ON deployment(day)",
    "CREATE INDEX IF NOT EXISTS deployment_by_service_and_time "
      + "ON deployment(service, \(DeploymentRows.timeExpression), deployment_id)",
    "CREATE INDEX IF NOT EXISTS deployment_by_service_and_repo ON deployment(service, repo)",
    "CREATE INDEX IF NOT EXISTS deployment_by_change ON deployment(change)",
    "CREATE UNIQUE INDEX IF NOT EXISTS vcs_commit_by_id ON vcs_commit(sha)",
    "CREATE UNIQUE INDEX IF NOT EXISTS incident_by_id ON incident(incident_id)",
    "CREATE INDEX IF NOT EXISTS import_by_time ON import(source, chain, last_time)",
    "CREATE INDEX IF NOT EXISTS import_declaring ON import(source, chain, number) "
      + "WHERE declared_through IS NOT NULL",
  ]

  /// Indexes that `recordIndexes` had once.
  static let formerIndexes = [
    "job_by_status", "deployment_by_creation", "deployment_by_service_and_creation",
  ]

  // MARK: - Records

  /// Repeated texts are kept once, in `name`. `counter` gives out the keys of facts: none is used
  /// twice, even if its row is gone.
  private static let general = """
    CREATE TABLE meta(
      key TEXT NOT NULL PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
    CREATE TABLE name(id INTEGER PRIMARY KEY, text TEXT NOT NULL UNIQUE) STRICT;
    CREATE TABLE counter(facts INTEGER PRIMARY KEY, next INTEGER NOT NULL) STRICT;
    CREATE TABLE tombstone(
      key INTEGER PRIMARY KEY, kind INTEGER NOT NULL, id TEXT NOT NULL, at INTEGER NOT NULL,
      origin INTEGER NOT NULL, UNIQUE(kind, id, at)) STRICT;
    CREATE TABLE job_reference(
      job_id TEXT NOT NULL, deployment INTEGER NOT NULL, role INTEGER NOT NULL,
      service INTEGER NOT NULL, PRIMARY KEY(job_id, deployment, role)) STRICT, WITHOUT ROWID;
    """

  /// What is shown of each id, and the versions that are not.
  ///
  /// Times are milliseconds UTC, days are local days since 1970-01-01, `change` is the number of the
  /// import that changed the row last. `version_key` is the key of the version that the row shows as
  /// it came, `origin` the import that brought it first; both are null if events told of the record,
  /// and then every version stands in the second table. `digest` is the SHA-256 of a version's canonical JSON.
  private static func record(_ table: String, _ columns: String, id: String? = nil) -> String {
    """
    CREATE TABLE \(table)(
      key INTEGER PRIMARY KEY, \(columns),
      day INTEGER, change INTEGER NOT NULL, version_key INTEGER, origin INTEGER) STRICT;
    CREATE TABLE \(table)_version(
      key INTEGER PRIMARY KEY, \(columns),
      digest BLOB NOT NULL, origin INTEGER NOT NULL,
      UNIQUE(\(id ?? table + "_id"), digest)) STRICT;
    """
  }

  /// `effect` is what became of the event when its record was folded last.
  private static func event(_ table: String, _ columns: String) -> String {
    """
    CREATE TABLE \(table)_event(
      key INTEGER PRIMARY KEY, at INTEGER NOT NULL, event INTEGER NOT NULL,
      has_status INTEGER NOT NULL, effect INTEGER NOT NULL, \(columns),
      digest BLOB NOT NULL, origin INTEGER NOT NULL, UNIQUE(\(table)_id, digest)) STRICT;
    CREATE INDEX \(table)_event_odd ON \(table)_event(effect) WHERE effect IN (0, 4);
    """
  }

  private static let jobColumns = """
    job_id TEXT NOT NULL, type INTEGER NOT NULL REFERENCES name,
      status INTEGER NOT NULL, source_status TEXT, repo INTEGER REFERENCES name, ref TEXT,
      commit_sha TEXT, commit_message TEXT, commit_author INTEGER REFERENCES name,
      agent INTEGER REFERENCES name, created_at INTEGER, queued_at INTEGER, started_at INTEGER,
      completed_at INTEGER, updated_at INTEGER, exit_code INTEGER, duration_seconds REAL,
      logs_url TEXT, error_message TEXT, tags TEXT, metadata TEXT,
      service INTEGER REFERENCES name
    """

  private static let deploymentColumns = """
    deployment_id TEXT NOT NULL, service INTEGER NOT NULL REFERENCES name,
      version TEXT NOT NULL, status INTEGER NOT NULL,
      source_status TEXT, environment INTEGER REFERENCES name, repo INTEGER REFERENCES name,
      ref TEXT, commit_sha TEXT, commit_message TEXT, commit_author INTEGER REFERENCES name,
      build_job_id TEXT, test_job_id TEXT, deploy_job_id TEXT, staging_job_id TEXT,
      production_job_id TEXT, created_at INTEGER, updated_at INTEGER,
      deployed_to_staging INTEGER, deployed_to_production INTEGER, staging_deployed_at INTEGER,
      production_deployed_at INTEGER, rolled_back INTEGER, rolled_back_at INTEGER,
      rolled_back_to TEXT, rollback_reason TEXT, error_rate REAL, latency_ms REAL,
      requests_per_sec REAL, tags TEXT, metadata TEXT
    """

  private static let commitColumns = """
    sha TEXT NOT NULL, repo INTEGER REFERENCES name, parents TEXT, authored_at INTEGER,
      committed_at INTEGER, author INTEGER REFERENCES name,
      author_email INTEGER REFERENCES name, message TEXT, metadata TEXT
    """

  private static let incidentColumns = """
    incident_id TEXT NOT NULL, service INTEGER REFERENCES name,
      environment INTEGER REFERENCES name, title TEXT, severity INTEGER REFERENCES name,
      started_at INTEGER, detected_at INTEGER, resolved_at INTEGER, caused_by TEXT, url TEXT,
      tags TEXT, metadata TEXT
    """

  /// What people say is right, as their file says it; `date` is a local day since 1970-01-01.
  private static let corrections = """
    CREATE TABLE correction(
      kind INTEGER NOT NULL, subject TEXT NOT NULL, is_rollback INTEGER, blames TEXT,
      is_rolled_back INTEGER, reason TEXT, is_drill INTEGER NOT NULL,
      is_excluded INTEGER NOT NULL, alias_of TEXT, author TEXT NOT NULL, date INTEGER NOT NULL,
      note TEXT NOT NULL, PRIMARY KEY(kind, subject)) STRICT, WITHOUT ROWID;
    ALTER TABLE fact ADD COLUMN is_drill INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE rollback ADD COLUMN is_drill INTEGER NOT NULL DEFAULT 0;
    """

  /// Records that were removed on purpose and are not to come back, by the hash of their ids; `date` is a
  /// local day since 1970-01-01.
  private static let removals = """
    CREATE TABLE removal(
      kind INTEGER NOT NULL, id_sha256 TEXT NOT NULL, reason INTEGER NOT NULL,
      date INTEGER NOT NULL, note TEXT NOT NULL,
      PRIMARY KEY(kind, id_sha256)) STRICT, WITHOUT ROWID;
    """

  // MARK: - Derived facts

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
  /// What windows are made of without the deployments themselves, and the commits whose records may
  /// still come: `awaited_commit` has the hashes of those that nothing describes, `awaited_job` the first
  /// characters of those whose first job may change.
  private static let deploymentDays = """
    ALTER TABLE fact ADD COLUMN is_wide INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE fact ADD COLUMN lead_basis INTEGER;
    ALTER TABLE fact ADD COLUMN is_lead_negative INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE fact ADD COLUMN leads BLOB;
    CREATE TABLE deployment_day(
      service INTEGER NOT NULL, environment TEXT NOT NULL, day INTEGER, counts BLOB NOT NULL,
      offsets BLOB NOT NULL, leads BLOB NOT NULL) STRICT;
    CREATE INDEX deployment_day_by_service ON deployment_day(service, day);
    CREATE TABLE recovery(
      service INTEGER NOT NULL, position INTEGER NOT NULL, environment TEXT NOT NULL,
      failed INTEGER NOT NULL, start INTEGER NOT NULL, "end" INTEGER, recovered_by INTEGER,
      unknown INTEGER, PRIMARY KEY(service, position)) STRICT, WITHOUT ROWID;
    CREATE TABLE awaited_commit(
      sha TEXT NOT NULL, service INTEGER NOT NULL, PRIMARY KEY(sha, service)) STRICT, WITHOUT ROWID;
    CREATE INDEX awaited_commit_by_service ON awaited_commit(service);
    CREATE TABLE awaited_job(
      "commit" TEXT NOT NULL, service INTEGER NOT NULL,
      PRIMARY KEY("commit", service)) STRICT, WITHOUT ROWID;
    CREATE INDEX awaited_job_by_service ON awaited_job(service);
    INSERT INTO meta(key, value) SELECT 'derivation', '1' WHERE EXISTS (SELECT 1 FROM import);
    """

  /// `month_before` has what a month that was over when a site was last published summed up to then, as
  /// soon as it sums up to something else: deployments (0) and jobs (1). A month is its first local day.
  /// `reason` is why figures changed; the records named are those that came or changed.
  private static let restatements = """
    CREATE TABLE month_before(
      kind INTEGER NOT NULL, service INTEGER NOT NULL, month INTEGER NOT NULL, counts BLOB NOT NULL,
      PRIMARY KEY(kind, service, month)) STRICT, WITHOUT ROWID;
    CREATE TABLE restatement(
      number INTEGER PRIMARY KEY, as_of INTEGER NOT NULL, service INTEGER NOT NULL,
      month INTEGER NOT NULL, reason INTEGER NOT NULL, record_count INTEGER NOT NULL,
      UNIQUE(as_of, service, month, number)) STRICT;
    CREATE TABLE restated_figure(
      restatement INTEGER NOT NULL, metric TEXT NOT NULL, old_k INTEGER NOT NULL,
      old_n INTEGER NOT NULL, new_k INTEGER NOT NULL, new_n INTEGER NOT NULL,
      PRIMARY KEY(restatement, metric)) STRICT, WITHOUT ROWID;
    CREATE TABLE restating_record(
      restatement INTEGER NOT NULL, kind INTEGER NOT NULL, id TEXT NOT NULL, source TEXT,
      PRIMARY KEY(restatement, kind, id)) STRICT, WITHOUT ROWID;
    """

  /// Where in its source a version stands: the line, or the row of a table; null if a recording brought
  /// it, or an import of before.
  private static let lines = ["job", "deployment", "vcs_commit", "incident"].map { table in
    """
    ALTER TABLE \(table) ADD COLUMN line INTEGER;
    ALTER TABLE \(table)_version ADD COLUMN line INTEGER;
    """
  }.joined()

  /// How often each oddity occurred when a site of that date was published.
  private static let ledger = """
    CREATE TABLE ledger(
      as_of INTEGER NOT NULL, code TEXT NOT NULL, count INTEGER NOT NULL,
      PRIMARY KEY(as_of, code)) STRICT, WITHOUT ROWID;
    """
}
