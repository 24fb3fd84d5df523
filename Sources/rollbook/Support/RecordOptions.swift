import ArgumentParser
import Model

/// What every `record` command can be told beside its event.
struct RecordOptions: ParsableArguments {
  @OptionGroup var archiveOptions: ArchiveOptions

  @Option(
    help: ArgumentHelp("When it happened, such as 2026-11-01T08:30:00Z; else now.", valueName: "t"))
  var at: String?

  @OptionGroup var consoleOptions: ConsoleOptions
}

/// A command that records one event.
protocol RecordingCommand: ParsableCommand, ConfiguredCommand {
  var recordOptions: RecordOptions { get }

  /// What the options tell, without the time.
  func draft() throws -> EventDraft
}

extension RecordingCommand {
  var archiveOptions: ArchiveOptions { recordOptions.archiveOptions }
  var consoleOptions: ConsoleOptions { recordOptions.consoleOptions }

  func run() throws {
    try EventRun(recordOptions).run(try draft())
  }
}

/// The git context of a job or a deployment.
struct GitFields: ParsableArguments {
  @Option(parsing: .unconditional, help: ArgumentHelp("The repository.", valueName: "text"))
  var repo: String?

  @Option(parsing: .unconditional, help: ArgumentHelp("The branch or tag.", valueName: "text"))
  var ref: String?

  @Option(parsing: .unconditional, help: ArgumentHelp("The commit.", valueName: "text"))
  var commitSha: String?

  @Option(parsing: .unconditional, help: ArgumentHelp("The commit's message.", valueName: "text"))
  var commitMessage: String?

  @Option(parsing: .unconditional, help: ArgumentHelp("The commit's author.", valueName: "text"))
  var commitAuthor: String?

  func fill(_ draft: inout EventDraft) {
    draft.set("repo", repo)
    draft.set("ref", ref)
    draft.set("commit_sha", commitSha)
    draft.set("commit_message", commitMessage)
    draft.set("commit_author", commitAuthor)
  }
}

/// What is said of a record beside its own fields.
struct LabelFields: ParsableArguments {
  @Option(
    name: .customLong("tag"), parsing: .unconditionalSingleValue,
    help: ArgumentHelp("A tag; may be given several times.", valueName: "text"))
  var tags: [String] = []

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Whatever else is to be kept, as a JSON object.", valueName: "json"))
  var metadata: String?

  func fill(_ draft: inout EventDraft) throws {
    draft.set(tags: tags)
    try draft.set(metadata: metadata)
  }
}

/// Statuses as they are written on the command line.
enum StatusArgument {
  /// Refuses a word that is none of `known`.
  static func check(_ word: String?, among known: [String], as option: String) throws {
    guard let word, !word.isEmpty, !known.contains(word.lowercased()) else { return }
    let hint = nearestName(to: word, among: known).map { "; did you mean '\($0)'?" } ?? ""
    throw Failure(
      .usage,
      "\(option): '\(word.prefix(80))' is none of \(known.joined(separator: ", "))\(hint)")
  }

  static let job = JobStatus.allCases.map(\.word)
  /// How a job can end.
  static let jobEnd = JobStatus.allCases.filter(\.isTerminal).map(\.word)
  static let deployment = DeploymentStatus.allCases.map(\.word)
}
