import Foundation

/// The manual page, made of what the argument parser says of the commands.
///
/// Source: man(7), the `man` macros.
struct ManualPage {
  /// The parser's description of itself, as `--experimental-dump-help` prints it.
  private struct Dump: Decodable {
    let command: Command
  }

  private struct Command: Decodable {
    let commandName: String
    let abstract: String?
    let discussion: String?
    let shouldDisplay: Bool?
    let subcommands: [Command]?
    let arguments: [Argument]?
  }

  private struct Argument: Decodable {
    struct Name: Decodable {
      let kind: String
      let name: String
    }

    let kind: String
    let shouldDisplay: Bool
    let isRepeating: Bool
    let names: [Name]?
    let valueName: String?
    let defaultValue: String?
    let allValues: [String]?
    let abstract: String?
  }

  private var text = ""

  var bytes: [UInt8] { Array(text.utf8) }

  init(dump: String, version: String) throws {
    let root = try JSONDecoder().decode(Dump.self, from: Data(dump.utf8)).command
    text = ".TH ROLLBOOK 1 \"\" \"rollbook \(version)\" \"User Commands\"\n.nh\n"
    text += ".SH NAME\nrollbook \\- \(ManualPage.escaped(root.abstract ?? ""))\n"
    text += ".SH SYNOPSIS\n.B rollbook\n.I command\n[\\fIoptions\\fR] [\\fIarguments\\fR]\n"
    text += ".SH DESCRIPTION\n"
    add(discussion: root.discussion)
    text += ".SH COMMANDS\n"
    for command in root.subcommands ?? [] { add(command, path: "rollbook") }
  }

  private mutating func add(_ command: Command, path: String) {
    guard command.shouldDisplay != false, command.commandName != "help" else { return }
    let path = "\(path) \(command.commandName)"
    let positional = (command.arguments ?? []).filter { $0.kind == "positional" }
      .map { " [\($0.valueName ?? "value")]" + ($0.isRepeating ? "..." : "") }
    text += ".SS \"\(ManualPage.escaped(path + positional.joined()))\"\n"
    text += "\(ManualPage.escaped(command.abstract ?? ""))\n"
    for argument in command.arguments ?? [] where argument.shouldDisplay { add(argument) }
    add(discussion: command.discussion)
    for inner in command.subcommands ?? [] { add(inner, path: path) }
  }

  private mutating func add(_ argument: Argument) {
    let isShort = { (name: Argument.Name) in name.kind == "short" }
    let all = argument.names ?? []
    let names =
      all.filter(isShort).map { "-\($0.name)" }
      + all.filter { !isShort($0) }.map { "--\($0.name)" }
    guard names != ["--version"], !names.contains("--help") else { return }
    let value = argument.kind == "flag" ? "" : " <\(argument.valueName ?? "value")>"
    let head = names.isEmpty ? argument.valueName ?? "value" : names.joined(separator: ", ") + value
    text += ".TP\n\\fB\(ManualPage.escaped(head))\\fR\n"
    var words = argument.abstract ?? ""
    if let values = argument.allValues, !values.isEmpty {
      words += " One of: " + values.joined(separator: ", ") + "."
    }
    if let value = argument.defaultValue, argument.kind != "flag" { words += " Default: \(value)." }
    text += "\(ManualPage.escaped(words))\n"
  }

  /// Paragraphs flow; lines that are indented stand as they are.
  private mutating func add(discussion: String?) {
    var isVerbatim = false
    for line in (discussion ?? "").split(separator: "\n", omittingEmptySubsequences: false) {
      if line.hasPrefix("  ") != isVerbatim, !line.isEmpty {
        text += isVerbatim ? ".fi\n.RE\n" : ".RS\n.nf\n"
        isVerbatim.toggle()
      }
      if line.isEmpty {
        if !isVerbatim { text += ".PP\n" }
      } else {
        if line.hasSuffix(":"), !isVerbatim { text += ".PP\n" }
        text += "\(ManualPage.escaped(isVerbatim ? String(line.dropFirst(2)) : String(line)))\n"
      }
    }
    if isVerbatim { text += ".fi\n.RE\n" }
  }

  /// What would be a request or an escape is text.
  private static func escaped(_ text: String) -> String {
    let text = text.replacing("\\", with: "\\e").replacing("-", with: "\\-")
      .replacing("'", with: "\\(aq").replacing("\"", with: "\\(dq")
    return text.hasPrefix(".") ? "\\&" + text : text
  }
}
