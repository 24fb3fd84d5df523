import ArgumentParser
import Foundation
import Model
import Redacting
import Site

struct TemplateContextCommand: ParsableCommand, ConsoleCommand {
  static let configuration = CommandConfiguration(
    commandName: "context",
    abstract: "Print what the template of a page sees: names, kinds, meanings, examples.",
    discussion: """
      Names that are indented are seen inside the section of the name above them. A value marked with
      '?' may be missing; a section of it, {{#name}}...{{/name}}, is shown only if it is there, and
      {{^name}}...{{/name}} only if it is not. The examples are of demo records.

      Examples:
        rollbook template context home
        rollbook template context layout
        rollbook template context deployment --json | jq -r '.fields[].name'
      """)

  @Argument(help: ArgumentHelp("The page, such as 'service', or 'layout'.", valueName: "page"))
  var page: String

  @Flag(help: "Print JSON.")
  var json = false

  @OptionGroup var consoleOptions: ConsoleOptions

  func run() throws {
    guard TemplateContext.names.contains(page) else {
      throw TemplateShow.unknown(page, among: TemplateContext.names)
    }
    let examples = try TemplateExamples.pages(of: page, console: consoleOptions.console)
    guard let context = TemplateContext(page, examples: examples, zone: .utc) else {
      throw TemplateShow.unknown(page, among: TemplateContext.names)
    }
    guard !json else { return try Output.write(TemplateContextCommand.json(context)) }
    var table = TextTable([
      TextTable.Column("name", isWhole: true), TextTable.Column("kind", isWhole: true),
      TextTable.Column("written"), TextTable.Column("meaning"), TextTable.Column("example"),
    ])
    TemplateContextCommand.add(context.fields, to: &table, indent: "")
    table.print(to: consoleOptions.terminal)
  }

  private static func add(
    _ fields: [TemplateContext.Field], to table: inout TextTable, indent: String
  ) {
    for field in fields {
      table.add([
        "\(indent)\(field.name)\(field.mayBeEmpty ? "?" : "")", "\(field.type)", "\(field.tag)",
        "\(field.summary)", TextTable.Cell(field.example, longest: 60),
      ])
      add(field.fields, to: &table, indent: indent + "  ")
    }
  }

  private static func json(_ context: TemplateContext) -> [UInt8] {
    var w = JSONObjectWriter(into: ByteBuffer())
    w.member("template", word: context.template)
    w.name("fields")
    w.buffer.append(jsonObjects: context.fields, write)
    return w.finish().bytes
  }

  private static func write(_ field: TemplateContext.Field, _ w: inout JSONObjectWriter) {
    w.member("name", word: field.name)
    w.member("kind", word: field.type)
    w.member("tag", word: field.tag)
    w.member("meaning", word: field.summary)
    w.member("may_be_empty", field.mayBeEmpty)
    w.member("example", field.example.map { Text(Console.redactor.redact($0)) })
    w.name("fields")
    w.buffer.append(jsonObjects: field.fields, write)
  }
}
