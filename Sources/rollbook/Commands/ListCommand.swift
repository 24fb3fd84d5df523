import ArgumentParser

struct ListCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", subcommands: [ListServices.self, ListRollbacks.self])
}
