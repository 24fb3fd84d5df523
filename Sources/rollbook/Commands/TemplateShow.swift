import ArgumentParser
import Model
import Site

struct TemplateShow: ParsableCommand, ConsoleCommand {
  static let configuration = CommandConfiguration(
    commandName: "show",
    abstract: "Print a built-in template, partial or asset, to begin from.",
    discussion: """
      Examples:
        rollbook template show service > Templates/pages/service.md
        rollbook template show layout > Templates/layout.html
        rollbook template show assets/style.css > Templates/assets/style.css
      """)

  @Argument(
    help: ArgumentHelp(
      "A page or a partial by its name, or any file by its path as 'template list' has it.",
      valueName: "name"))
  var name: String

  @OptionGroup var consoleOptions: ConsoleOptions

  func run() throws {
    let files = TemplateFiles.builtIn.files
    let candidates = [
      name, "pages/\(name).md", "\(name).html", "partials/\(name).md", "assets/\(name)",
    ]
    guard let path = candidates.first(where: { files[$0] != nil }), let file = files[path] else {
      throw TemplateShow.unknown(name, among: files.keys.flatMap(TemplateShow.names).sorted())
    }
    try Output.write(file.bytes)
  }

  static func unknown(_ name: String, among known: [String]) -> Failure {
    let advice =
      nearestName(to: name, among: known).map { "did you mean '\($0)'?" }
      ?? "'rollbook template list' has them all"
    return Failure(.noInput, "there is no template '\(name)'; \(advice)")
  }

  /// What one may call a file.
  private static func names(of path: String) -> [String] {
    let name = path.drop { $0 != "/" }.dropFirst().prefix { $0 != "." }
    return [path, String(name)].filter { !$0.isEmpty }
  }
}
