import ArgumentParser

struct RecordCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "record",
    abstract: "Record what happens to a job or a deployment.",
    discussion: """
      Each command records one event, on the disk when it returns, and prints
      the record after it as one JSON object. While another run holds the
      archive, the event waits in a folder beside it and is taken in by the next
      command. Recording the same twice changes nothing. Many may record at once.

      Examples:
        rollbook record job create --job-id build-17 --job-type build
        rollbook record job complete build-17 --exit-code 0 --duration 12.5
        rollbook record deployment create --service api --version 1.4.2
        rollbook record deployment rollback d-9 --to 1.4.1 --reason "Was slow"
      """,
    subcommands: [RecordJob.self, RecordDeployment.self])
}

struct RecordJob: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "job",
    abstract: "Record what happens to a job.",
    discussion: """
      Examples:
        rollbook record job create --job-type build
        rollbook record job status build-17 running --agent runner-3
        rollbook record job complete build-17 --exit-code 0
      """,
    subcommands: [RecordJobCreate.self, RecordJobStatus.self, RecordJobComplete.self])
}

struct RecordDeployment: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "deployment",
    abstract: "Record what happens to a deployment.",
    discussion: """
      Examples:
        rollbook record deployment create --service api --version 1.4.2
        rollbook record deployment production d-9 --job-id deploy-17
        rollbook record deployment rollback d-9 --to 1.4.1
      """,
    subcommands: [
      RecordDeploymentCreate.self, RecordDeploymentStatus.self, RecordDeploymentStaging.self,
      RecordDeploymentProduction.self, RecordDeploymentRollback.self,
    ])
}
