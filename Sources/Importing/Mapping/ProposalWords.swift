import Model

/// Words for how a job or a deployment stands, as many systems write them.
enum ProposalWords {
  /// What a proposal makes of a word.
  enum Guess: Equatable {
    /// Our word.
    case sure(String)
    /// It says that something ended, but not how.
    case ended
    case unknown
  }

  private static let jobs: [(ours: JobStatus, theirs: String)] = [
    (
      .pending,
      "pending waiting actionrequired created manual onhold blocked limited postponed notstarted "
        + "buffered paused suspended new init initialized planned waitingforresource scheduled"
    ),
    (.queued, "queued requested preparing notrunning assigned accepted enqueued ready queue"),
    (
      .running,
      "running inprogress canceling cancelling failing building active executing started "
        + "processing timingout redirect deploying progressing run ongoing"
    ),
    (
      .success,
      "success successful succeeded succeed passed pass ok green unblocked partiallysucceeded good "
        + "true yes"
    ),
    (
      .failed,
      "failed failure fail failing terminal failedcontinue unstable red waitingfailed blockedfailed "
        + "ko bad unsuccessful notok false no"
    ),
    (
      .cancelled,
      "cancelled canceled cancel cancellation stale aborted abort stopped interrupted superseded"
    ),
    (.timeout, "timeout timedout deadlineexceeded"),
    (
      .error,
      "error errored err startupfailure infrastructurefail unauthorized terminatedunknown crashed "
        + "crash exception broken expired systemfailure oom oomkilled"
    ),
    (.skipped, "skipped skip neutral notrun notbuilt notbuild ignored noop halted"),
  ]

  private static let deployments: [(ours: String, theirs: String)] = [
    (
      "pending",
      "pending queued created waiting blocked ready scheduled notstarted notdeployed requested new "
        + "approved awaitingapproval planned undefined"
    ),
    (
      "staging",
      "inprogress running deploying started progressing baking building rolling rollingout ongoing"
    ),
    (
      "success",
      "success successful succeeded succeed deployed released healthy ok active passed rolledout "
        + "published partiallysucceeded inactive superseded true yes"
    ),
    (
      "failed",
      "failed failure fail error errored stopped canceled cancelled aborted timedout timeout "
        + "degraded rejected crashed false no"
    ),
    ("rolled_back", "rolledback rollback reverted"),
    ("live", "live production"), ("staged", "staged"),
  ]

  private static let ended: Set<String> = ["completed", "complete", "done", "finished", "closed"]

  private static let jobTable = table(jobs.map { ($0.ours.word, $0.theirs) })
  private static let deploymentTable = table(deployments)

  private static func table(_ lists: [(ours: String, theirs: String)]) -> [String: String] {
    var result: [String: String] = [:]
    for list in lists {
      for word in list.theirs.split(separator: " ") {
        result[String(word)] = result[String(word)] ?? list.ours
      }
    }
    return result
  }

  static func guess(_ word: String, kind: RecordKind) -> Guess {
    let plain = ProposalNames.words(of: word.asciiLowercased).joined()
    let table = kind == .job ? jobTable : deploymentTable
    if let ours = table[plain] { return .sure(ours) }
    return ended.contains(plain) ? .ended : .unknown
  }

  /// What all words of a source mean. A word that only says that something ended means success, if
  /// other words say failed and none says success.
  static func guesses(_ words: [String], kind: RecordKind) -> [Guess] {
    let guesses = words.map { guess($0, kind: kind) }
    let failures = ["failed", "error", "cancelled", "timeout"].map { Guess.sure($0) }
    let hasFailure = guesses.contains { failures.contains($0) }
    let hasSuccess = guesses.contains(.sure("success")) || guesses.contains(.sure("live"))
    return guesses.map { guess in
      guess == .ended && hasFailure && !hasSuccess ? .sure("success") : guess
    }
  }
}
