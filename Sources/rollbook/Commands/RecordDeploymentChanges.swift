import ArgumentParser
import Model

struct RecordDeploymentStatus: RecordingCommand {
  static let configuration = CommandConfiguration(
    commandName: "status",
    abstract: "Record how a deployment stands.",
    discussion: """
      Examples:
        rollbook record deployment status d-9 staging
        rollbook record deployment status d-9 failed
        rollbook record deployment status d-9 failed --at 2026-11-01T08:30:00Z
      """)

  @Argument(help: ArgumentHelp("The deployment.", valueName: "id"))
  var id: String

  @Argument(
    help: ArgumentHelp("\(StatusArgument.deployment.joined(separator: ", ")).", valueName: "status")
  )
  var status: String

  @OptionGroup var recordOptions: RecordOptions

  func draft() throws -> EventDraft {
    try StatusArgument.check(status, among: StatusArgument.deployment, as: "the status")
    var draft = EventDraft(.deploymentStatus)
    draft.set("deployment_id", id, as: "the id")
    draft.set("status", status, as: "the status")
    return draft
  }
}

struct RecordDeploymentStaging: RecordingCommand {
  static let configuration = CommandConfiguration(
    commandName: "staging",
    abstract: "Record that a deployment reached staging.",
    discussion: """
      Examples:
        rollbook record deployment staging d-9
        rollbook record deployment staging d-9 --job-id deploy-17
        rollbook record deployment staging d-9 --job-id deploy-17 --at 2026-11-01T08:30:00Z
      """)

  @Argument(help: ArgumentHelp("The deployment.", valueName: "id"))
  var id: String

  @Option(parsing: .unconditional, help: ArgumentHelp("The job that did it.", valueName: "id"))
  var jobId: String?

  @OptionGroup var recordOptions: RecordOptions

  func draft() -> EventDraft {
    var draft = EventDraft(.deploymentStaging)
    draft.set("deployment_id", id, as: "the id")
    draft.set("staging_job_id", jobId, as: "--job-id")
    return draft
  }
}

struct RecordDeploymentProduction: RecordingCommand {
  static let configuration = CommandConfiguration(
    commandName: "production",
    abstract: "Record that a deployment reached production.",
    discussion: """
      Examples:
        rollbook record deployment production d-9
        rollbook record deployment production d-9 --job-id deploy-18
        rollbook record deployment production d-9 --job-id deploy-18 --at 2026-11-01T08:30:00Z
      """)

  @Argument(help: ArgumentHelp("The deployment.", valueName: "id"))
  var id: String

  @Option(parsing: .unconditional, help: ArgumentHelp("The job that did it.", valueName: "id"))
  var jobId: String?

  @OptionGroup var recordOptions: RecordOptions

  func draft() -> EventDraft {
    var draft = EventDraft(.deploymentProduction)
    draft.set("deployment_id", id, as: "the id")
    draft.set("production_job_id", jobId, as: "--job-id")
    return draft
  }
}

struct RecordDeploymentRollback: RecordingCommand {
  static let configuration = CommandConfiguration(
    commandName: "rollback",
    abstract: "Record that a deployment was rolled back.",
    discussion: """
      Examples:
        rollbook record deployment rollback d-9 --to 1.4.1
        rollbook record deployment rollback d-9 --to 1.4.1 --reason "Checkout was slow"
        rollbook record deployment rollback d-9 --to 1.4.1 --at 2026-11-01T08:30:00Z
      """)

  @Argument(help: ArgumentHelp("The deployment.", valueName: "id"))
  var id: String

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("The version it went back to.", valueName: "version"))
  var to: String

  @Option(parsing: .unconditional, help: ArgumentHelp("Why.", valueName: "text"))
  var reason: String?

  @OptionGroup var recordOptions: RecordOptions

  func draft() throws -> EventDraft {
    guard !to.isEmpty else { throw Failure(.usage, "--to is empty: which version is live again?") }
    var draft = EventDraft(.deploymentRollback)
    draft.set("deployment_id", id, as: "the id")
    draft.set("rolled_back_to", to, as: "--to")
    draft.set("rollback_reason", reason, as: "--reason")
    return draft
  }
}
