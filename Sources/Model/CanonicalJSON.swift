/// Canonical JSON of records: members sorted by name, nothing for what is nil, no white space. Two
/// records are the same if these bytes are the same; history, archive bags and `show` use them too.
extension Record {
  package var canonicalJSON: ByteBuffer {
    switch self {
    case .job(let job): job.canonicalJSON
    case .deployment(let deployment): deployment.canonicalJSON
    case .commit(let commit): commit.canonicalJSON
    case .incident(let incident): incident.canonicalJSON
    }
  }
}

extension Job {
  package var canonicalJSON: ByteBuffer {
    var w = JSONObjectWriter(into: ByteBuffer(capacity: 512))
    w.member("agent_id", agentID)
    w.member("commit_author", commitAuthor)
    w.member("commit_message", commitMessage)
    w.member("commit_sha", commitSHA)
    w.member("completed_at", completedAt)
    w.member("created_at", createdAt)
    w.member("duration_seconds", durationSeconds)
    w.member("error_message", errorMessage)
    w.member("exit_code", exitCode)
    w.member("job_id", id)
    w.member("job_type", type)
    w.member("logs_url", logsURL)
    w.member("metadata", metadata)
    w.member("queued_at", queuedAt)
    w.member("ref", ref)
    w.member("repo", repo)
    w.member("source_status", sourceStatus)
    w.member("started_at", startedAt)
    w.member("status", word: status.word)
    w.member("tags", tags: tags)
    w.member("updated_at", updatedAt)
    return w.finish()
  }
}

extension Deployment {
  package var canonicalJSON: ByteBuffer {
    var w = JSONObjectWriter(into: ByteBuffer(capacity: 512))
    w.member("build_job_id", buildJobID)
    w.member("commit_author", commitAuthor)
    w.member("commit_message", commitMessage)
    w.member("commit_sha", commitSHA)
    w.member("created_at", createdAt)
    w.member("deploy_job_id", deployJobID)
    w.member("deployed_to_production", deployedToProduction)
    w.member("deployed_to_staging", deployedToStaging)
    w.member("deployment_id", id)
    w.member("environment", environment)
    w.member("error_rate", errorRate)
    w.member("latency_ms", latencyMilliseconds)
    w.member("metadata", metadata)
    w.member("production_deployed_at", productionDeployedAt)
    w.member("production_job_id", productionJobID)
    w.member("ref", ref)
    w.member("repo", repo)
    w.member("requests_per_sec", requestsPerSecond)
    w.member("rollback_reason", rollbackReason)
    w.member("rolled_back", rolledBack)
    w.member("rolled_back_at", rolledBackAt)
    w.member("rolled_back_to", rolledBackTo)
    w.member("service_name", service)
    w.member("source_status", sourceStatus)
    w.member("staging_deployed_at", stagingDeployedAt)
    w.member("staging_job_id", stagingJobID)
    w.member("status", word: status.word)
    w.member("tags", tags: tags)
    w.member("test_job_id", testJobID)
    w.member("updated_at", updatedAt)
    w.member("version", version)
    return w.finish()
  }
}

extension Commit {
  package var canonicalJSON: ByteBuffer {
    var w = JSONObjectWriter(into: ByteBuffer(capacity: 512))
    w.member("author", author)
    w.member("author_email", authorEmail)
    w.member("authored_at", authoredAt)
    w.member("committed_at", committedAt)
    w.member("message", message)
    w.member("metadata", metadata)
    if !parents.isEmpty {
      w.name("parents")
      w.buffer.append(jsonArray: parents)
    }
    w.member("repo", repo)
    w.member("sha", sha)
    return w.finish()
  }
}

extension Incident {
  package var canonicalJSON: ByteBuffer {
    var w = JSONObjectWriter(into: ByteBuffer(capacity: 512))
    w.member("caused_by", causedBy)
    w.member("detected_at", detectedAt)
    w.member("environment", environment)
    w.member("incident_id", id)
    w.member("metadata", metadata)
    w.member("resolved_at", resolvedAt)
    w.member("service_name", service)
    w.member("severity", severity)
    w.member("started_at", startedAt)
    w.member("tags", tags: tags)
    w.member("title", title)
    w.member("url", url)
    return w.finish()
  }
}
