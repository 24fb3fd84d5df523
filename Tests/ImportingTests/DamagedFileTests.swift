import Model
import Testing

@testable import Importing

/// A file some of whose lines are broken, in ten ways: every good line arrives, and the counts are right
/// for each kind of damage.
@Suite struct DamagedFileTests {
  enum Damage: CaseIterable {
    case cutOff, flippedBits, trailingComma, missingBrace, garbage, notANumber, wrongType, missingID
    case duplicateKey, twoObjects

    /// The code it is quarantined under; nil if the record is kept.
    var code: String? {
      switch self {
      case .cutOff, .trailingComma, .missingBrace, .garbage, .notANumber, .twoObjects: "syntax"
      case .flippedBits: "bad-utf8"
      case .wrongType: "wrong-type"
      case .missingID: "no-id"
      case .duplicateKey: nil
      }
    }

    func applied(to line: String, _ random: inout SeededGenerator) -> [UInt8] {
      let bytes = Array(line.utf8)
      switch self {
      case .cutOff: return Array(bytes.prefix(Int.random(in: 1..<bytes.count, using: &random)))
      case .flippedBits:
        // Within the id, whose bytes are ASCII.
        var bytes = bytes
        bytes[12] = random.pick([0x80, 0xC0, 0xFF, 0xF5])
        return bytes
      case .trailingComma: return bytes.dropLast() + Array(",}".utf8)
      case .missingBrace: return Array(random.chance(50) ? bytes.dropFirst() : bytes.dropLast())
      case .garbage:
        return Array(
          random.pick(["<html>", "Error: 500", "\u{1}\u{2}", "}{", "---", "id,name"]).utf8)
      case .notANumber:
        return bytes.dropLast() + Array(",\"x\":\(random.pick(["NaN", "Infinity", "-NaN"]))}".utf8)
      case .wrongType: return bytes.dropLast() + Array(",\"exit_code\":\"zero\"}".utf8)
      case .missingID: return Array("{\"status\":\"success\",\"x\":[1,{}]}".utf8)
      case .duplicateKey: return bytes.dropLast() + Array(",\"job_type\":\"other\"}".utf8)
      case .twoObjects: return bytes + bytes
      }
    }
  }

  @Test(arguments: [1, 10, 50], [1, 2, 3] as [UInt64])
  func keepsEveryGoodLine(percent: Int, seed: UInt64) throws {
    var random = SeededGenerator(seed: seed &* 100 &+ UInt64(percent))
    var text: [UInt8] = []
    var ids: [String] = []
    var codes: [String: Int] = [:]
    var duplicates = 0
    var badLines: [Int] = []
    for i in 0..<1500 {
      let line =
        "{\"job_id\":\"job-\(i)\",\"job_type\":\"t\",\"exit_code\":0,\"metadata\":{\"n\":\(i)}}"
      // The first lines are good, so that what the file is can be told.
      guard i > 2, random.chance(percent) else {
        text += Array(line.utf8) + [0x0A]
        ids.append("job-\(i)")
        continue
      }
      let damage = random.pick(Damage.allCases)
      text += damage.applied(to: line, &random) + [0x0A]
      if let code = damage.code {
        codes[code, default: 0] += 1
        badLines.append(i + 1)
      } else {
        duplicates += 1
        ids.append("job-\(i)")
      }
    }
    let reading = try read(text, pieceSize: random.pick([100, 4096, 1 << 20]))
    #expect(reading.ids == ids, "seed \(seed)")
    #expect(
      Dictionary(grouping: reading.quarantined, by: \.code).mapValues(\.count) == codes,
      "seed \(seed)")
    #expect(reading.quarantined.map(\.position.line) == badLines, "seed \(seed)")
    #expect(reading.notes.map(\.code) == Array(repeating: "duplicate-key", count: duplicates))
    let s = reading.summary
    #expect(s.format == .ndjson)
    #expect([s.records, s.quarantined, s.incomplete] == [ids.count, badLines.count, 0])
    #expect(s.lines == 1500)
  }
}
