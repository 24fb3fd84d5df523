import Foundation

/// Standard output, for bytes that stand exactly so in a file as well.
enum Output {
  static func write(_ bytes: [UInt8]) {
    FileHandle.standardOutput.write(Data(bytes))
  }
}
