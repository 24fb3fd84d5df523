import Foundation
import Site

extension TemplateFiles {
  /// Lets the files of a folder replace the built-in ones of the same path, one by one.
  mutating func overlay(_ folder: String) throws {
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: folder, isDirectory: &isFolder),
      isFolder.boolValue, let walk = FileManager.default.enumerator(atPath: folder)
    else { throw Failure(.noInput, "\(folder): no such folder of templates") }
    for case let path as String in walk {
      guard walk.fileAttributes?[.type] as? FileAttributeType == .typeRegular else { continue }
      guard !path.split(separator: "/").contains(where: { $0.hasPrefix(".") }) else { continue }
      guard let data = FileManager.default.contents(atPath: "\(folder)/\(path)") else {
        throw Failure(.noInput, "\(folder)/\(path): cannot be read")
      }
      replace(path, named: "\(folder)/\(path)", with: Array(data))
    }
  }
}

extension Configuration {
  /// The files that the site's pages and assets come from: the built-in ones, those of the folder of
  /// templates over them, and over those what the configuration says of colours and pictures.
  func templateFiles() throws -> TemplateFiles {
    var files = TemplateFiles.builtIn
    if let templates { try files.overlay(templates) }
    if !theme.isEmpty { files.replace(Theme.path, named: "theme", with: theme.stylesheet) }
    if let logo { try files.place(logo, as: "logo", formats: [.svg, .png]) }
    if let favicon { try files.place(favicon, as: "favicon", formats: [.svg, .png, .ico]) }
    return files
  }
}

extension TemplateFiles {
  /// No picture of a page's frame needs more.
  private static let largestPicture = 100_000

  /// Puts a picture in the place of all built-in ones of that name.
  fileprivate mutating func place(
    _ path: String, as name: String, formats: [SiteImage.Format]
  ) throws {
    guard let data = FileManager.default.contents(atPath: path) else {
      throw Failure(.noInput, "\(path): no such file for '\(name)', or it cannot be read")
    }
    guard data.count <= TemplateFiles.largestPicture else {
      throw Failure(
        .usage,
        "\(path): \(Budgets.words(data.count)) are too much for '\(name)'; at most "
          + "\(Budgets.words(TemplateFiles.largestPicture))")
    }
    guard let image = SiteImage(Array(data)), formats.contains(image.format) else {
      let known = formats.map { $0.rawValue.uppercased() }
      let list = known.dropLast().joined(separator: ", ") + " or \(known[known.count - 1])"
      throw Failure(.usage, "\(path): is no \(list), which '\(name)' needs to be")
    }
    for format in formats { remove("assets/\(name).\(format.rawValue)") }
    replace("assets/\(name).\(image.format.rawValue)", named: path, with: Array(data))
  }
}
