import CSupport
import Foundation

/// Standard output: what is printed has to arrive.
enum Output {
  /// Says at the end of a run whether everything that was printed has been written. A reader who has
  /// seen enough is no error.
  static func finish() throws {
    let error = rb_finish_output()
    guard error != 0, error != EPIPE else { return }
    throw Failure(
      .inputOutput, "standard output cannot be written: \(String(cString: strerror(error)))")
  }

  /// Writes bytes that stand exactly so in a file as well.
  ///
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
