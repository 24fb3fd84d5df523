import Model
import Rendering

/// How search compares texts: the same here and in `Templates/assets/search.js`, where a test runs both
/// on the same cases.
package enum SearchText {
  /// At most so many characters of a label or a detail are shown.
  static let longestLabel = 160
  /// At most so many bytes of a folded word tell words apart.
  package static let longestKey = 80

  /// A text as results show it: cleaned, on one line, cut.
  static func shown(_ text: Text) -> String {
    var cleaned = ByteBuffer()
    cleaned.append(cleaned: text, as: .bare)
    let words = cleaned.bytes.split { $0 <= 0x20 }
    let line = String(decoding: Array(words.joined(separator: [0x20])), as: UTF8.self)
    guard line.utf8.count > longestLabel else { return line }
    let scalars = line.unicodeScalars
    guard scalars.count > longestLabel else { return line }
    return String(String.UnicodeScalarView(scalars.prefix(longestLabel - 1))) + "…"
  }

  /// A text as it is compared. `A` to `Z` become lower case. Of every character outside ASCII the lower
  /// case is taken (Unicode's default mapping, one character at a time, no normalisation), and each
  /// byte of it stands as `%` and two hexadecimal digits. So all is ASCII.
  package static func folded(_ text: String) -> [UInt8] {
    var folded = ByteBuffer(capacity: text.utf8.count)
    for scalar in text.unicodeScalars {
      if scalar.isASCII {
        let byte = UInt8(truncatingIfNeeded: scalar.value)
        folded.append(byte: 0x41...0x5A ~= byte ? byte | 0x20 : byte)
      } else {
        for byte in scalar.properties.lowercaseMapping.utf8 {
          folded.append(byte: 0x25)
          folded.append(hex: byte)
        }
      }
    }
    return folded.bytes
  }

  /// What white space divides; bytes up to 0x20 are white space.
  package static func words(_ folded: [UInt8]) -> [ArraySlice<UInt8>] {
    folded.split { $0 <= 0x20 }
  }

  // MARK: - Where in a word it can be found

  /// Where the parts of a word begin: runs of letters, digits and what is not ASCII.
  static func partStarts(_ word: ArraySlice<UInt8>) -> [Int] {
    word.indices.filter { i in
      isPart(word[i]) && (i == word.startIndex || !isPart(word[i - 1]))
    }
  }

  /// Where the distinctive end of an id begins: its last part of at least three bytes. Also where that
  /// goes on after zeros in front: `build-checkout-000398` is found by `000398` and `398`.
  package static func tailStarts(_ word: ArraySlice<UInt8>) -> [Int] {
    let start = partStarts(word).last { start in
      word[start...].prefix(3).count { isPart($0) } == 3
    }
    guard let start else { return [] }
    let digits = word[start...].drop { $0 == 0x30 }
    guard digits.startIndex > start, digits.first.map(isPart) == true else { return [start] }
    return [start, digits.startIndex]
  }

  /// Where the number of a version begins: `v1.4.2` is found by `1.4.2`.
  static func numberStart(_ word: ArraySlice<UInt8>) -> Int? {
    word.firstIndex { 0x30...0x39 ~= $0 }
  }

  private static func isPart(_ byte: UInt8) -> Bool {
    0x61...0x7A ~= byte || 0x30...0x39 ~= byte || byte == 0x25
  }
}
