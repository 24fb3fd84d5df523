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

  private static func reason() -> String { String(cString: strerror(errno)) }
}
