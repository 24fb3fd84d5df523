import Archiving
import Foundation
import Importing
import Metrics
import Model
import Redacting
import Rendering
import Site
import Yams

/// What `rollbook.yml` may say. Every key has a default; paths are relative to the file.
struct Configuration {
  var siteName = "Rollbook"
  var timeZone = "UTC"
  var sources: [SourceEntry] = []
  var archive: String?
  var output = "public"
  /// The file of metrics, if one is asked for.
  var metrics: String?
  /// Whether files have packed twins.
  var gzip = false
  var templates: String?
  /// Colours in the place of the built-in ones.
  var theme = Theme()
  /// The picture beside the site's name, a file.
  var logo: String?
  /// The site's icon, a file.
  var favicon: String?
  var jobPages = JobPages.days(90)
  var baseURL: String?
  var maxErrors = ErrorLimit.standard
  /// How often oddities may occur before a build publishes nothing.
  var maxDefects = DefectLimits()
  /// How large pages and assets may be.
  var budgets = Budgets()
  /// How release notes sort and link what they tell of.
  var notes = NotesOptions()
  /// What 'rollbook gate' holds.
  var gates: [GateRule] = []
  var staleAfterDays: Int?
  /// What is production and what is staging, where the sources do not say.
  var environments: EnvironmentClasses?
  /// The zone of times without an offset.
  var naiveZone: NaiveZone?
  /// How old the newest record of a source may be, unless its entry says otherwise.
  var maxAgeSeconds: Int?
  /// Whether records deleted at their source are removed.
  var appliesDeletes = false
  /// The edition of DORA's report whose levels the pages name; nil for none.
  var doraEdition: DORABand.Edition?
  /// The file of corrections, if one is named.
  var overrides: String?
  var people = PeoplePolicy.names
  var redaction = RedactionMode.published
  var redactionRules: [RedactionRule] = []
  /// Where it was read from; nil for the defaults.
  private(set) var path: String?
  /// Where each value was said that is not the default, and as what, by key.
  private(set) var said: [String: (value: Node, place: String)] = [:]

  /// The names of all keys, as `rollbook init` writes them out.
  static let keys = [
    "site_name", "time_zone", "sources", "archive", "output", "gzip", "metrics", "templates",
    "theme", "logo", "favicon", "job_pages",
    "base_url", "max_errors", "max_defects", "budgets", "gates", "notes", "stale_after_days",
    "environments",
    "naive_tz", "max_age",
    "apply_deletes", "dora_bands", "overrides", "people", "redaction", "redaction_rules",
  ]

  /// Keys whose value is no single text, so that no environment variable can hold it.
  private static let structuredKeys: Set = [
    "budgets", "environments", "gates", "notes", "redaction_rules", "theme",
  ]

  /// Reads the file named, else `rollbook.yml` in the working folder if there is one; then what the
  /// environment says (`ROLLBOOK_TIME_ZONE` and the like) takes precedence.
  static func load(_ named: String?, environment: [String: String]) throws -> Configuration {
    var configuration = Configuration()
    let path = named ?? environment["ROLLBOOK_CONFIG"]
    if let path = path
      ?? (FileManager.default.fileExists(atPath: "rollbook.yml") ? "rollbook.yml" : nil)
    {
      try configuration.read(path)
    }
    for key in keys where !structuredKeys.contains(key) {
      guard let value = environment["ROLLBOOK_" + key.uppercased()], !value.isEmpty else {
        continue
      }
      try configuration.set(key, Node(value), at: "ROLLBOOK_\(key.uppercased())")
    }
    return configuration
  }

