import Archiving
import ArgumentParser
import Foundation
import Model
import Rendering
import Site

struct ListDeployments: ParsableCommand, ConfiguredCommand {
  static let configuration = CommandConfiguration(
    commandName: "deployments",
    abstract: "List deployments, the newest first.",
    discussion: """
      The newest 100; with --service the newest 50. The newest is the one created last; a deployment that
      does not say when has the first time known of staging, production and rollback in its place.

      A deployment is of the local day on which it reached production, else staging, else was created; one
      without any time is of none. The environment of one that names none is production or staging, as
      its flags and status say, else unspecified.

      With --json, prints what the site has in api/dashboard/deployments.json, with --service in
      deployments/service/.

      Examples:
        rollbook list deployments --service api --limit 10
        rollbook list deployments --environment production --since 2026-10-01 --until 2026-10-31
        rollbook list deployments --status failed --json | jq -r '.deployments[].deployment_id'
      """)

  @Option(help: ArgumentHelp("Only those of this service.", valueName: "name"))
  var service: String?

  @Option(help: ArgumentHelp("Only those with this status.", valueName: "status"))
  var status: String?

  @Option(help: ArgumentHelp("Only those to this environment.", valueName: "name"))
  var environment: String?

  @OptionGroup var list: ListOptions
  @OptionGroup var query: QueryOptions
  @OptionGroup var archiveOptions: ArchiveOptions
  @OptionGroup var consoleOptions: ConsoleOptions

  func run() throws {
    let limit = service == nil ? Dashboard.listLimit : Dashboard.serviceListLimit
    let selection = DeploymentSelection(
      service: service.map { Text($0) },
      status: try StatusOption.status(status, among: DeploymentStatus.allCases, word: \.word),
      environment: environment.map { Text($0) }, days: try list.days(),
      limit: list.limit(else: limit))
    let archive = try QueryArchive(
      archiveOptions, asOf: query.asOf, console: consoleOptions.console,
      countsDays: list.countsDays)
    try archive.read { reader in
      let dashboard = try Dashboard(reader, archive.options)
      try list.refuseUnknown(agent: nil, service: selection.service, dashboard)
      let count =
        query.json
        ? try printJSON(selection, dashboard) : try printTable(selection, dashboard, archive.zone)
      if count == 0 { consoleOptions.console.note("no deployment fits") }
    }
  }

  /// Returns how many there are.
  private func printJSON(_ selection: DeploymentSelection, _ dashboard: Dashboard) throws -> Int {
    let deployments = try dashboard.deployments(selection)
    try Output.write(JSONTwinWriter.bytes(of: deployments).bytes)
    return deployments.count
  }

  /// Returns how many there are.
  private func printTable(
    _ selection: DeploymentSelection, _ dashboard: Dashboard, _ zone: ZoneTable
  ) throws -> Int {
    let values = ValueText(zone: zone)
    var table = TextTable([
      .init("deployment id", isWhole: true), .init("service name"),
      .init("version", isWhole: true), .init("status"), .init("environment"),
      .init("created at"), .init("in production"), .init("commit"),
    ])
    var count = 0
    try dashboard.forEachDeployment(selection) { deployment in
      count += 1
      let status = ListDeployments.status(of: deployment)
      table.add([
        .init(deployment.id.string), .init(deployment.service.string),
        .init(deployment.version.string), .init(status, Tone(ofField: "status", status)),
        .init(deployment.effectiveEnvironment.string),
        .init(deployment.createdAt.flatMap { values.text(.time($0)) }),
        .init(deployment.productionDeployedAt.flatMap { values.text(.time($0)) }),
        .init(deployment.commitSHA?.shortHash.string),
      ])
    }
    if count > 0 { table.print(to: consoleOptions.terminal) }
    return count
  }

  /// A record may say that it was rolled back beside a status that does not.
  private static func status(of deployment: Deployment) -> String {
    deployment.isRolledBack ? "rolled back" : deployment.status.word
  }
}
