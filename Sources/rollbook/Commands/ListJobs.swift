import Archiving
import ArgumentParser
import Foundation
import Model
import Rendering
import Site

struct ListJobs: ParsableCommand, ConfiguredCommand {
  static let configuration = CommandConfiguration(
    commandName: "jobs",
    abstract: "List jobs, the newest first.",
    discussion: """
      The newest 100; with --running or --agent all of them. The newest is the one created last; a job
      that does not say when has the first time known of queued, started and completed in its place.

      A job is of the local day on which it completed, else started, else was created; one without any
      time is of none.

      With --json, prints what the site has in api/dashboard/jobs.json, with --status in
      jobs/status/, with --running in jobs/running.json, with --agent and the file's --since in
      jobs/agent/.

      Examples:
        rollbook list jobs --status failed --limit 20
        rollbook list jobs --running --archive rollbook.sqlite
        rollbook list jobs --agent runner-3 --since 2026-10-01 --json | jq -r '.jobs[].job_id'
      """)

  @Option(help: ArgumentHelp("Only those with this status.", valueName: "status"))
  var status: String?

  @Flag(help: "Only those that are pending, queued or running.")
  var running = false

  @Option(help: ArgumentHelp("Only those that ran on this machine.", valueName: "id"))
  var agent: String?

  @Option(
    help: ArgumentHelp(
      "Only those of this service: by their own word, else by a deployment that names them.",
      valueName: "name"))
  var service: String?

  @OptionGroup var list: ListOptions
  @OptionGroup var query: QueryOptions
  @OptionGroup var archiveOptions: ArchiveOptions
  @OptionGroup var consoleOptions: ConsoleOptions

  func run() throws {
    let selection = try selection()
    let archive = try QueryArchive(
      archiveOptions, asOf: query.asOf, console: consoleOptions.console,
      countsDays: list.countsDays)
    try archive.read { reader in
      let dashboard = try Dashboard(reader, archive.options)
      try list.refuseUnknown(agent: selection.agent, service: selection.service, dashboard)
      let count =
        query.json
        ? try printJSON(selection, dashboard) : try printTable(selection, dashboard, archive.zone)
      if count == 0 { consoleOptions.console.note("no job fits") }
    }
  }

  private func selection() throws -> JobSelection {
    let word = try StatusOption.status(status, among: JobStatus.allCases, word: \.word)
    guard !running || word == nil else {
      throw Failure(.usage, "--running and --status: name one of them")
    }
    let isWhole = running || agent != nil
    return JobSelection(
      statuses: running ? JobSelection.running.statuses : word.map { [$0] } ?? [],
      agent: agent.map { Text($0) }, service: service.map { Text($0) }, days: try list.days(),
      limit: list.limit(else: isWhole ? nil : Dashboard.listLimit))
  }

  /// Returns how many there are.
  private func printJSON(_ selection: JobSelection, _ dashboard: Dashboard) throws -> Int {
    if agent != nil {
      let since = list.since == nil ? nil : selection.days?.lowerBound
      let jobs = try dashboard.jobsOfAgent(selection, since: since)
      try Output.write(JSONTwinWriter.bytes(of: jobs).bytes)
      return jobs.count
    }
    let jobs = try dashboard.jobs(selection)
    try Output.write(JSONTwinWriter.bytes(of: jobs).bytes)
    return jobs.count
  }

  /// Returns how many there are.
  private func printTable(
    _ selection: JobSelection, _ dashboard: Dashboard, _ zone: ZoneTable
  ) throws -> Int {
    let values = ValueText(zone: zone)
    var table = TextTable([
      .init("job id", isWhole: true), .init("job type"), .init("status"), .init("created at"),
      .init("run time", .right), .init("agent id"), .init("commit"), .init("author"),
    ])
    var count = 0
    try dashboard.forEachJob(selection) { job in
      count += 1
      table.add([
        .init(job.id.string), .init(job.type.string),
        .init(job.status.word, Tone(ofField: "status", job.status.word)),
        .init(job.createdAt.flatMap { values.text(.time($0)) }),
        .init(job.runMilliseconds.flatMap { values.text(.duration(milliseconds: $0)) }),
        .init(job.agentID?.string), .init(job.commitSHA?.shortHash.string),
        .init(job.commitAuthor?.string),
      ])
    }
    if count > 0 { table.print(to: consoleOptions.terminal) }
    return count
  }
}
