import Model

@testable import Rendering
@testable import Site

/// The templates in the binary, by what they are for.
enum DefaultTemplateFiles {
  static let files = TemplateFiles.builtIn

  static let partials: [String: TemplateSource] = {
    var partials: [String: TemplateSource] = [:]
    for path in files.files.keys where path.hasPrefix("partials/") {
      partials[String(path.dropFirst("partials/".count).dropLast(".md".count))] = files.source(path)
    }
    return partials
  }()

  static var pageNames: [String] { TemplateSet.pageNames }

  /// The fields that the page's template sees.
  static func shape(of page: String) throws -> ShapeInfo {
    let type = TemplateSet.pageTypes.first { $0.template == page }
    guard let type else { throw MissingTemplate(path: page) }
    return type.shapeInfo
  }

  /// The page's template without its front matter.
  static func body(of page: String) throws -> TemplateSource {
    try source("pages/\(page).md").splittingFrontMatter().template
  }

  static func source(_ path: String) throws -> TemplateSource {
    guard let source = files.source(path) else { throw MissingTemplate(path: path) }
    return source
  }
}

/// A template that should be in the binary and is not.
struct MissingTemplate: Error {
  let path: String
}
