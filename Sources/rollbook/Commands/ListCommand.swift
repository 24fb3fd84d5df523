import ArgumentParser

struct ListCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "List jobs, deployments, services, rollbacks, or what was live.",
    discussion: """
      Answers from the archive, the newest first. With --json, prints what the site has in its file of
      the same list.

      Examples:
        rollbook list jobs --status failed
        rollbook list deployments --service api --limit 10
        rollbook list services --json | jq '.services[].service_name'
      """,
    subcommands: [
      ListJobs.self, ListDeployments.self, ListServices.self, ListRollbacks.self,
      ListLive.self,
    ])
}
