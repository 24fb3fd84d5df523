import ArgumentParser
import Model
import Sampling

struct SampleCommand: ParsableCommand, ConsoleCommand {
  static let configuration = CommandConfiguration(
    commandName: "sample",
    abstract: "Write realistic records to try Rollbook with.",
    discussion: """
      The same options always give the same records: services of different health, incidents,
      rollbacks of both kinds, flaky jobs, a feed that stopped, and hostile texts.

      Examples:
        rollbook sample -o sample.ndjson
        rollbook sample -o big.sqlite --jobs 1000000 --deployments 100000 --days 730
        rollbook sample -o - --seed 7 | rollbook build - -o public --as-of 2026-11-01
      """)

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp(
      "The file to write: .ndjson, .json or .sqlite; '-' is standard output.",
      valueName: "file"))
  var output: String

  @Option(help: ArgumentHelp("How many jobs.", valueName: "n"))
  var jobs = SampleOptions().jobs

  @Option(help: ArgumentHelp("How many deployments.", valueName: "n"))
  var deployments = SampleOptions().deployments

  @Option(help: ArgumentHelp("How many services.", valueName: "n"))
  var services = SampleOptions().services

  @Option(help: ArgumentHelp("How many days the history covers.", valueName: "n"))
  var days = SampleOptions().days

  @Option(help: ArgumentHelp("Another seed gives another history.", valueName: "s"))
  var seed: UInt64 = SampleOptions().seed

  @Option(help: ArgumentHelp("When the history ends.", valueName: "t"))
  var until = SampleOptions.defaultUntil.rfc3339

  @OptionGroup var consoleOptions: ConsoleOptions

  func run() throws {
    guard let end = Timestamp(rfc3339: until) else {
      throw ValidationError("--until '\(until)': write a time such as 2026-11-01T00:00:00Z")
    }
    guard jobs >= 0, deployments >= 0, services >= 1, days >= 1 else {
      throw ValidationError(
        "--jobs and --deployments are 0 or more, --services and --days 1 or more")
    }
    let options = SampleOptions(
      jobs: jobs, deployments: deployments, services: services, days: days, seed: seed, until: end)
    try writeSample(options, to: output)
    if output != "-" {
      consoleOptions.console.note("\(output): \(jobs) jobs and \(deployments) deployments")
    }
  }
}