  private mutating func read(_ path: String) throws {
    guard let data = FileManager.default.contents(atPath: path) else {
      throw Failure(.noInput, "\(path): no such file, or it cannot be read")
    }
    self.path = path
    let node: Node?
    do { node = try Yams.compose(yaml: String(decoding: data, as: UTF8.self)) } catch {
      throw Failure(.usage, Configuration.words(for: error, in: path))
    }
    // A file in which everything is commented out is a configuration all the same.
    let isEmpty = node.map { $0.tag == Tag(.null) } ?? true
    guard let mapping = isEmpty ? Node.Mapping([]) : node?.mapping else {
      throw Failure(.usage, "\(path):1:1: error: not a list of keys and values")
    }
    var mistakes: [String] = []
    for (key, value) in mapping {
      let place = "\(path):\(key.mark?.line ?? 1):\(key.mark?.column ?? 1)"
      do { try set(key.string ?? "", value, at: place) } catch {
        // All that is wrong is told at once.
        guard let failure = Failure(error), failure.code == .usage else { throw error }
        mistakes += failure.messages
      }
    }
    guard mistakes.isEmpty else { throw Failure(.usage, Failure.capped(mistakes)) }
    let folder = Files.folder(of: path)
    archive = Configuration.resolve(archive ?? ".rollbook/archive.sqlite", in: folder)
    output = Configuration.resolve(output, in: folder)
    templates = templates.map { Configuration.resolve($0, in: folder) }
    logo = logo.map { Configuration.resolve($0, in: folder) }
    favicon = favicon.map { Configuration.resolve($0, in: folder) }
    metrics = metrics.map { Configuration.resolve($0, in: folder) }
    overrides = overrides.map { Configuration.resolve($0, in: folder) }
    for index in sources.indices {
      sources[index].resolve { Configuration.resolve($0, in: folder) }
    }
  }

  /// What is no YAML, where it was noticed.
  private static func words(for error: any Error, in path: String) -> String {
    switch error as? YamlError {
    case .scanner(let context, let problem, let mark, _),
      .parser(let context, let problem, let mark, _),
      .composer(let context, let problem, let mark, _):
      let began = context.map { " (\($0.text) in line \($0.mark.line))" } ?? ""
      return "\(path):\(mark.line):\(mark.column): error: \(problem)\(began)"
    default: return "\(path): \(error)"
    }
  }

  /// Where corrections are: as named, else beside the configuration; nil without either. The file need
  /// not be there.
  var overridesPath: String? {
    overrides
      ?? path.map {
        Configuration.resolve(CorrectionsInForce.fileName, in: Files.folder(of: $0))
      }
  }

  private static func resolve(_ path: String, in folder: String) -> String {
    path.hasPrefix("/") || folder.isEmpty || path == "-" ? path : "\(folder)/\(path)"
  }

  private mutating func set(_ key: String, _ value: Node, at place: String) throws {
    defer { said[key] = (value, place) }
    func text() throws -> String {
      guard let text = value.string else {
        throw Failure(.usage, "\(place): error: '\(key)' is one text")
      }
      return text
    }
    switch key {
    case "site_name": siteName = try text()
    case "time_zone": timeZone = try text()
    case "sources": sources = try sourceEntries(value, place)
    case "archive":
      let name = try text()
      guard !name.isEmpty else { throw Failure(.usage, "\(place): error: 'archive' is empty") }
      archive = name
    case "output": output = try text()
    case "metrics": metrics = try text()
    case "gzip": gzip = try Configuration.flag(text(), key, place)
    case "templates": templates = try text()
    case "theme": theme = try Theme(value, at: path ?? place)
    case "logo": logo = try text()
    case "favicon": favicon = try text()
    case "job_pages": jobPages = try Configuration.jobPages(text(), place)
    case "base_url": baseURL = try text()
    case "stale_after_days":
      guard let days = Int(try text()), days > 0 else {
        throw Failure(.usage, "\(place): error: 'stale_after_days' is a number of days from 1 on")
      }
      staleAfterDays = days
    case "max_errors":
      guard let limit = ErrorLimit(argument: try text()) else {
        throw Failure(.usage, "\(place): error: 'max_errors' is a number or a share such as 10%")
      }
      maxErrors = limit
    case "max_defects": maxDefects = try DefectLimits(value, at: place)
    case "budgets": budgets = try Budgets(value, at: path ?? place)
    case "gates":
      guard let entries = value.sequence else {
        throw Failure(.usage, "\(place): error: 'gates' is a list of gates")
      }
      gates = try entries.map { try GateRule($0, at: path ?? place) }
    case "notes": notes = try NotesRules(value, at: path ?? place).options
    case "environments", "naive_tz", "max_age": try setReading(key, value)
    case "apply_deletes": appliesDeletes = try Configuration.flag(text(), key, place)
    case "dora_bands": doraEdition = try Configuration.doraEdition(text(), place)
    case "overrides":
      let name = try text()
      guard !name.isEmpty else { throw Failure(.usage, "\(place): error: 'overrides' is empty") }
      overrides = name
    case "people": people = try Configuration.choice(text(), key, place)
    case "redaction": redaction = try Configuration.choice(text(), key, place)
    case "redaction_rules": redactionRules = try RedactionRules(value, at: path ?? place).rules
    default:
      let nearest = nearestName(to: key, among: Configuration.keys)
      let hint = nearest.map { "; did you mean '\($0)'?" } ?? ""
      throw Failure(.usage, "\(place): error: unknown key '\(key)'\(hint)")
    }
  }

