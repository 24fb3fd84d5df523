/// Durations as people and tools write them: `1h 2m 3.5s`, `01:02:03`, `PT1M30S`.
enum DurationText {
  /// Nil if the text is nothing of the kind.
  static func seconds(_ text: String) -> Double? {
    guard text.utf8.count <= 40, !text.isEmpty else { return nil }
    return clock(text) ?? parts(text)
  }

  /// `mm:ss`, `hh:mm:ss`, seconds with a fraction.
  private static func clock(_ text: String) -> Double? {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    guard (2...3).contains(parts.count) else { return nil }
    var sum = 0.0
    for (index, part) in parts.enumerated() {
      let isLast = index == parts.count - 1
      guard let value = decimal(part, allowsFraction: isLast), index == 0 || value < 60 else {
        return nil
      }
      sum = sum * 60 + value
    }
    return sum
  }

  private static let units: [(names: [String], seconds: Double)] = [
    (["ns"], 1e-9), (["us", "µs", "μs"], 1e-6), (["ms"], 1e-3),
    (["s", "sec", "secs", "second", "seconds"], 1),
    (["m", "min", "mins", "minute", "minutes"], 60),
    (["h", "hr", "hrs", "hour", "hours"], 3600), (["d", "day", "days"], 86_400),
  ]

  /// Numbers with units, the larger ones first, after an optional `PT`.
  private static func parts(_ text: String) -> Double? {
    var rest = Substring(text.asciiLowercased)
    let isISO = rest.hasPrefix("p")
    if isISO { rest = rest.dropFirst() }
    if isISO, rest.hasPrefix("t") { rest = rest.dropFirst() }
    var sum = 0.0
    var last = Double.infinity
    while !rest.isEmpty {
      rest = rest.drop { $0 == " " || $0 == "," }
      let digits = rest.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
      rest = rest[digits.endIndex...].drop { $0 == " " }
      let name = rest.prefix { !($0.isASCII && ($0.isNumber || $0 == " " || $0 == ",")) }
      rest = rest[name.endIndex...]
      guard let value = decimal(digits, allowsFraction: true),
        let unit = units.first(where: { $0.names.contains(String(name)) }), unit.seconds < last
      else { return nil }
      sum += value * unit.seconds
      last = unit.seconds
    }
    return last.isFinite ? sum : nil
  }

  /// Digits and at most one point.
  private static func decimal(_ text: Substring, allowsFraction: Bool) -> Double? {
    guard let first = text.utf8.first, (0x30...0x39).contains(first),
      text.utf8.allSatisfy({ (0x30...0x39).contains($0) || (allowsFraction && $0 == 0x2E) })
    else { return nil }
    return Double(text)
  }
}
