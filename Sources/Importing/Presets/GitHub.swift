import Model

extension Preset {
  static let gitHub = Preset(
    "github", title: "GitHub",
    listNames: ["workflow_runs", "jobs", "deployments", "commits"],
    shapes: [
      GitHubRun.shape, GitHubJob.shape, GitHubRun.commandLineShape, GitHubJob.commandLineShape,
      GitHubDeployment.shape, GitHubDeployment.graphShape, GitHubDeploymentStatus.shape,
      GitHubCommit.shape,
    ] + GitHubWebhook.shapes)
}

/// Status words of runs and jobs, those of conclusions among them.
enum GitHubWords {
  static let jobs: [String: JobStatus] = [
    "waiting": .pending, "pending": .pending, "action_required": .pending,
    "queued": .queued, "requested": .queued,
    "in_progress": .running,
    "success": .success,
    "failure": .failed,
    "cancelled": .cancelled, "stale": .cancelled,
    "timed_out": .timeout,
    "startup_failure": .error,
    "skipped": .skipped, "neutral": .skipped,
  ]
}

/// Status and, once completed, conclusion of a run or a job.
struct GitHubOutcome {
  let status: JSONNode?
  let conclusion: JSONNode?

  var isCompleted: Bool { status?.text?.asciiLowercased == "completed" }
  var isInProgress: Bool { status?.text?.asciiLowercased == "in_progress" }

  /// Over, and not waiting for somebody's approval.
  var isOver: Bool {
    isCompleted && GitHubWords.jobs[conclusion?.text?.asciiLowercased ?? ""]?.isOpen != true
  }

  func set(in draft: inout Draft) {
    draft.setJobStatus(isCompleted ? conclusion ?? status : status, GitHubWords.jobs)
    if isCompleted { draft.take(status) }
  }
}
