import ArgumentParser
import Importing

/// What to do with a bad record.
enum OnError: String, CaseIterable, ExpressibleByArgument {
  /// Leave it out and go on.
  case skip
  /// Give the source up; nothing of it is imported.
  case fail
}

/// How sources are read, for the commands that import.
struct ReadingOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Read all sources as this vendor's: \(ReadingOptions.presetNames).", valueName: "name"))
  var preset: String?

  @Option(
    help: ArgumentHelp(
      "How records of another shape become ours; 'rollbook inspect' proposes one.",
      valueName: "file"))
  var mapping: String?

  @Option(
    help: ArgumentHelp(
      "The service of records that name none: of a vendor's list for one project, say.",
      valueName: "name"))
  var service: String?

  @Option(help: "What a bad record does: 'skip' leaves it out, 'fail' gives its source up.")
  var onError: OnError?

  @OptionGroup var errorLimit: ErrorLimitOptions

  @Option(
    help: ArgumentHelp(
      "Write every record that was left out, as NDJSON with its place, reason and text.",
      valueName: "file"))
  var rejects: String?

  @Flag(help: "Read sources again that have not changed since they were imported.")
  var again = false

  @Flag(help: "Remove records that their source says it deleted, instead of marking them.")
  var applyDeletes = false

  static let presetNames = Preset.all.map(\.name).joined(separator: ", ")
}
