import Archiving
import Foundation
import Model

/// The archive a build works on: the one named, or one that lives as long as the build.
enum WorkingArchive {
  /// What waits in the archive's inbox is taken in first.
  ///
  /// - Parameter dryRun: works on a copy of the archive named, so that nothing is written.
  static func with<Result>(
    _ path: String?, dryRun: Bool, zone: ZoneTable, console: Console,
    _ body: (Archive) throws -> Result
  ) throws -> Result {
    let inbox = path.map { InboxIntake(archive: $0, zone: zone, console: console) }
    if let path, !dryRun {
      let folder = Files.folder(of: path)
      if !folder.isEmpty { try Files.makeFolder(folder) }
      let archive = try Archive(path: path)
      try inbox?.fold(into: archive)
      return try body(archive)
    }
    let folder = try temporaryFolder()
    defer { remove(folder, console) }
    if let path, FileManager.default.fileExists(atPath: path) {
      try Archive(path: path).copy(to: folder + "/archive.sqlite")
    }
    let archive = try Archive(temporaryIn: folder)
    try inbox?.fold(into: archive, removes: false)
    return try body(archive)
  }

  /// What stays behind is as large as the archive, so it is said where.
  static func remove(_ folder: String, _ console: Console) {
    do { try FileManager.default.removeItem(atPath: folder) } catch {
      console.warning("\(folder): the temporary archive could not be removed; remove it by hand")
    }
  }

  /// A private folder on a disk: `/tmp` may be memory.
  static func temporaryFolder() throws -> String {
    let base = ProcessInfo.processInfo.environment["TMPDIR"] ?? "/var/tmp"
    var template = Array("\(base)/rollbook-XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else {
      throw Failure(.cannotCreate, "\(base): cannot make a temporary folder; set TMPDIR")
    }
    let end = template.firstIndex(of: 0) ?? template.endIndex
    return String(decoding: template[..<end].map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }
}
