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
