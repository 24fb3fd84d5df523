import ArgumentParser
import Model
import Recording

struct RecordDeploymentCreate: RecordingCommand {
  static let configuration = CommandConfiguration(
    commandName: "create",
    abstract: "Record a new deployment.",
    discussion: #"""
      Without an id the deployment gets one, which stands in the output. Without
      a status it is pending. An option with an empty value is as good as none.
      The archive is made if there is none.

      Examples:
        rollbook record deployment create --service api --version 1.4.2
        rollbook record deployment create --service api --version 2 --ref main
        rollbook record deployment create --deployment-id d-9 --service api \
          --version 1.4.2 --environment production --build-job-id build-17
      """#)

  @Option(parsing: .unconditional, help: ArgumentHelp("Its id; else one is made.", valueName: "id"))
  var deploymentId: String?

  @Option(
    name: [.long, .customLong("service-name")], parsing: .unconditional,
    help: ArgumentHelp("What is deployed.", valueName: "name"))
  var service: String

  @Option(parsing: .unconditional, help: ArgumentHelp("Which version of it.", valueName: "version"))
  var version: String

  @Option(help: ArgumentHelp("How it stands; else pending.", valueName: "status"))
  var status: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("The word of its source for that.", valueName: "word"))
  var sourceStatus: String?

  @Option(parsing: .unconditional, help: ArgumentHelp("Where it goes.", valueName: "name"))
  var environment: String?

  @OptionGroup var git: GitFields
  @OptionGroup var jobs: DeploymentJobs
  @OptionGroup var course: DeploymentCourse
  @OptionGroup var measures: DeploymentMeasures
  @OptionGroup var labels: LabelFields
  @OptionGroup var recordOptions: RecordOptions

  func draft() throws -> EventDraft {
    try StatusArgument.check(status, among: StatusArgument.deployment, as: "--status")
    var draft = EventDraft(.deploymentCreated)
    draft.set("deployment_id", deploymentId.nonEmpty ?? "\(UUIDv7())")
    draft.set("service_name", service, as: "--service")
    draft.set("version", version)
    draft.set("status", status)
    draft.set("source_status", sourceStatus)
    draft.set("environment", environment)
    git.fill(&draft)
    jobs.fill(&draft)
    course.fill(&draft)
    measures.fill(&draft)
    try labels.fill(&draft)
    return draft
  }
}

/// The jobs that a deployment names.
struct DeploymentJobs: ParsableArguments {
  @Option(parsing: .unconditional, help: ArgumentHelp("The job that built it.", valueName: "id"))
  var buildJobId: String?

  @Option(parsing: .unconditional, help: ArgumentHelp("The job that tested it.", valueName: "id"))
  var testJobId: String?

  @Option(parsing: .unconditional, help: ArgumentHelp("The job that deploys it.", valueName: "id"))
  var deployJobId: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("The job that brought it to staging.", valueName: "id"))
  var stagingJobId: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("The job that brought it to production.", valueName: "id"))
  var productionJobId: String?

  func fill(_ draft: inout EventDraft) {
    draft.set("build_job_id", buildJobId)
    draft.set("test_job_id", testJobId)
    draft.set("deploy_job_id", deployJobId)
    draft.set("staging_job_id", stagingJobId)
    draft.set("production_job_id", productionJobId)
  }
}

/// How far a deployment came, and when.
struct DeploymentCourse: ParsableArguments {
  @Option(help: ArgumentHelp("When it was created; else when that happened.", valueName: "t"))
  var createdAt: String?

  @Option(help: ArgumentHelp("When its source changed it last.", valueName: "t"))
  var updatedAt: String?

  @Option(help: ArgumentHelp("Whether it reached staging.", valueName: "true|false"))
  var deployedToStaging: Bool?

  @Option(help: ArgumentHelp("When it reached staging.", valueName: "t"))
  var stagingDeployedAt: String?

  @Option(help: ArgumentHelp("Whether it reached production.", valueName: "true|false"))
  var deployedToProduction: Bool?

  @Option(help: ArgumentHelp("When it reached production.", valueName: "t"))
  var productionDeployedAt: String?

  @Option(help: ArgumentHelp("Whether it was rolled back.", valueName: "true|false"))
  var rolledBack: Bool?

  @Option(help: ArgumentHelp("When it was rolled back.", valueName: "t"))
  var rolledBackAt: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("The version it was rolled back to.", valueName: "version"))
  var rolledBackTo: String?

  @Option(
    parsing: .unconditional, help: ArgumentHelp("Why it was rolled back.", valueName: "text"))
  var rollbackReason: String?

  func fill(_ draft: inout EventDraft) {
    draft.set("created_at", createdAt)
    draft.set("updated_at", updatedAt)
    draft.set("deployed_to_staging", deployedToStaging)
    draft.set("staging_deployed_at", stagingDeployedAt)
    draft.set("deployed_to_production", deployedToProduction)
    draft.set("production_deployed_at", productionDeployedAt)
    draft.set("rolled_back", rolledBack)
    draft.set("rolled_back_at", rolledBackAt)
    draft.set("rolled_back_to", rolledBackTo)
    draft.set("rollback_reason", rollbackReason)
  }
}

/// How a deployment did.
struct DeploymentMeasures: ParsableArguments {
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("The share of requests that failed, from 0 to 1.", valueName: "share"))
  var errorRate: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("How long a request takes, in milliseconds.", valueName: "ms"))
  var latencyMs: String?

  @Option(
    parsing: .unconditional, help: ArgumentHelp("Requests per second.", valueName: "number"))
  var requestsPerSec: String?

  func fill(_ draft: inout EventDraft) {
    draft.set("error_rate", errorRate)
    draft.set("latency_ms", latencyMs)
    draft.set("requests_per_sec", requestsPerSec)
  }
}
