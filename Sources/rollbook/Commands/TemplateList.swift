import ArgumentParser
import Foundation
import Site

struct TemplateList: ParsableCommand, ConfiguredCommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "List templates, partials and assets, each with the file that counts.",
    discussion: """
      Examples:
        rollbook template list
        rollbook template list --templates Templates | grep -v 'built in'
      """)

  @OptionGroup var archiveOptions: ArchiveOptions

  @Option(help: ArgumentHelp("The folder of templates.", valueName: "dir"))
  var templates: String?

  @OptionGroup var consoleOptions: ConsoleOptions

  func run() throws {
    var settings = try Configuration.load(
      archiveOptions.config, environment: ProcessInfo.processInfo.environment)
    settings.templates = templates ?? settings.templates
    var table = TextTable([
      TextTable.Column("path", isWhole: true), TextTable.Column("file", isWhole: true),
    ])
    let builtIn = TemplateFiles.builtIn.files
    let files = try settings.templateFiles().files
    for (path, file) in files.sorted(by: { $0.key < $1.key }) {
      let isBuiltIn = builtIn[path]?.name == file.name
      table.add(["\(path)", isBuiltIn ? "built in" : "\(file.name)"])
    }
    table.print(to: consoleOptions.terminal)
  }
}
