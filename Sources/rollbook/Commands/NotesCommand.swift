import ArgumentParser
import Model
import Site

extension NotesFormat: ExpressibleByArgument {}
extension ChangeGrouping: ExpressibleByArgument {}

struct NotesCommand: ParsableCommand, ConfiguredCommand {
  static let configuration = CommandConfiguration(
    commandName: "notes",
    abstract: "Write release notes of what really was live, rollbacks included.",
    discussion: """
      Compares what is live with what was live just before, by the records of deployments: no tags, no
      network. Where commits and their parents were imported ('rollbook import' takes the output of git
      log), the list is exactly the commits between the two; else one commit for each deployment, and the
      notes say so. After v1, v2, a rollback and v3, the notes of v3 compare with v1.

      --from and --to name a version, a commit, the id of a deployment, a day or a time. Without a service,
      the notes are those of all services. Sections and links: 'notes' in the configuration.

      --format git-cliff-context is what 'git-cliff --from-context' reads. --prepend puts the notes before
      the newest ones in a file, unless it has them already. --template names a Markdown template for md and
      html; 'rollbook template context notes' lists what it can say.

      Examples:
        rollbook notes --service api
        rollbook notes --service api --from 1.4.0 --to 1.6.2 --format html -o notes.html
        rollbook notes --service api --unreleased
        rollbook notes --from 2026-11-01 --group-by type
        rollbook notes --service api --format keepachangelog --prepend CHANGELOG.md
        rollbook notes --service api --all --format git-cliff-context | git-cliff --from-context - -o CHANGELOG.md
      """)

  @Option(help: "The service; without it, all of them.")
  var service: String?

  @Option(
    name: [.customLong("env"), .long],
    help: ArgumentHelp("The environment; else the one in production.", valueName: "name"))
  var environment: String?

  @Option(
    help: ArgumentHelp(
      "From what was live then: a version, commit, deployment, day or time.", valueName: "point"))
  var from: String?

  @Option(help: ArgumentHelp("Up to what was live then; else up to now.", valueName: "point"))
  var to: String?

  @Flag(help: "What has not reached the environment yet.")
  var unreleased = false

  @Flag(help: "What made the version that is live: the default.")
  var latest = false

  @Flag(help: "Every version that was live, the newest first.")
  var all = false

  @Option(help: "Where the notes go: md, html, json, keepachangelog or git-cliff-context.")
  var format = NotesFormat.md

  @Option(help: ArgumentHelp("Your own template, for md and html.", valueName: "file"))
  var template: String?

  @Option(help: "Sections by type or scope; service: notes of their own for each service.")
  var groupBy = ChangeGrouping.service

  @Flag(help: "List what stayed in other environments too.")
  var includeStaged = false

  @Flag(
    help: "Take commits as conventional only if they are exactly so; the rest are other changes.")
  var strict = false

  @Option(name: .shortAndLong, help: ArgumentHelp("Write to a file.", valueName: "file"))
  var output: String?

  @Option(
    help: ArgumentHelp("Put the notes before the newest ones of a file.", valueName: "file"))
  var prepend: String?

  @Option(
    help: ArgumentHelp(
      "The date of the report: 2026-11-01 or a time; else SOURCE_DATE_EPOCH, else now.",
      valueName: "t"))
  var asOf: String?

  @OptionGroup var archiveOptions: ArchiveOptions
  @OptionGroup var consoleOptions: ConsoleOptions

  func validate() throws {
    let selections = [unreleased, latest, all, from != nil || to != nil].count { $0 }
    guard selections <= 1 else {
      throw ValidationError("say one of --latest, --all, --unreleased, and --from with --to")
    }
    guard output == nil || prepend == nil else {
      throw ValidationError("say one of --output and --prepend")
    }
    guard prepend == nil || [.md, .keepachangelog].contains(format) else {
      throw ValidationError("--prepend is for md and keepachangelog")
    }
    guard template == nil || [.md, .html].contains(format) else {
      throw ValidationError("--template is for md and html")
    }
  }

  func run() throws {
    let archive = try QueryArchive(archiveOptions, asOf: asOf, console: consoleOptions.console)
    let writer = try NotesWriter(
      format: format, template: template, settings: archive.settings, all: all)
    let document = try archive.read { reader in
      do {
        var options = archive.options
        if strict { options.notes.isStrict = true }
        return try SiteQuery(reader, options).notes(request)
      } catch let problem as NotesProblem {
        throw Failure(problem)
      }
    }
    let bytes = writer.bytes(of: document, site: archive.options.baseAddress)
    if let prepend {
      let isNew = try NotesFile(path: prepend).prepend(bytes, hasTitle: format == .keepachangelog)
      if !isNew {
        consoleOptions.console.warning("\(prepend): has these notes already; left as it is")
      }
    } else if let output {
      try Files.replace(bytes, at: output)
    } else {
      try Output.write(bytes)
    }
  }

  private var request: NotesRequest {
    var request = NotesRequest()
    request.service = service.map { Text($0) }
    request.environment = environment.map { Text($0) }
    request.grouping = groupBy
    request.includesStaged = includeStaged
    if unreleased { request.selection = .unreleased }
    if all { request.selection = .all }
    if from != nil || to != nil {
      request.selection = .range(from: from.map { Text($0) }, to: to.map { Text($0) })
    }
    return request
  }
}

extension Failure {
  init(_ problem: NotesProblem) {
    func list(_ names: [Text]) -> String {
      let shown = names.prefix(5).map(\.string).joined(separator: ", ")
      return names.count > 5 ? "\(shown) and \(names.count - 5) more" : shown
    }
    switch problem {
    case .noSuchService(let name, let known): self = UnknownID.service(name, among: known)
    case .noSuchEnvironment(let name, let service, let known):
      self.init(
        .noInput, "\(service) has no environment '\(name)'; it has \(list(known))")
    case .whichEnvironment(let service, let production, let known):
      self.init(
        .usage,
        production.isEmpty
          ? "no environment of \(service) is production; name one with --env: \(list(known))"
          : "\(service) has several production environments; name one with --env: "
            + list(production))
    case .neverLive(let name, let service, let environment, let known):
      self.init(
        .noInput,
        "no version, commit or deployment '\(name)' of \(service) was live in \(environment)"
          + (known.isEmpty ? "; nothing was" : "; the newest that were: \(list(known))"))
    case .notBefore(let name, let end, let service, let environment):
      self.init(
        .usage,
        "'\(name)' of \(service) was not live in \(environment) before '\(end)'; change --from and --to"
      )
    case .nameNeedsService(let name):
      self.init(
        .usage,
        "'\(name)' is no day or time; a version, commit or deployment needs --service")
    }
  }
}
