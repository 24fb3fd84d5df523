import ArgumentParser

/// Prints the manual page, for `make install`.
struct ManualCommand: ParsableCommand, ConsoleCommand {
  static let configuration = CommandConfiguration(
    commandName: "manual",
    abstract: "Print the manual page.",
    discussion: """
      Examples:
        rollbook manual | man -l -
        rollbook manual > rollbook.1
      """,
    shouldDisplay: false)

  @OptionGroup var consoleOptions: ConsoleOptions

  func run() throws {
    try Output.write(ManualPage(dump: Rollbook._dumpHelp(), version: Rollbook.version).bytes)
  }
}
