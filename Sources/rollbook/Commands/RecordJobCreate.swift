import ArgumentParser
import Model
import Recording

struct RecordJobCreate: RecordingCommand {
  static let configuration = CommandConfiguration(
    commandName: "create",
    abstract: "Record a new job.",
    discussion: """
      Without an id the job gets one, which stands in the output. Without a
      status it is pending. An option with an empty value is as good as none.
      The archive is made if there is none.

      Examples:
        rollbook record job create --job-type build
        rollbook record job create --job-id build-17 --job-type build --agent r3
        rollbook record job create --job-type test --tag nightly --tag arm64
        rollbook record job create --job-type test --metadata '{"shard": 3}'
        ID=$(rollbook record job create --job-type build | jq -r .job_id)
      """)

  @Option(parsing: .unconditional, help: ArgumentHelp("Its id; else one is made.", valueName: "id"))
  var jobId: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("What it does: build, test, deploy, ...", valueName: "type"))
  var jobType: String

  @Option(help: ArgumentHelp("How it stands; else pending.", valueName: "status"))
  var status: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("The word of its source for that.", valueName: "word"))
  var sourceStatus: String?

  @OptionGroup var git: GitFields

  @Option(
    name: [.long, .customLong("agent-id")], parsing: .unconditional,
    help: ArgumentHelp("The machine or runner.", valueName: "id"))
  var agent: String?

  @OptionGroup var times: JobTimes
  @OptionGroup var result: JobResult
  @OptionGroup var labels: LabelFields
  @OptionGroup var recordOptions: RecordOptions

  func draft() throws -> EventDraft {
    try StatusArgument.check(status, among: StatusArgument.job, as: "--status")
    var draft = EventDraft(.jobCreated)
    draft.set("job_id", jobId.nonEmpty ?? "\(UUIDv7())")
    draft.set("job_type", jobType)
    draft.set("status", status)
    draft.set("source_status", sourceStatus)
    git.fill(&draft)
    draft.set("agent_id", agent, as: "--agent")
    times.fill(&draft)
    result.fill(&draft)
    try labels.fill(&draft)
    return draft
  }
}

extension String? {
  /// Nil also for a text without a letter: what a script has not set.
  var nonEmpty: String? { flatMap { $0.isEmpty ? nil : $0 } }
}

/// The times of a job.
struct JobTimes: ParsableArguments {
  @Option(help: ArgumentHelp("When it was created; else when that happened.", valueName: "t"))
  var createdAt: String?

  @Option(help: ArgumentHelp("When it was queued.", valueName: "t"))
  var queuedAt: String?

  @Option(help: ArgumentHelp("When it started.", valueName: "t"))
  var startedAt: String?

  @Option(help: ArgumentHelp("When it ended.", valueName: "t"))
  var completedAt: String?

  @Option(help: ArgumentHelp("When its source changed it last.", valueName: "t"))
  var updatedAt: String?

  func fill(_ draft: inout EventDraft) {
    draft.set("created_at", createdAt)
    draft.set("queued_at", queuedAt)
    draft.set("started_at", startedAt)
    draft.set("completed_at", completedAt)
    draft.set("updated_at", updatedAt)
  }
}

/// What came of a job.
struct JobResult: ParsableArguments {
  @Option(
    parsing: .unconditional, help: ArgumentHelp("Its exit code; 0 is success.", valueName: "n"))
  var exitCode: String?

  @Option(
    name: [.long, .customLong("duration-seconds")], parsing: .unconditional,
    help: ArgumentHelp("How long it ran.", valueName: "seconds"))
  var duration: String?

  @Option(parsing: .unconditional, help: ArgumentHelp("Where its log is.", valueName: "url"))
  var logsUrl: String?

  @Option(parsing: .unconditional, help: ArgumentHelp("What went wrong.", valueName: "text"))
  var errorMessage: String?

  func fill(_ draft: inout EventDraft) {
    draft.set("exit_code", exitCode)
    draft.set("duration_seconds", duration, as: "--duration")
    draft.set("logs_url", logsUrl)
    draft.set("error_message", errorMessage)
  }
}
