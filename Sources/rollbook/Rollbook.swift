import ArgumentParser
import Foundation
import Redacting

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
        rollbook --version                          the version of the program
      """,
    discussion: """
      Exit codes:
        0  done                          65  bad data beyond --max-errors
        1  failed, the old site stays    66  no such input
        2  --strict, check, doctor:      70  a bug of ours; please report it
        3  the new site is much smaller  73  cannot create the output
           (--allow-shrink), or beyond   74  reading or writing failed
           --max-defects; gate: beyond   75  another run holds the lock
           the limit
        64 wrong usage
      """,
    subcommands: [
      BuildCommand.self, ImportCommand.self, RecordCommand.self, ListCommand.self,
      ShowCommand.self, ServeCommand.self, InspectCommand.self, SampleCommand.self,
      InitCommand.self, StatusCommand.self, DoctorCommand.self, ExplainCommand.self,
      GateCommand.self, NotesCommand.self, BagCommand.self, VerifyCommand.self,
      ForgetCommand.self,
      TemplateCommand.self,
      CheckCommand.self,
      ConfigCommand.self,
      ManualCommand.self,
    ])

  /// Runs a command and turns what it throws into messages and an exit code.
  static func main() {
    // Told to the parser, it would take `--version 1.4.2` of a deployment for a question.
    guard CommandLine.arguments.dropFirst() != ["--version"] else { return print(version) }
    do {
      let command = try parseAsRoot(Rollbook.joined(CommandLine.arguments.dropFirst()))
      Console.$redactor.withValue(redactor(for: command)) { run(command) }
    } catch {
      end(with: error, of: nil)
    }
  }

  /// The parser takes a value that begins with three dashes, as messages of test tools do, for an
  /// option; joined to its option by '=' it is a value.
  private static func joined(_ arguments: ArraySlice<String>) -> [String] {
    var result: [String] = []
    for argument in arguments {
      if argument.hasPrefix("---"), let option = result.last, option.hasPrefix("--"),
        option.utf8.count > 2, !option.contains("=")
      {
        result[result.count - 1] = "\(option)=\(argument)"
      } else {
        result.append(argument)
      }
    }
    return result
  }

  private static func run(_ command: any ParsableCommand) {
    var command = command
    do {
      try command.run()
      try Output.finish()
    } catch {
      end(with: error, of: command)
    }
  }

  private static func end(with error: any Error, of command: (any ParsableCommand)?) -> Never {
    let console = (command as? any ConsoleCommand)?.consoleOptions.console ?? Console()
    if let failure = Failure(error) {
      console.error(failure)
      Foundation.exit(failure.code.rawValue)
    }
    let code = exitCode(for: error)
    guard code != .success, !(error is ExitCode) else { exit(withError: error) }
    // What somebody typed may hold a secret too.
    let message = Console.redactor.redact(fullMessage(for: error))
    FileHandle.standardError.write(Data("\(message)\n".utf8))
    Foundation.exit(code.rawValue)
  }

  /// What must not be printed: also by the rules of the configuration, if the command has one.
  private static func redactor(for command: any ParsableCommand) -> Redactor {
    guard let command = command as? any ConfiguredCommand else { return .standard }
    do {
      return try Configuration.load(
        command.archiveOptions.config, environment: ProcessInfo.processInfo.environment
      ).redactor ?? .standard
    } catch {
      // The command itself says what is wrong with the configuration.
      return .standard
    }
  }
}
