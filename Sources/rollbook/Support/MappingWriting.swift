import Foundation

/// Writes mapping files; never over a file that is there, unless told to.
enum MappingWriting {
  static func checkIsFree(_ path: String) throws {
    var status = stat()
    guard lstat(path, &status) == 0 else { return }
    throw Failure(.cannotCreate, "\(path): is there already; --force replaces it")
  }

  static func write(_ text: String, to path: String, replacing: Bool) throws {
    if replacing { return try Files.write(Array(text.utf8), to: path) }
    let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else {
      if errno == EEXIST { try checkIsFree(path) }
      throw Failure(
        .cannotCreate, "\(path): cannot be written: \(String(cString: strerror(errno)))")
    }
    let handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
    do { try handle.write(contentsOf: Data(text.utf8)) } catch {
      throw Failure(.inputOutput, "\(path): cannot be written: \(error.localizedDescription)")
    }
  }
}
