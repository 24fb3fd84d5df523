import Model

@testable import Rendering
@testable import Site

/// Loads one built-in template file with one tag changed.
struct TemplateLoader {
  private enum Kind {
    case page, partial, layout, notes
  }

  let path: String
  let source: TemplateSource
  private let kind: Kind
  /// Its own name without folder and ending.
  private let name: String
  /// A page that uses the file.
  private let page: String

  init(path: String) throws {
    self.path = path
    source = try DefaultTemplateFiles.source(path)
    kind = TemplateLoader.kind(of: path)
    name = String(path.drop { $0 != "/" }.dropFirst().dropLast(".md".count))
    page = try kind == .partial ? TemplateLoader.page(using: name) : name
  }

  private static func kind(of path: String) -> Kind {
    if path == "layout.html" { return .layout }
    if path.hasPrefix("notes/") { return .notes }
    return path.hasPrefix("pages/") ? .page : .partial
  }

  /// The errors of loading it. `inAll`: all templates are loaded as a build does that, not only the
  /// page that uses the file; slow. The titles of pages are always loaded so.
  func errors(
    replacing tag: PlacedTag, with name: String, inAll: Bool = false
  ) throws -> [TemplateError] {
    let text = source.text.replacing(tag, with: name)
    let changed = TemplateSource(path: path, text: text)
    let (_, body) = changed.splittingFrontMatter()
    if inAll || tag.line < body.line { return allErrors(text) }
    switch kind {
    case .layout:
      return caught { () throws(TemplateErrors) in
        try PreparedTemplate.html(changed, scopes: [PageFrame.shape.info])
      }
    case .notes:
      return caught { () throws(TemplateErrors) in
        try NotesTemplates.Template(changed, DefaultTemplateFiles.files)
      }
    case .page: return try errors(of: body, DefaultTemplateFiles.partials)
    case .partial:
      var partials = DefaultTemplateFiles.partials
      partials[self.name] = changed
      return try errors(of: DefaultTemplateFiles.body(of: page), partials)
    }
  }

  private func errors(
    of body: TemplateSource, _ partials: [String: TemplateSource]
  ) throws -> [TemplateError] {
    let shape = try DefaultTemplateFiles.shape(of: page)
    return caught { () throws(TemplateErrors) in
      try PreparedTemplate.markdown(body, partials: partials, scopes: [shape])
    }
  }

  private func allErrors(_ text: String) -> [TemplateError] {
    var files = DefaultTemplateFiles.files
    files.replace(path, named: path, with: Array(text.utf8))
    return caught { () throws(TemplateErrors) in try TemplateSet(files) }
  }

  private func caught<Result>(_ load: () throws(TemplateErrors) -> Result) -> [TemplateError] {
    do throws(TemplateErrors) {
      _ = try load()
      return []
    } catch { return error.errors }
  }

  /// The names that may have been meant in place of a tag's: the partials', or any of the page's
  /// fields.
  func knownNames(for tag: PlacedTag) throws -> Set<String> {
    if tag.isPlainPartial { return Set(DefaultTemplateFiles.partials.keys) }
    if kind == .layout { return PageFrame.shape.info.allNames(6) }
    if kind == .notes { return NotesDocument.shape.info.allNames(6) }
    return try DefaultTemplateFiles.shape(of: page).allNames(6)
  }

  /// The first page that holds the partial, itself or through another.
  private static func page(using partial: String) throws -> String {
    for page in DefaultTemplateFiles.pageNames {
      var open = [try DefaultTemplateFiles.body(of: page).text]
      var seen: Set<String> = []
      while let text = open.popLast() {
        for tag in PlacedTag.all(in: text) where tag.isPlainPartial {
          if tag.name == partial { return page }
          guard seen.insert(tag.name).inserted else { continue }
          open.append(DefaultTemplateFiles.partials[tag.name]?.text ?? "")
        }
      }
    }
    throw MissingTemplate(path: "a page that uses '\(partial)'")
  }
}

extension ShapeInfo {
  /// The names of its fields and of those below them.
  fileprivate func allNames(_ depth: Int) -> Set<String> {
    guard depth > 0 else { return [] }
    return fields.reduce(into: []) { names, field in
      names.insert(field.name)
      switch field.kind {
      case .object(let shape), .list(let shape): names.formUnion(shape().allNames(depth - 1))
      default: break
      }
    }
  }
}
