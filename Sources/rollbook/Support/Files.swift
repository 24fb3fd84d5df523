import Foundation

/// Folders and small files, with the system's own word for what goes wrong.
enum Files {
  /// The folder a path stands in; empty if it names none.
  static func folder(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "" }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  /// Makes a folder and those above it.
  static func makeFolder(_ path: String) throws {
    var made = path.hasPrefix("/") ? "/" : ""
    for part in path.split(separator: "/") {
      made += made.isEmpty || made.hasSuffix("/") ? "\(part)" : "/\(part)"
      if mkdir(made, 0o777) == 0 || errno == EEXIST { continue }
      throw Failure(.cannotCreate, "\(made): cannot make the folder: \(reason())")
    }
    var status = stat()
    guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFDIR else {
      throw Failure(.cannotCreate, "\(path): is not a folder")
    }
  }

  /// Writes a file, over one that is there.
  static func write(_ bytes: [UInt8], to path: String) throws {
    guard let file = fopen(path, "wb") else {
      throw Failure(.cannotCreate, "\(path): cannot be written: \(reason())")
    }
    let written = fwrite(bytes, 1, bytes.count, file)
    guard written == bytes.count, fclose(file) == 0 else {
      throw Failure(.inputOutput, "\(path): cannot be written: \(reason())")
    }
  }

  /// Puts a file in the place of one that may be there, in one step and for good: readers see the old
  /// one or the new one. Everybody may read it.
  static func replace(_ bytes: [UInt8], at path: String) throws {
    let folder = folder(of: path)
    let name = path.split(separator: "/").last.map(String.init) ?? path
    let new = (folder.isEmpty ? "" : folder + "/") + ".\(name).\(getpid())"
    try write(bytes, to: new)
    do {
      try settle(new)
      guard rename(new, path) == 0 else {
        throw Failure(.inputOutput, "\(path): cannot be written: \(reason())")
      }
    } catch {
      unlink(new)
      throw error
    }
    try sync(folder.isEmpty ? "." : folder, flags: O_RDONLY | O_DIRECTORY)
  }

  private static func settle(_ path: String) throws {
    guard chmod(path, 0o644) == 0 else {
      throw Failure(.inputOutput, "\(path): cannot set the mode: \(reason())")
    }
    try sync(path, flags: O_RDONLY)
  }

  private static func sync(_ path: String, flags: Int32) throws {
    let descriptor = open(path, flags | O_CLOEXEC)
    guard descriptor >= 0 else {
      throw Failure(.inputOutput, "\(path): cannot be opened: \(reason())")
    }
    defer { close(descriptor) }
    guard fsync(descriptor) == 0 || errno == EINVAL else {
      throw Failure(.inputOutput, "\(path): cannot be brought to the disk: \(reason())")
    }
  }

  private static func reason() -> String { String(cString: strerror(errno)) }
}
