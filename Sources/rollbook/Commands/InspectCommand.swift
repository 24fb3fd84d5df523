import ArgumentParser
import Importing
import Model

struct InspectCommand: ParsableCommand, ConsoleCommand {
  static let configuration = CommandConfiguration(
    commandName: "inspect",
    abstract: "Say what is in a source; import nothing.",
    discussion: """
      For a source of a shape that Rollbook does not know, it proposes a mapping: a file that says how
      objects or rows become records. Look at it, change what it got wrong, and import with it.

      Examples:
        rollbook inspect records.ndjson
        rollbook inspect export.sqlite --errors 100
        rollbook inspect deploys.json --write-mapping deploys.yml
        rollbook import deploys.json --mapping deploys.yml --archive rollbook.sqlite
        curl -s https://ci.example/jobs.json | rollbook inspect - --preset jenkins
      """)

  @Argument(
    help: ArgumentHelp(
      "A file, folder or glob pattern; '-' is standard input.", valueName: "source"))
  var sources: [String]

  @Option(
    help: ArgumentHelp(
      "Take the records for this vendor's: \(ReadingOptions.presetNames).", valueName: "name"))
  var preset: String?

  @Option(help: ArgumentHelp("Read the source by this mapping.", valueName: "file"))
  var mapping: String?

  @Option(
    help: ArgumentHelp("Write a mapping for the source, to be changed by hand.", valueName: "file"))
  var writeMapping: String?

  @Flag(help: "Let --write-mapping replace a file that is there.")
  var force = false

  @Option(help: ArgumentHelp("How many bad records to show of each source.", valueName: "n"))
  var errors = 20

  @Flag(help: "Print one JSON object for each source.")
  var json = false

  @OptionGroup var consoleOptions: ConsoleOptions

  func run() throws {
    var options = ReadOptions()
    if let mapping { options = ReadOptions(mapping: try Mapping(file: mapping)) }
    if let preset { options.preset = try ImportPlan.preset(preset) }
    let found = try expandSources(sources)
    if writeMapping != nil, found.count != 1 {
      throw Failure(.usage, "--write-mapping takes one source; there are \(found.count)")
    }
    if writeMapping != nil, mapping != nil {
      throw Failure(.usage, "--mapping reads a mapping and --write-mapping writes one; take one")
    }
    if let writeMapping, !force { try MappingWriting.checkIsFree(writeMapping) }
    for source in found { try inspect(source, options) }
  }

  private func inspect(_ source: Source, _ options: ReadOptions) throws {
    let spool = source.isStandardInput ? try SpooledInput() : nil
    do {
      let readable = spool.map { Source(path: $0.path) } ?? source
      let report = try InspectionReport(
        of: readable, named: source.name, options, isMapped: mapping != nil || preset != nil,
        limit: max(0, errors))
      print(json ? report.json() : report.text(), terminator: "")
      if let writeMapping { try write(report, to: writeMapping) }
    } catch let failure as SourceFailure {
      // The copy's path means nothing to anybody.
      guard spool != nil, let told = Failure(failure) else { throw failure }
      throw Failure(told.code, "\(source.name): \(failure.message)")
    }
  }

  private func write(_ report: InspectionReport, to path: String) throws {
    try MappingWriting.write(report.mappingFile, to: path, replacing: force)
    let console = consoleOptions.console
    if let proposal = report.proposal, !proposal.isComplete {
      let names = proposal.missing.map { "'\($0)'" }.joined(separator: ", ")
      console.warning("\(path): complete \(names) before you import with it")
    } else {
      console.note("\(path): written; 'rollbook import SOURCE --mapping \(path)' uses it")
    }
  }
}
