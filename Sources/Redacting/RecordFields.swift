package import Model

extension Redactor {
  /// How often a rule found something in a field of a record. Fields are named as in JSON.
  package typealias RecordFinding = (field: String, rule: String, count: Int)

  /// What the rules find in a record, by field and rule; empty for almost all records.
  package func findings(in record: Record) -> [RecordFinding] {
    var result: [RecordFinding] = []
    for (field, text) in record.texts { count(findings(in: text), in: field, &result) }
    let metadata = record.metadata
    // Most metadata is clean as a whole; only an escape may stand within a secret.
    if metadata.isEmpty
      || (findings(in: metadata.json).isEmpty && !metadata.json.string.utf8.contains(0x5C))
    {
      return result
    }
    var found: [Finding] = []
    MetadataRewriter.forEachString(in: metadata) { found += findings(in: $0) }
    count(found, in: "metadata", &result)
    return result
  }

  private func count(_ found: [Finding], in field: String, _ result: inout [RecordFinding]) {
    for rule in Set(found.map(\.rule)).sorted() {
      let count = found.count { $0.rule == rule }
      if let i = result.firstIndex(where: { $0.field == field && $0.rule == rule }) {
        result[i].count += count
      } else {
        result.append((field, rule, count))
      }
    }
  }
}

extension Record {
  fileprivate var metadata: Metadata {
    switch self {
    case .job(let job): job.metadata
    case .deployment(let deployment): deployment.metadata
    case .commit(let commit): commit.metadata
    case .incident(let incident): incident.metadata
    }
  }

  /// Every text of the record but its metadata, by field.
  fileprivate var texts: [(field: String, text: Text)] {
    var list = TextList()
    switch self {
    case .job(let job): list.add(job)
    case .deployment(let deployment): list.add(deployment)
    case .commit(let commit): list.add(commit)
    case .incident(let incident): list.add(incident)
    }
    return list.texts
  }
}

private struct TextList {
  var texts: [(field: String, text: Text)] = []

  mutating func add(_ field: String, _ text: Text?) {
    if let text { texts.append((field, text)) }
  }

  mutating func add(_ job: Job) {
    add("job_id", job.id)
    add("job_type", job.type)
    add("source_status", job.sourceStatus)
    add("repo", job.repo)
    add("ref", job.ref)
    add("commit_sha", job.commitSHA)
    add("commit_message", job.commitMessage)
    add("commit_author", job.commitAuthor)
    add("agent_id", job.agentID)
    add("logs_url", job.logsURL)
    add("error_message", job.errorMessage)
    for tag in job.tags { add("tags", tag) }
  }

  mutating func add(_ d: Deployment) {
    add("deployment_id", d.id)
    add("service_name", d.service)
    add("version", d.version)
    add("source_status", d.sourceStatus)
    add("environment", d.environment)
    add("repo", d.repo)
    add("ref", d.ref)
    add("commit_sha", d.commitSHA)
    add("commit_message", d.commitMessage)
    add("commit_author", d.commitAuthor)
    add("build_job_id", d.buildJobID)
    add("test_job_id", d.testJobID)
    add("deploy_job_id", d.deployJobID)
    add("staging_job_id", d.stagingJobID)
    add("production_job_id", d.productionJobID)
    add("rolled_back_to", d.rolledBackTo)
    add("rollback_reason", d.rollbackReason)
    for tag in d.tags { add("tags", tag) }
  }

  mutating func add(_ commit: Commit) {
    add("sha", commit.sha)
    add("repo", commit.repo)
    for parent in commit.parents { add("parents", parent) }
    add("author", commit.author)
    add("author_email", commit.authorEmail)
    add("message", commit.message)
  }

  mutating func add(_ incident: Incident) {
    add("incident_id", incident.id)
    add("service_name", incident.service)
    add("environment", incident.environment)
    add("title", incident.title)
    add("severity", incident.severity)
    add("caused_by", incident.causedBy)
    add("url", incident.url)
    for tag in incident.tags { add("tags", tag) }
  }
}
