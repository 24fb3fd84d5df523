import Model

/// Random records with every field, sometimes absent, often hostile.
enum RecordGenerator {
  static func record(_ random: inout SeededGenerator) -> Record {
    random.chance(50) ? .job(job(&random)) : .deployment(deployment(&random))
  }

  static func job(_ random: inout SeededGenerator) -> Job {
    var job = Job(
      id: text(&random), type: text(&random), status: random.pick(JobStatus.allCases))
    job.sourceStatus = maybe(&random, text)
    job.repo = maybe(&random, text)
    job.ref = maybe(&random, text)
    job.commitSHA = maybe(&random, text)
    job.commitMessage = maybe(&random, text)
    job.commitAuthor = maybe(&random, text)
    job.agentID = maybe(&random, text)
    job.createdAt = maybe(&random, time)
    job.queuedAt = maybe(&random, time)
    job.startedAt = maybe(&random, time)
    job.completedAt = maybe(&random, time)
    job.updatedAt = maybe(&random, time)
    job.exitCode = maybe(&random) { $0.pick([0, 1, -1, 137, .max, .min]) }
    job.durationSeconds = maybe(&random, number)
    job.logsURL = maybe(&random, text)
    job.errorMessage = maybe(&random, text)
    job.tags = tags(&random)
    job.metadata = metadata(&random)
    return job
  }

  static func deployment(_ random: inout SeededGenerator) -> Deployment {
    var deployment = Deployment(
      id: text(&random), service: text(&random), version: text(&random),
      status: random.pick(DeploymentStatus.allCases))
    deployment.sourceStatus = maybe(&random, text)
    deployment.environment = maybe(&random, text)
    deployment.repo = maybe(&random, text)
    deployment.ref = maybe(&random, text)
    deployment.commitSHA = maybe(&random, text)
    deployment.commitMessage = maybe(&random, text)
    deployment.commitAuthor = maybe(&random, text)
    deployment.buildJobID = maybe(&random, text)
    deployment.testJobID = maybe(&random, text)
    deployment.deployJobID = maybe(&random, text)
    deployment.stagingJobID = maybe(&random, text)
    deployment.productionJobID = maybe(&random, text)
    deployment.createdAt = maybe(&random, time)
    deployment.updatedAt = maybe(&random, time)
    deployment.deployedToStaging = maybe(&random) { $0.chance(50) }
    deployment.deployedToProduction = maybe(&random) { $0.chance(50) }
    deployment.stagingDeployedAt = maybe(&random, time)
    deployment.productionDeployedAt = maybe(&random, time)
    deployment.rolledBack = maybe(&random) { $0.chance(50) }
    deployment.rolledBackAt = maybe(&random, time)
    deployment.rolledBackTo = maybe(&random, text)
    deployment.rollbackReason = maybe(&random, text)
    deployment.errorRate = maybe(&random) { $0.pick([0, 1, 0.5, 0.0123, 1e-9]) }
    deployment.latencyMilliseconds = maybe(&random, number)
    deployment.requestsPerSecond = maybe(&random, number)
    deployment.tags = tags(&random)
    deployment.metadata = metadata(&random)
    return deployment
  }

  private static func maybe<T>(
    _ random: inout SeededGenerator, _ make: (inout SeededGenerator) -> T
  ) -> T? {
    random.chance(60) ? make(&random) : nil
  }

  private static func text(_ random: inout SeededGenerator) -> Text {
    let parts = [
      "a", "main", "release/2026", " ", "\n", "\t", "\"", "\\", "/", "\u{0}", "\u{7F}", "\u{E9}",
      "e\u{301}", "\u{1F600}", "\u{2028}", "\u{202E}", "<b>", "{{x}}", "'", "0", "null", "\u{FFFD}",
    ]
    return Text(
      (0...Int.random(in: 0...6, using: &random)).map { _ in random.pick(parts) }.joined())
  }

  private static func time(_ random: inout SeededGenerator) -> Timestamp {
    let range = Timestamp.accepted
    return Timestamp(
      milliseconds: Int64.random(
        in: range.lowerBound.milliseconds..<range.upperBound.milliseconds, using: &random))
  }

  private static func number(_ random: inout SeededGenerator) -> Double {
    random.pick([
      0, 1, 12.5, 0.1, 1e300, .leastNonzeroMagnitude, 123_456.789, 1e16, 9_007_199_254_740_994,
      Double.random(in: 0...1e6, using: &random),
    ])
  }

  private static func tags(_ random: inout SeededGenerator) -> [Text] {
    (0..<Int.random(in: 0...3, using: &random)).map { _ in text(&random) }
  }

  private static func metadata(_ random: inout SeededGenerator) -> Metadata {
    random.pick([
      .empty, .empty, Metadata(canonicalJSON: #"{"a":1}"#),
      Metadata(canonicalJSON: #"{"":[],"a b":{"x":1.50,"y":[true,null,"\"\\\n"]},"é":"\u007f"}"#),
      Metadata(canonicalJSON: #"{"big":9007199254740993,"e":1E5,"nested":{"a":{"b":{}}}}"#),
    ])
  }
}
