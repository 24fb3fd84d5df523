import Foundation

/// Standard output, for bytes that stand exactly so in a file as well.
enum Output {
  /// On a terminal the line is ended. A reader who has seen enough is no error.
  static func write(_ bytes: [UInt8]) throws {
    let end: [UInt8] = isatty(STDOUT_FILENO) == 1 ? [0x0A] : []
    var rest = (bytes + end)[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Foundation.write(STDOUT_FILENO, $0.baseAddress, $0.count) }
      if count >= 0 {
        rest = rest.dropFirst(count)
      } else if errno == EPIPE {
        return
      } else if errno != EINTR {
        throw Failure(
          .inputOutput, "standard output cannot be written: \(String(cString: strerror(errno)))")
      }
    }
  }
}
