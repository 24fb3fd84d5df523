import Foundation

/// Standard output, for bytes that stand exactly so in a file as well.
enum Output {
  /// On a terminal the line is ended.
  static func write(_ bytes: [UInt8]) {
    let end: [UInt8] = isatty(STDOUT_FILENO) == 1 ? [0x0A] : []
    FileHandle.standardOutput.write(Data(bytes + end))
  }
}
