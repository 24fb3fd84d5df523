import Foundation
import Model
import Testing

@Suite struct NaiveZoneTests {
  /// From Python's `zoneinfo` with `fold=0`: gaps, overlaps, half hours, and a day that never was.
  @Test(
    arguments: [
      ("Europe/Berlin", "2026-03-29T02:30:00", 1_774_747_800_000),
      ("Europe/Berlin", "2026-03-29T01:59:59", 1_774_745_999_000),
      ("Europe/Berlin", "2026-03-29T02:00:00", 1_774_746_000_000),
      ("Europe/Berlin", "2026-03-29T03:00:00", 1_774_746_000_000),
      ("Europe/Berlin", "2026-10-25T02:30:00", 1_792_888_200_000),
      ("Europe/Berlin", "2026-10-25T01:59:59", 1_792_886_399_000),
      ("Europe/Berlin", "2026-10-25T03:00:00", 1_792_893_600_000),
      ("America/New_York", "2026-03-08T02:30:00", 1_772_955_000_000),
      ("America/New_York", "2026-11-01T01:30:00", 1_793_511_000_000),
      ("America/New_York", "2026-11-01T02:00:00", 1_793_516_400_000),
      ("Australia/Lord_Howe", "2026-10-04T02:15:00", 1_791_042_300_000),
      ("Australia/Lord_Howe", "2026-04-05T01:45:00", 1_775_313_900_000),
      ("America/Sao_Paulo", "2018-11-04T00:30:00", 1_541_302_200_000),
      ("America/Sao_Paulo", "2018-02-17T23:30:00", 1_518_917_400_000),
      ("Pacific/Apia", "2011-12-30T12:00:00", 1_325_282_400_000),
      ("Pacific/Apia", "2011-12-29T23:59:59", 1_325_239_199_000),
      ("Pacific/Apia", "2011-12-31T00:00:00", 1_325_239_200_000),
      ("Asia/Kathmandu", "2026-01-01T00:00:00", 1_767_204_900_000),
      ("America/St_Johns", "2026-03-08T02:15:00", 1_772_948_700_000),
      ("Africa/Casablanca", "2026-02-15T02:30:00", 1_771_119_000_000),
      ("Asia/Tehran", "2022-03-22T00:30:00", 1_647_896_400_000),
      ("UTC", "2026-11-01T02:14:00", 1_793_499_240_000),
      ("Etc/GMT+12", "2026-01-01T00:00:00", 1_767_268_800_000),
      ("Pacific/Kiritimati", "2026-01-01T00:00:00", 1_767_175_200_000),
      ("Europe/London", "1995-10-22T01:30:00", 814_321_800_000),
      ("Antarctica/Troll", "2026-03-29T02:00:00", 1_774_749_600_000),
      ("Europe/Moscow", "2014-10-26T01:30:00", 1_414_272_600_000),
      ("Asia/Pyongyang", "2018-05-04T23:45:00", 1_525_446_900_000),
      ("America/Caracas", "2016-05-01T02:45:00", 1_462_086_900_000),
      ("Europe/Berlin", "2050-07-01T12:00:00", 2_540_282_400_000),
    ] as [(String, String, Int64)])
  func findsTheInstantOfALocalTime(name: String, local: String, expected: Int64) throws {
    let zone = try #require(NaiveZone(name: name))
    let time = try #require(Timestamp(rfc3339: local + "Z"))
    #expect(zone.instant(ofLocal: time).milliseconds == expected)
  }

  @Test(arguments: ["Europe/Berlin", "America/St_Johns", "Australia/Lord_Howe", "Pacific/Apia"])
  func showsTheLocalTimeAgainOrStandsInAGap(name: String) throws {
    let zone = try #require(NaiveZone(name: name))
    let foundation = try #require(TimeZone(identifier: name))
    func shown(_ time: Timestamp) -> Int64 {
      let date = Date(timeIntervalSince1970: Double(time.milliseconds) / 1000)
      return time.milliseconds + Int64(foundation.secondsFromGMT(for: date)) * 1000
    }
    var dice = SplitMix64(seed: 8)
    var gaps = 0
    for _ in 0..<3000 {
      let local = Timestamp(seconds: Int64.random(in: 1_300_000_000..<1_800_000_000, using: &dice))
      let instant = zone.instant(ofLocal: local)
      // An earlier instant would show the same only where clocks were set back.
      let earlier = (1...96).map { instant.adding(milliseconds: -900_000 * $0) }
      #expect(!earlier.contains { shown($0) == local.milliseconds })
      if shown(instant) != local.milliseconds { gaps += 1 }
    }
    #expect(gaps < 10)
  }

  @Test func knowsNoZoneOfAMadeUpName() {
    #expect(NaiveZone(name: "Europe/Nowhere") == nil)
    #expect(NaiveZone(name: "") == nil)
  }
}
