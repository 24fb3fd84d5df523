import Foundation
import Model
import Testing

@testable import Serving

/// The parts, without a network.
struct PartTests {
  @Test(arguments: [
    (0, "Thu, 01 Jan 1970 00:00:00 GMT"), (784_111_777, "Sun, 06 Nov 1994 08:49:37 GMT"),
    (951_782_400, "Tue, 29 Feb 2000 00:00:00 GMT"), (-1, "Wed, 31 Dec 1969 23:59:59 GMT"),
    (4_102_444_799, "Thu, 31 Dec 2099 23:59:59 GMT"),
  ])
  func writesTimesAsHeadersDo(seconds: Int, text: String) {
    #expect(HTTPDate.text(seconds) == text)
  }

  @Test func readsAddressesSegmentBySegment() throws {
    let target = try #require(RequestTarget("/a%2Fb//c/?x=1+2&y&x=%263"))
    #expect(target.segments == ["a/b", "c"].map { Array($0.utf8) })
    #expect(target.isFolder)
    #expect(target.value(of: "x").map { String(decoding: $0, as: UTF8.self) } == "&3")
    #expect(target.value(of: "y") == [])
    #expect(target.value(of: "z") == nil)
    for bad in ["*", "/%", "/%1", "/%g0", "a/b", "/?a=%"] { #expect(RequestTarget(bad) == nil) }
  }

  /// Escaping and reading are each other's inverse, for any bytes.
  @Test func readsBackWhatIsEscaped() throws {
    var random = SeededRandom(state: 7)
    for _ in 0..<2000 {
      let bytes = (0...random.next() % 40).map { _ in UInt8(random.next() % 256) }
      let target = RequestTarget("/" + PercentEncoding.segment(bytes))
      #expect(target?.segments == [bytes], "\(bytes)")
    }
  }

  /// The cut list is the list, parsed, with its first items; their text is untouched.
  @Test(arguments: 1...60)
  func cutsAnyList(seed: UInt64) throws {
    var random = SeededRandom(state: seed)
    let items = (0..<Int(random.next() % 8)).map { _ in SeededRandom.item(&random, depth: 3) }
    let space = ["", " ", "\n  "][Int(random.next() % 3)]
    func text(_ kept: [String]) -> String {
      "{\(space)\"schema_version\":\(space)1,\(space)\"count\":\(space)\(kept.count),\"jobs\":\(space)["
        + kept.joined(separator: ",\(space)") + "]}"
    }
    for limit in 1...9 {
      let cut = ListCut.first(limit, of: Array(text(items).utf8))
      #expect(cut.map { String(decoding: $0, as: UTF8.self) } == text(Array(items.prefix(limit))))
    }
  }

  @Test(arguments: [
    "", "[]", "{", "{\"a\":1}", "{\"jobs\":[1,", "{\"jobs\":[\"x", "{\"a\":[],\"b\":[]}",
  ])
  func refusesWhatIsNoList(text: String) {
    #expect(ListCut.first(1, of: Array(text.utf8)) == nil)
  }

  @Test func namesNoIDThatAShellWouldRead() {
    for id in ["x; rm -rf /", "$(x)", "-x", "a b", "'"] {
      let command = DashboardWrite.command(
        "PATCH", [Array("jobs".utf8), Array(id.utf8), Array("complete".utf8)][...])
      #expect(command == "rollbook record job complete ID --exit-code CODE")
    }
  }
}

/// Random JSON, the same for the same seed. Source: Vigna, splitmix64.
struct SeededRandom {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  static func item(_ random: inout SeededRandom, depth: Int) -> String {
    switch random.next() % (depth > 0 ? 7 : 5) {
    case 0: "1.10"
    case 1: "null"
    case 2: "\"a,]}{[\\\"\\\\\""
    case 3: "-1e-7"
    case 4: "\"\""
    case 5:
      "["
        + (0..<random.next() % 3).map { _ in item(&random, depth: depth - 1) }
        .joined(separator: ",") + "]"
    default:
      "{"
        + (0..<random.next() % 3).map { "\"k\($0)\":" + item(&random, depth: depth - 1) }
        .joined(separator: ", ") + "}"
    }
  }
}
