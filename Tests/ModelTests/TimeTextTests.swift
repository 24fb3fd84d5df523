import Foundation
import Model
import Testing

@Suite struct TimeTextTests {
  @Test(
    arguments: [
      ("1970-01-01T00:00:00Z", 0), ("1970-01-01t00:00:00z", 0), ("1970-01-01 00:00:00Z", 0),
      ("2026-11-01T02:14:00Z", 1_793_499_240_000), ("2026-11-01T02:14:00.5Z", 1_793_499_240_500),
      ("2026-11-01T02:14:00.05Z", 1_793_499_240_050),
      ("2026-11-01T02:14:00.1239999999Z", 1_793_499_240_123),
      ("2026-11-01T04:14:00+02:00", 1_793_499_240_000),
      ("2026-10-31T20:44:00-05:30", 1_793_499_240_000),
      ("2026-11-01T02:14:00-00:00", 1_793_499_240_000), ("1969-12-31T23:59:59.999Z", -1),
      ("2016-12-31T23:59:60Z", 1_483_228_799_999), ("2016-12-31T23:59:60.25Z", 1_483_228_799_999),
      ("2024-02-29T00:00:00Z", 1_709_164_800_000), ("2101-01-01T00:00:00Z", 4_133_980_800_000),
    ] as [(String, Int64)])
  func reads(text: String, milliseconds: Int64) {
    #expect(Timestamp(rfc3339: text)?.milliseconds == milliseconds)
  }

  @Test(arguments: [
    "", "2026", "2026-11-01", "2026-11-01T02:14Z", "2026-11-01T02:14:00", "2026-11-01T02:14:00.Z",
    "2026-11-01T02:14:00Z ", " 2026-11-01T02:14:00Z", "2026-11-01T02:14:00ZZ",
    "2026-11-01T24:00:00Z", "2026-11-01T02:60:00Z", "2026-11-01T02:14:61Z",
    "2026-02-29T00:00:00Z", "2026-13-01T00:00:00Z", "2026-00-01T00:00:00Z",
    "2026-01-00T00:00:00Z", "2026-04-31T00:00:00Z", "2026-11-01T02:14:00+0200",
    "2026-11-01T02:14:00+02", "2026-11-01T02:14:00+24:00", "2026-11-01T02:14:00+02:60",
    "2026-11-01T02:14:00+02:00Z", "2026/11/01T02:14:00Z", "2026-11-01_02:14:00Z",
    "2026-11-01  02:14:00Z", "2026-11-01T02.14.00Z", "+026-11-01T02:14:00Z",
    "-026-11-01T02:14:00Z", "2026-11-01T02:14:00,5Z", "2026-11-01T02:14:0xZ",
    "２０２６-11-01T02:14:00Z", "2026-11-01T02:14:00\u{0}Z", "0000-00-00T00:00:00Z",
    "2026-11-01T02:14:00.", "2026-11-01T02:14:00.123", "2026-11-01T02:14:00+", "1793499240",
  ])
  func refuses(text: String) {
    #expect(Timestamp(rfc3339: text) == nil)
  }

  @Test func readsBytesWhereverTheyAreKept() {
    let text = "2026-11-01T02:14:00Z"
    #expect(Timestamp(rfc3339: Array(text.utf8)) == Timestamp(rfc3339: text))
    #expect(Timestamp(rfc3339: Array(("x" + text).utf8).dropFirst()) == Timestamp(rfc3339: text))
    #expect(Timestamp(rfc3339: Array(text.utf8).lazy.map { $0 }) == Timestamp(rfc3339: text))
  }

  @Test(
    arguments: [
      (0, "1970-01-01T00:00:00Z"), (1, "1970-01-01T00:00:00.001Z"),
      (1_793_499_240_050, "2026-11-01T02:14:00.050Z"), (-1, "1969-12-31T23:59:59.999Z"),
    ] as [(Int64, String)])
  func printsMillisecondsOnlyWhereThereAreAny(milliseconds: Int64, text: String) {
    #expect(Timestamp(milliseconds: milliseconds).rfc3339 == text)
  }

  @Test func readsWhatItPrints() {
    var dice = SplitMix64(seed: 2)
    let range = Timestamp.accepted
    for i in 0..<20_000 {
      let whole = Int64.random(
        in: range.lowerBound.milliseconds..<range.upperBound.milliseconds, using: &dice)
      let time = Timestamp(milliseconds: i % 2 == 0 ? whole : whole / 1000 * 1000)
      #expect(Timestamp(rfc3339: time.rfc3339) == time)
    }
  }

  @Test func agreesWithFoundation() throws {
    let style = Date.ISO8601FormatStyle(includingFractionalSeconds: false)
    var dice = SplitMix64(seed: 4)
    for _ in 0..<3000 {
      let seconds = Int64.random(in: 631_152_000..<4_133_980_800, using: &dice)
      let date = Date(timeIntervalSince1970: Double(seconds))
      #expect(Timestamp(seconds: seconds).rfc3339 == style.format(date))
    }
  }

  /// Any single byte changed gives another time or none, never a crash.
  @Test func survivesEveryByteInEveryPlace() {
    for text in ["2026-11-01T02:14:00.123+02:00", "2026-11-01T02:14:00Z"] {
      let bytes = Array(text.utf8)
      for i in bytes.indices {
        for byte in UInt8.min...UInt8.max {
          var changed = bytes
          changed[i] = byte
          if let time = Timestamp(rfc3339: changed) {
            #expect(abs(time.milliseconds) < 260_000_000_000_000)
          }
          _ = Timestamp(rfc3339: bytes[..<i])
        }
      }
    }
  }
}
