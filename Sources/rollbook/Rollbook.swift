import ArgumentParser
import Foundation

/// The command line: joins the stages, does no arithmetic and writes no HTML.
@main
struct Rollbook: ParsableCommand {
  /// The version of the program, as `--version` and `build.json` name it.
  static let version = "0.1.0"

  static let configuration = CommandConfiguration(
    commandName: "rollbook",
    abstract: "Turn job and deployment records into a site people can trust.",
    usage: """
      rollbook build records.ndjson -o public     build a site from a file
        rollbook init reports && cd reports && rollbook build
                                                    a folder of your own, step by step
        rollbook sample -o sample.ndjson            records to try it with
        rollbook inspect export.sqlite              look into a file, import nothing
        rollbook --help | rollbook build --help     all commands | one of them
      """,
    discussion: """
      Exit codes:
        0  done                          65  bad data beyond --max-errors
        1  failed, the old site stays    66  no such input
        2  --strict, doctor: problems    70  a bug of ours; please report it
        3  the new site is much smaller  73  cannot create the output
           (--allow-shrink)              74  reading or writing failed
        64 wrong usage                   75  another run holds the lock
      """,
    version: version,
    subcommands: [
      BuildCommand.self, ImportCommand.self, InspectCommand.self, SampleCommand.self,
      InitCommand.self, StatusCommand.self, DoctorCommand.self,
    ])

  /// Runs a command and turns what it throws into messages and an exit code.
  static func main() {
    var parsed: (any ParsableCommand)?
    do {
      var command = try parseAsRoot()
      parsed = command
      try command.run()
    } catch {
      let console = (parsed as? any ConsoleCommand)?.consoleOptions.console ?? Console()
      if let failure = Failure(error) {
        console.error(failure)
        Foundation.exit(failure.code.rawValue)
      }
      exit(withError: error)
    }
  }
}
