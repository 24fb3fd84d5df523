import Crypto
import Model

/// What stands for the original of something that was changed.
enum ContentHash {
  /// SHA-256 of the text's UTF-8 bytes: 64 lower-case hexadecimal digits.
  static func hex(_ text: String) -> String {
    SHA256.hash(data: Array(text.utf8)).hexadecimal
  }
}
