import Crypto
import Model
import Rendering

/// The files of `Templates/assets/`, each under a name that carries its hash: a page from yesterday finds
/// the style it was made for. What stylesheets name by `url(...)` or `@import` has its hashed name there.
struct AssetSet: Sendable {
  /// A file of the site that is copied as it is, but for the names in a stylesheet.
  struct Asset: Sendable {
    let path: String
    let bytes: [UInt8]
  }

  /// Sorted by path.
  private(set) var assets: [Asset] = []
  /// Where each stands in the site, by its path from `Templates/`.
  private(set) var published: [String: String] = [:]
  /// The assets that stylesheets name.
  private(set) var namedInStyles: Set<String> = []
  private(set) var paths = AssetPaths()
  private let files: TemplateFiles
  private var errors: [TemplateError] = []

  init(_ files: TemplateFiles) throws(TemplateErrors) {
    self.files = files
    let sources = files.files.keys.filter { $0.hasPrefix("assets/") }.sorted()
    for source in sources { _ = publish(source, inside: []) }
    guard errors.isEmpty else { throw TemplateErrors(errors: errors) }
    assets.sort { $0.path < $1.path }
    try findPlaces()
  }

  /// - Parameter importers: the stylesheets that are about to be published, since they import this one.
  private mutating func publish(_ source: String, inside importers: [String]) -> String? {
    if let path = published[source] { return path }
    guard let file = files.files[source] else { return nil }
    var bytes = file.bytes
    if source.hasSuffix(".css") { bytes = linked(source, file.name, bytes, importers + [source]) }
    let asset = Asset(path: AssetSet.hashedName(source, bytes), bytes: bytes)
    assets.append(asset)
    published[source] = asset.path
    return asset.path
  }

  /// The stylesheet with the published names of what it names.
  private mutating func linked(
    _ source: String, _ name: String, _ bytes: [UInt8], _ importers: [String]
  ) -> [UInt8] {
    var result: [UInt8] = []
    var copied = 0
    for link in StylesheetLinks(bytes).links {
      guard let target = StylesheetLinks.target(of: link.text, in: source) else { continue }
      guard !importers.contains(target.path) else {
        fail(name, bytes, link, "stylesheets must not import themselves: '\(target.path)'")
        continue
      }
      guard let path = publish(target.path, inside: importers) else {
        let known = files.files.keys.filter { $0.hasPrefix("assets/") }.sorted()
        let hint = nearestName(to: target.path, among: known).map { "; did you mean '\($0)'?" }
        fail(
          name, bytes, link, "there is no file '\(target.path)' among the templates\(hint ?? "")")
        continue
      }
      namedInStyles.insert(target.path)
      result += bytes[copied..<link.range.lowerBound]
      result += (StylesheetLinks.relative(path, from: source) + target.rest).utf8
      copied = link.range.upperBound
    }
    return result + bytes[copied...]
  }

  private mutating func fail(
    _ name: String, _ bytes: [UInt8], _ link: StylesheetLinks.Link, _ message: String
  ) {
    let before = bytes[..<link.range.lowerBound]
    let start = before.lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
    let end = bytes[start...].firstIndex(of: 0x0A) ?? bytes.count
    errors.append(
      TemplateError(
        path: name, line: before.count { $0 == 0x0A } + 1,
        column: String(decoding: bytes[start..<link.range.lowerBound], as: UTF8.self).count + 1,
        message: message, sourceLine: String(decoding: bytes[start..<end], as: UTF8.self)))
  }

  /// `assets/style.css` becomes `assets/style.0123456789.css`.
  private static func hashedName(_ path: String, _ bytes: [UInt8]) -> String {
    let hash = SHA256.hash(data: bytes).prefix(5).hexadecimal
    let name = path[(path.lastIndex(of: "/") ?? path.startIndex)...]
    guard let dot = name.lastIndex(of: ".") else { return "\(path).\(hash)" }
    return "\(path[..<dot]).\(hash)\(path[dot...])"
  }

  // MARK: - What the layout names

  private mutating func findPlaces() throws(TemplateErrors) {
    paths.style = published["assets/style.css"] ?? paths.style
    paths.script = published["assets/site.js"]
    paths.searchScript = published["assets/search.js"]
    paths.theme = published[Theme.path]
    for (ending, type) in SiteImage.iconTypes {
      guard let icon = published["assets/favicon.\(ending)"] else { continue }
      (paths.icon, paths.iconType) = (icon, type)
    }
    for ending in SiteImage.logoEndings {
      let source = "assets/logo.\(ending)"
      guard let path = published[source], let file = files.files[source] else { continue }
      guard let size = SiteImage(file.bytes)?.size else {
        throw TemplateErrors(errors: [
          TemplateError(
            path: file.name, line: 1, column: 1, message: SiteImage.noSize, sourceLine: "")
        ])
      }
      let (width, height) = size.fitting
      paths.logo = AssetPaths.Logo(path: path, width: width, height: height)
    }
  }
}

/// Where the assets stand; their names carry a hash of their content.
package struct AssetPaths: Sendable {
  /// The picture beside the site's name, and the pixels it takes there.
  package struct Logo: Sendable {
    package let path: String
    package let width: Int
    package let height: Int
  }

  package var style = "assets/style.css"
  /// The colours of the configuration, if it has any.
  package var theme: String?
  package var icon = "assets/favicon.svg"
  package var iconType = "image/svg+xml"
  package var script: String?
  package var searchScript: String?
  package var logo: Logo?
}
