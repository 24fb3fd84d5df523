import Model
import Testing

@testable import Importing

/// Where the input is cut into pieces must not show.
@Suite struct ChunkBoundaryTests {
  static let damage = [
    "", "{\"job_id\":01}", "{\"job_id\":\"\\ud800\",\"job_type\":\"\u{E9}\"}", "42", "[{]",
  ]

  @Test(arguments: [1, 2, 3, 7, 64])
  func givesTheSameItemsFromPiecesOfAnySize(pieceSize: Int) throws {
    for text in DocumentModeTests.shapes + Self.texts() {
      let whole = try read(text)
      let pieces = try read(text, pieceSize: pieceSize)
      #expect(pieces.items == whole.items, "\(text.debugDescription)")
      #expect(pieces.summary.sha256 == whole.summary.sha256)
      #expect(pieces.summary.lines == whole.summary.lines)
      #expect(pieces.summary.format == whole.summary.format, "\(text.debugDescription)")
    }
  }

  @Test(arguments: [1, 3, 64])
  func givesTheSameItemsFromCompressedPieces(pieceSize: Int) throws {
    for text in Self.texts() {
      let pieces = try read(gzipped(text), pieceSize: pieceSize)
      #expect(try pieces.items == read(text).items)
    }
  }

  private static func texts() -> [String] {
    var random = SeededGenerator(seed: 5)
    var texts = [
      "", "\u{FEFF}{\"job_id\":\"a\",\"job_type\":\"t\"}\r\n", "\u{FEFF}[]", "[1,", "nul", "12",
    ]
    for round in 0..<9 {
      // More than the eight lines that are looked at first.
      let lines = (0..<14).map { _ in
        random.chance(25)
          ? random.pick(damage) : RecordGenerator.record(&random).canonicalJSON.string
      }
      let separator = round % 3 == 0 ? "\r\n" : "\n"
      texts.append(lines.joined(separator: separator) + random.pick(["", separator]))
      texts.append("[" + lines.joined(separator: " ,\n ") + "]")
      texts.append("{\"n\": 1, \"jobs\": [" + lines.joined(separator: ",") + "], \"z\": {}}")
      texts.append(lines.joined(separator: "\u{1E}"))
    }
    return texts
  }
}
