import Foundation
import Glibc

/// What a folder holds, file by file.
struct FileTree {
  /// The bytes of each file, by path from the folder.
  private(set) var files: [String: Data] = [:]
  /// The mode of each file and folder, the folder itself as "".
  private(set) var modes: [String: mode_t] = [:]

  init(_ folder: String) throws {
    for name in try FileTree.names(in: folder) {
      let path = name.isEmpty ? folder : "\(folder)/\(name)"
      var status = stat()
      guard lstat(path, &status) == 0 else { throw Problem("\(path) vanished") }
      modes[name] = status.st_mode & 0o7777
      if status.st_mode & S_IFMT == S_IFREG {
        files[name] = try Data(contentsOf: URL(fileURLWithPath: path))
      }
    }
  }

  fileprivate static func names(in folder: String) throws -> [String] {
    let real = URL(fileURLWithPath: folder).resolvingSymlinksInPath().path
    guard let walk = FileManager.default.enumerator(atPath: real) else {
      throw Problem("\(folder) cannot be read")
    }
    return [""] + walk.compactMap { $0 as? String }
  }

  /// The paths that only one of both has, or whose bytes differ; those that name sources left out.
  func differences(from other: FileTree) -> [String] {
    Set(files.keys).union(other.files.keys)
      .filter { !FileTree.namesSources($0) && files[$0] != other.files[$0] }.sorted()
  }

  /// The pages about sources and the build say which files the records came from.
  private static func namesSources(_ path: String) -> Bool {
    [
      "data-quality.html", "api/data-quality.json", "data-quality/sources.csv", "build.html",
      "api/build.json", "build.json",
      "build.js",
    ].contains(path)
  }

  /// Whatever is not 0644, or 0755 for folders.
  var oddModes: [String] {
    modes.filter { $1 != (files[$0] == nil ? 0o755 : 0o644) }
      .map { "\($0) \(String($1, radix: 8))" }.sorted()
  }
}

/// Which file each name stands for, and when it was written: whatever a write would change.
struct FileStamps: Equatable {
  private struct Stamp: Equatable {
    let inode: UInt64
    let size: Int
    let modified: [Int]
    let changed: [Int]
  }

  private var stamps: [String: Stamp] = [:]

  init(_ folder: String) throws {
    for name in try FileTree.names(in: folder) {
      var status = stat()
      guard lstat("\(folder)/\(name)", &status) == 0 else { throw Problem("\(name) vanished") }
      stamps[name] = Stamp(
        inode: UInt64(status.st_ino), size: Int(status.st_size),
        modified: [status.st_mtim.tv_sec, status.st_mtim.tv_nsec],
        changed: [status.st_ctim.tv_sec, status.st_ctim.tv_nsec])
    }
  }

  var count: Int { stamps.count }

  /// The names that stand for something else now.
  func differences(from other: FileStamps) -> [String] {
    Set(stamps.keys).union(other.stamps.keys).filter { stamps[$0] != other.stamps[$0] }.sorted()
  }
}
