import Model

extension Preset {
  static let gitLab = Preset(
    "gitlab", title: "GitLab", listNames: ["pipelines", "jobs", "deployments"],
    shapes: [
      GitLabPipeline.shape, GitLabJob.shape, GitLabDeployment.shape, GitLabCommit.shape,
    ] + GitLabWebhook.shapes)
}

/// Status words of pipelines, jobs and deployments.
enum GitLabWords {
  static let jobs: [String: JobStatus] = [
    "created": .pending, "manual": .pending, "scheduled": .pending,
    "waiting_for_resource": .pending, "waiting_for_callback": .pending,
    "pending": .queued, "preparing": .queued,
    "running": .running, "canceling": .running,
    "success": .success,
    "failed": .failed,
    "canceled": .cancelled,
    "skipped": .skipped,
  ]

  /// Failures that are not the job's own.
  static let failureReasons: [String: JobStatus] = [
    "job_execution_timeout": .timeout, "runner_system_failure": .error,
  ]

  static let deployments: [String: DeploymentCourse] = [
    "created": .waiting, "blocked": .waiting,
    "running": .underWay,
    "success": .done,
    "failed": .failed, "canceled": .failed,
  ]
}

/// The project a GitLab object belongs to.
enum GitLabProject {
  /// `group/project`: as `project` says it, else as a URL of something of the project does.
  static func path(_ project: JSONNode?, _ urls: JSONNode?...) -> String? {
    if let path = project?["path_with_namespace"]?.text { return path }
    for case let url? in urls {
      if let path = url.text.flatMap({ RepositoryURL($0) })?.gitLabProject { return path }
    }
    return nil
  }
}

extension Draft {
  /// Sets the status of a GitLab job; why it failed may say more than that it did.
  mutating func setGitLabStatus(_ word: JSONNode?, reason: JSONNode?) {
    setJobStatus(word, GitLabWords.jobs)
    guard word?.text?.asciiLowercased == "failed", let reason else { return }
    set(.errorMessage, reason)
    if let status = GitLabWords.failureReasons[reason.text?.asciiLowercased ?? ""] {
      set(.status, text: status.word, from: reason)
    }
  }

  /// Sets when a job was queued: as long before its start as GitLab says it waited for a runner. When
  /// it was created says nothing about that: all jobs of a pipeline are created at once.
  mutating func setQueued(before start: JSONNode?, seconds: JSONNode?) {
    guard let start = start?.instant, let waited = seconds?.number, waited >= 0, waited < 1e9
    else { return }
    set(
      .queuedAt, time: start.adding(milliseconds: -Int64((waited * 1000).rounded())), from: seconds)
  }
}
