import ArgumentParser
import Model

struct RecordJobStatus: RecordingCommand {
  static let configuration = CommandConfiguration(
    commandName: "status",
    abstract: "Record how a job stands.",
    discussion: """
      'running' and 'queued' also set when it started or was queued, unless that
      is known.

      Examples:
        rollbook record job status build-17 queued
        rollbook record job status build-17 running --agent runner-3
        rollbook record job status build-17 cancelled --at 2026-11-01T08:30:00Z
      """)

  @Argument(help: ArgumentHelp("The job.", valueName: "id"))
  var id: String

  @Argument(
    help: ArgumentHelp("\(StatusArgument.job.joined(separator: ", ")).", valueName: "status"))
  var status: String

  @Option(
    name: [.long, .customLong("agent-id")], parsing: .unconditional,
    help: ArgumentHelp("The machine or runner.", valueName: "id"))
  var agent: String?

  @OptionGroup var recordOptions: RecordOptions

  func draft() throws -> EventDraft {
    try StatusArgument.check(status, among: StatusArgument.job, as: "the status")
    var draft = EventDraft(.jobStatus)
    draft.set("job_id", id, as: "the id")
    draft.set("status", status, as: "the status")
    draft.set("agent_id", agent, as: "--agent")
    return draft
  }
}

struct RecordJobComplete: RecordingCommand {
  static let configuration = CommandConfiguration(
    commandName: "complete",
    abstract: "Record how a job ended.",
    discussion: """
      With exit code 0 it succeeded, with any other it failed, unless --status
      says otherwise.

      Examples:
        rollbook record job complete build-17 --exit-code 0
        rollbook record job complete build-17 --exit-code 1 --duration 12.5
        rollbook record job complete build-17 --exit-code -9 --status timeout
        make test; rollbook record job complete build-17 --exit-code $?
      """)

  @Argument(help: ArgumentHelp("The job.", valueName: "id"))
  var id: String

  @OptionGroup var result: JobResult

  @Option(
    help: ArgumentHelp("\(StatusArgument.jobEnd.joined(separator: ", ")).", valueName: "status"))
  var status: String?

  @Option(
    name: [.long, .customLong("agent-id")], parsing: .unconditional,
    help: ArgumentHelp("The machine or runner.", valueName: "id"))
  var agent: String?

  @OptionGroup var recordOptions: RecordOptions

  func draft() throws -> EventDraft {
    try StatusArgument.check(status, among: StatusArgument.jobEnd, as: "--status")
    guard result.exitCode.nonEmpty != nil || status.nonEmpty != nil else {
      throw Failure(.usage, "how did it end? Say --exit-code N, or --status WORD")
    }
    var draft = EventDraft(.jobCompleted)
    draft.set("job_id", id, as: "the id")
    draft.set("status", status)
    draft.set("agent_id", agent, as: "--agent")
    result.fill(&draft)
    return draft
  }
}
