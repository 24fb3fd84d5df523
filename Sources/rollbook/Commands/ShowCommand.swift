import ArgumentParser

struct ShowCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show",
    abstract: "Show one job, deployment or service.",
    discussion: """
      Answers from the archive, also when the site has no page of it any more. With --json, prints the
      bytes that the site has in its file of the same thing.

      Examples:
        rollbook show job build-17
        rollbook show deployment deploy-9 --history
        rollbook show service api --json | jq .headline.change_failure_rate
      """,
    subcommands: [ShowJob.self, ShowDeployment.self, ShowService.self])
}
