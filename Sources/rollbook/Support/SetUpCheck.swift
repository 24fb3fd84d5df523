import Foundation
import Importing
import Model
import Rendering
import Site

/// Everything that a run reads before it reads records: configuration, mapping files, corrections,
/// templates and assets.
struct SetUpCheck {
  /// Mistakes, each with its place; a run would end with them.
  private(set) var problems: [String] = []
  /// What a run would live with.
  private(set) var warnings: [String] = []
  /// What was looked at, in words.
  private(set) var looked: [String] = []

  /// - Parameter templates: the folder of templates instead of that of the configuration.
  init(config: String?, templates: String?, environment: [String: String]) {
    guard
      var settings = take({ try Configuration.load(config, environment: environment) })
    else { return }
    settings.templates = templates ?? settings.templates
    looked.append(settings.path ?? "no configuration")
    _ = take { try settings.zone() }
    check(sources: settings)
    if let corrections = settings.overridesPath, take({ try CorrectionsInForce(settings) }) != nil,
      FileManager.default.fileExists(atPath: corrections)
    {
      looked.append(corrections)
    }
    check(templates: settings)
    if let url = settings.baseURL, URL(string: url)?.scheme?.hasPrefix("http") != true {
      warnings.append("'base_url' is '\(url)'; an address begins with http:// or https://")
    }
  }

  /// What it gives, or nil after noting what it throws.
  private mutating func take<Value>(_ body: () throws -> Value) -> Value? {
    do { return try body() } catch {
      problems += Failure(error)?.messages ?? ["\(error)"]
      return nil
    }
  }

  private mutating func check(sources settings: Configuration) {
    for entry in settings.sources {
      if let file = entry.mappingFile, take({ try Mapping(file: file) }) != nil {
        looked.append(file)
      }
      guard entry.path != "-" else { continue }
      do { _ = try expandSources([entry.path]) } catch { warnings.append("\(error)") }
    }
  }

  private mutating func check(templates settings: Configuration) {
    guard let files = take({ try settings.templateFiles() }),
      let set = take({ try TemplateSet(files) })
    else { return }
    let own = files.files.count { path, file in
      TemplateFiles.builtIn.files[path].map { $0.name != file.name } ?? true
    }
    let folder = settings.templates.map { " (\(own) in \($0))" } ?? ""
    looked.append("\(files.files.count) templates and assets\(folder)")
    warnings += set.unused.map { "\($0): no page uses this file" }
    warnings += set.idle.map { "\($0): no template or stylesheet names this file" }
    let names = set.namesInLayout
    if !settings.theme.isEmpty, !names.contains("theme_path") {
      warnings.append("'theme' changes nothing: layout.html does not link {{theme_path}}")
    }
    if settings.logo != nil, !names.contains("logo_path") {
      warnings.append("'logo' is not shown: layout.html has no {{logo_path}}")
    }
  }

  // MARK: - Places

  /// The message, with the line it speaks of and a caret below the place if it begins with
  /// `file:line:column:` and does not have them yet.
  static func withSourceLine(_ message: String) -> String {
    let parts = message.split(separator: ":", maxSplits: 3)
    guard !message.contains("\n"), parts.count == 4, let line = Int(parts[1]),
      let column = Int(parts[2]), line > 0, column > 0,
      let data = FileManager.default.contents(atPath: String(parts[0]))
    else { return message }
    let lines = String(decoding: data, as: UTF8.self).split(
      separator: "\n", omittingEmptySubsequences: false)
    guard line <= lines.count else { return message }
    let text = lines[line - 1].prefix(200)
    let before = text.prefix(column - 1).map { $0 == "\t" ? "\t" : " " }.joined()
    return "\(message)\n\(text)\n\(before)^"
  }
}
