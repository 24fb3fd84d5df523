import ArgumentParser
import Foundation

struct CheckCommand: ParsableCommand, ConsoleCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Look for mistakes in configuration, mapping files, corrections and templates.",
    discussion: """
      Reads no records and writes nothing. Prints each mistake with its place, the line and a caret, and
      exits with 2 if there are any. Warnings (a source that is not there, a file that nothing uses) go
      to standard error; with --strict they count as well. Links between pages are checked by 'build'.

      Examples:
        rollbook check
        rollbook check --strict --templates Templates
        rollbook check --config rollbook.yml && rollbook build      (before a build after changes)
      """)

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp("Configuration to check instead of rollbook.yml.", valueName: "file"))
  var config: String?

  @Option(help: ArgumentHelp("The folder of templates.", valueName: "dir"))
  var templates: String?

  @Flag(help: "Exit with 2 for warnings, too.")
  var strict = false

  @OptionGroup var consoleOptions: ConsoleOptions

  func run() throws {
    if let config, !FileManager.default.fileExists(atPath: config) {
      throw Failure(.noInput, "\(config): no such file, or it cannot be read")
    }
    let check = SetUpCheck(
      config: config, templates: templates, environment: ProcessInfo.processInfo.environment)
    for problem in check.problems {
      print(Console.escaped(SetUpCheck.withSourceLine(problem)))
    }
    check.warnings.forEach(consoleOptions.console.warning)
    if !check.problems.isEmpty || (strict && !check.warnings.isEmpty) {
      throw ExitCode(ExitStatus.problems.rawValue)
    }
    if !consoleOptions.quiet {
      print(Console.oneLine("checked: " + check.looked.joined(separator: ", ")))
    }
  }
}
