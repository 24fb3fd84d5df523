import Foundation

/// Standard input in a file of its own, so that it can be read several times.
final class SpooledInput {
  let path: String

  init() throws {
    var template = Array("\(NSTemporaryDirectory())/rollbook-stdin-XXXXXX".utf8CString)
    let descriptor = mkstemp(&template)
    path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    guard descriptor >= 0 else {
      throw Failure(.cannotCreate, "\(path): cannot be made: \(String(cString: strerror(errno)))")
    }
    defer { close(descriptor) }
    var piece = [UInt8](repeating: 0, count: 1 << 20)
    while true {
      let count = read(0, &piece, piece.count)
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else {
        throw Failure(.inputOutput, "(stdin): \(String(cString: strerror(errno)))")
      }
      if count == 0 { return }
      try SpooledInput.write(piece.prefix(count), to: descriptor, path)
    }
  }

  private static func write(
    _ bytes: ArraySlice<UInt8>, to descriptor: Int32, _ path: String
  ) throws {
    var rest = bytes
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Foundation.write(descriptor, $0.baseAddress, $0.count) }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else {
        throw Failure(
          .inputOutput, "\(path): cannot be written: \(String(cString: strerror(errno)))")
      }
      rest = rest.dropFirst(count)
    }
  }

  deinit { unlink(path) }
}
