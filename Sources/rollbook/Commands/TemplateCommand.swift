import ArgumentParser

struct TemplateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "template",
    abstract: "See which templates there are, what they see, and what the built-in ones say.",
    discussion: """
      A file in the folder of templates replaces the built-in one of the same path; the others stay.

      Examples:
        rollbook template list
        rollbook template context service
        rollbook template show service > Templates/pages/service.md
      """,
    subcommands: [TemplateList.self, TemplateContextCommand.self, TemplateShow.self])
}
