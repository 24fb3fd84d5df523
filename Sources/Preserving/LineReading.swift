import Foundation
import Glibc

/// The lines of a text file, one after another; memory grows with the longest line alone.
final class LineReading {
  private let path: String
  private let file: UnsafeMutablePointer<FILE>
  private var line: UnsafeMutablePointer<CChar>?
  private var capacity = 0
  /// The number of the line read last, from 1.
  private(set) var number = 0
  /// Whether a line feed stood behind the line read last.
  private(set) var isLineEnded = true

  /// The file is no link.
  init(path: String) throws {
    self.path = path
    let descriptor = open(path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC)
    guard descriptor >= 0, let file = fdopen(descriptor, "rb") else {
      throw PreservingError(
        kind: .system, description: "\(path): cannot be read: \(String(cString: strerror(errno)))")
    }
    self.file = file
  }

  deinit {
    free(line)
    fclose(file)
  }

  /// The next line without its end; nil after the last one.
  func next() throws -> [UInt8]? {
    let count = getline(&line, &capacity, file)
    guard count >= 0, let line else {
      guard ferror(file) == 0 else {
        throw PreservingError(kind: .system, description: "\(path): cannot be read")
      }
      return nil
    }
    number += 1
    let bytes = UnsafeRawBufferPointer(start: line, count: count)
    isLineEnded = bytes.last == 0x0A
    return Array(isLineEnded ? bytes.dropLast() : bytes[...])
  }

  /// Calls `body` with what each line says.
  func forEach<Line: Decodable>(_: Line.Type, _ body: (Line) throws -> Void) throws {
    let decoder = JSONDecoder()
    while let bytes = try next() { try body(decode(bytes, decoder)) }
  }

  /// What the line read last says.
  func decode<Line: Decodable>(_ bytes: [UInt8], _ decoder: JSONDecoder) throws -> Line {
    do {
      return try decoder.decode(Line.self, from: Data(bytes))
    } catch {
      throw PreservingError(
        kind: .content, description: "\(path):\(number): is not a line that Rollbook writes")
    }
  }
}
