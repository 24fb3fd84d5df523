import Foundation
import Model

/// A text file that is written line by line.
final class LineFile {
  private let path: String
  private let handle: FileHandle
  private var buffer = ByteBuffer(capacity: LineFile.pieceSize)
  private(set) var lineCount = 0
  private static let pieceSize = 1 << 16

  /// Makes the file.
  init(path: String) throws {
    self.path = path
    guard FileManager.default.createFile(atPath: path, contents: nil),
      let handle = FileHandle(forWritingAtPath: path)
    else { throw PreservingError(kind: .system, description: "\(path): cannot be written") }
    self.handle = handle
  }

  func append(_ line: some Sequence<UInt8>) throws {
    buffer.append(contentsOf: line)
    buffer.append(byte: 0x0A)
    lineCount += 1
    if buffer.count >= LineFile.pieceSize { try flush() }
  }

  func close() throws {
    try flush()
    try handle.close()
  }

  private func flush() throws {
    do {
      try handle.write(contentsOf: Data(buffer.bytes))
    } catch {
      throw PreservingError(
        kind: .system, description: "\(path): cannot be written: \(error.localizedDescription)")
    }
    buffer.removeAll()
  }
}
