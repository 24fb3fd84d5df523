import Foundation

extension TimeZone {
  /// The zone of a name in the IANA database, links such as `Asia/Kolkata` and `US/Eastern` included;
  /// nil for anything else.
  ///
  /// Foundation's own list of known identifiers holds one name of each zone, and not always today's;
  /// its initialiser takes every IANA name, but also offsets (`GMT+5`) and abbreviations that mean
  /// something else than most people think (`BST` is Bangladesh, `IST` India).
  init?(databaseName name: String) {
    guard name.contains("/") || TimeZone.namesWithoutRegion.contains(name) else { return nil }
    self.init(identifier: name)
  }

  /// The names in the database's files `etcetera`, `northamerica` and `backward` that have no slash.
  private static let namesWithoutRegion: Set<String> = [
    "CET", "CST6CDT", "Cuba", "EET", "EST", "EST5EDT", "Egypt", "Eire", "GB", "GB-Eire", "GMT",
    "GMT+0", "GMT-0", "GMT0", "Greenwich", "HST", "Hongkong", "Iceland", "Iran", "Israel",
    "Jamaica",
    "Japan", "Kwajalein", "Libya", "MET", "MST", "MST7MDT", "NZ", "NZ-CHAT", "Navajo", "PRC",
    "PST8PDT", "Poland", "Portugal", "ROC", "ROK", "Singapore", "Turkey", "UCT", "UTC", "Universal",
    "W-SU", "WET", "Zulu",
  ]
}
