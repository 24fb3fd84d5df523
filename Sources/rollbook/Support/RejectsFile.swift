import Foundation
import Importing
import Model

/// What `--rejects` writes: one JSON object for each record that was left out, for mending it.
///
/// The raw text stands there as it was read, secrets included: the file is for the owner of the data
/// and readable by its user alone.
final class RejectsFile {
  private let path: String
  private let handle: FileHandle

  /// Makes the file, or empties it.
  init(path: String) throws {
    self.path = path
    let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else {
      throw Failure(.cannotCreate, "\(path): cannot create: \(String(cString: strerror(errno)))")
    }
    handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
  }

  /// Writes one line for what was left out; nothing for remarks on records that were kept.
  func write(_ defect: Defect, of source: String) throws {
    guard defect.effect == .quarantined else { return }
    var w = JSONObjectWriter(into: ByteBuffer())
    w.member("file", word: source)
    w.member("part", defect.position.table.map { Text($0) })
    w.member("line", Int64(defect.position.line))
    w.member("column", Int64(defect.position.column))
    w.member("offset", Int64(defect.position.offset))
    w.member("code", word: defect.code)
    w.member("field", defect.field.map { Text($0) })
    w.member("message", word: defect.message)
    if let text = String(validating: defect.raw, as: UTF8.self) {
      w.member("raw", word: text)
    } else {
      w.member("raw", word: String(decoding: defect.raw, as: UTF8.self))
      w.member("raw_base64", word: Data(defect.raw).base64EncodedString())
    }
    do {
      try handle.write(contentsOf: Data(w.finish().bytes + [0x0A]))
    } catch {
      throw Failure(.inputOutput, "\(path): cannot write: \(error.localizedDescription)")
    }
  }
}