  private func sourceEntries(_ value: Node, _ place: String) throws -> [SourceEntry] {
    let file = path ?? place
    if value.string != nil { return [try SourceEntry(value, at: file)] }
    guard let sequence = value.sequence else {
      throw Failure(.usage, "\(place): error: 'sources' is a list of sources")
    }
    return try sequence.map { try SourceEntry($0, at: file) }
  }

  /// What sources have in common is said as in an entry or a mapping file.
  private mutating func setReading(_ key: String, _ value: Node) throws {
    let node = Node.mapping(Node.Mapping([(Node(key), value)]))
    let said = try Mapping(node: node, at: path ?? "ROLLBOOK_\(key.uppercased())").settings
    environments = said.environments ?? environments
    naiveZone = said.naiveZone ?? naiveZone
    maxAgeSeconds = said.maxAgeSeconds ?? maxAgeSeconds
  }

  /// The rules that find secrets, those of the configuration included.
  var redactor: Redactor? { redaction == .off ? nil : Redactor(rules: redactionRules) }

  private static func flag(_ text: String, _ key: String, _ place: String) throws -> Bool {
    guard ["true", "false"].contains(text) else {
      throw Failure(.usage, "\(place): error: '\(key)' is true or false")
    }
    return text == "true"
  }

  private static func doraEdition(
    _ text: String, _ place: String
  ) throws -> DORABand.Edition? {
    if text == "off" { return nil }
    if let edition = Int(text).flatMap(DORABand.Edition.init) { return edition }
    throw Failure(
      .usage,
      "\(place): error: 'dora_bands' is 2021, 2023 or off; the report of 2024 has no levels of the "
        + "change failure rate in numbers, and that of 2025 has no levels")
  }

  private static func choice<Choice: RawRepresentable<String> & CaseIterable>(
    _ text: String, _ key: String, _ place: String
  ) throws -> Choice {
    if let choice = Choice(rawValue: text) { return choice }
    let words = Choice.allCases.map { "'\($0.rawValue)'" }.joined(separator: ", ")
    throw Failure(.usage, "\(place): error: '\(key)' is one of \(words)")
  }

  static func jobPages(_ text: String, _ place: String) throws -> JobPages {
    switch text {
    case "all": return .all
    case "none": return .none
    default:
      guard let days = Int(text), days >= 0 else {
        throw Failure(
          .usage, "\(place): error: 'job_pages' is a number of days, 'all' or 'none'")
      }
      return .days(days)
    }
  }

  /// The zone, or a message that names the mistake.
  func zone() throws -> ZoneTable {
    guard let zone = ZoneTable(name: timeZone) else {
      throw Failure(
        .usage,
        "'\(timeZone)' is no time zone; write an IANA name such as UTC or Europe/Berlin")
    }
    return zone
  }

  /// What the site is built with.
  func siteOptions(_ archive: Archive, zone: ZoneTable, date: ReportDate) -> SiteOptions {
    var options = SiteOptions(
      name: siteName, zone: zone, date: date, jobPages: jobPages, basePath: basePath,
      version: Rollbook.version, archiveID: archive.isTemporary ? nil : archive.id)
    options.baseAddress = baseURL.flatMap(BaseAddress.init)
    options.staleAfterDays = staleAfterDays
    options.doraEdition = doraEdition
    options.people = people
    options.redactor = redactor
    options.notes = notes
    return options
  }

  /// The path below the host that the site is served under, with slashes around it.
  var basePath: String? {
    guard let baseURL else { return nil }
    let path = URL(string: baseURL)?.path ?? "/"
    return path.hasSuffix("/") ? path : path + "/"
  }
}
