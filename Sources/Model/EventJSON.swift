/// Events as sources write them: what the importer reads back as the same event.
extension LifecycleEvent {
  /// One JSON object without white space: `type`, `at`, then the fields that the event brings,
  /// sorted by name. Text that is empty and a status that the event does not name are left out.
  package var importableJSON: ByteBuffer {
    var w = JSONObjectWriter(into: ByteBuffer(capacity: 512))
    w.member("type", word: type.word)
    w.member("at", at)
    switch record {
    case .job(let job): job.writeFields(to: &w, withStatus: hasStatus)
    case .deployment(let deployment): deployment.writeFields(to: &w, withStatus: hasStatus)
    // No event is about these.
    case .commit, .incident: break
    }
    return w.finish()
  }
}

extension Text {
  fileprivate var unlessEmpty: Text? { isEmpty ? nil : self }
}

extension Job {
  fileprivate func writeFields(to w: inout JSONObjectWriter, withStatus: Bool) {
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
    w.member("job_type", type.unlessEmpty)
    w.member("logs_url", logsURL)
    w.member("metadata", metadata)
    w.member("queued_at", queuedAt)
    w.member("ref", ref)
    w.member("repo", repo)
    w.member("source_status", sourceStatus)
    w.member("started_at", startedAt)
    if withStatus { w.member("status", word: status.word) }
    w.member("tags", tags: tags)
    w.member("updated_at", updatedAt)
  }
}

extension Deployment {
  fileprivate func writeFields(to w: inout JSONObjectWriter, withStatus: Bool) {
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
    w.member("service_name", service.unlessEmpty)
    w.member("source_status", sourceStatus)
    w.member("staging_deployed_at", stagingDeployedAt)
    w.member("staging_job_id", stagingJobID)
    if withStatus { w.member("status", word: status.word) }
    w.member("tags", tags: tags)
    w.member("test_job_id", testJobID)
    w.member("updated_at", updatedAt)
    w.member("version", version.unlessEmpty)
  }
}
