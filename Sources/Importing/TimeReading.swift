import Model

/// Times as sources write them.
enum TimeReading {
  /// What a time field says.
  enum Result: Equatable {
    /// `isNaive`: without an offset, taken as UTC.
    case time(Timestamp, isNaive: Bool)
    /// Empty, or the zero date of some language: nothing was recorded.
    case none
    case invalid
    case outOfRange
  }

  private static let zeroDates = [
    Timestamp(milliseconds: 0), Timestamp(milliseconds: -62_135_596_800_000),
  ]

  /// RFC 3339, the same without an offset, and `2021-04-28 21:50:00 +0200` or ` UTC`.
  static func read(_ text: UnsafeBufferPointer<UInt8>) -> Result {
    if text.isEmpty { return .none }
    if let time = Timestamp(rfc3339: text) { return check(time, isNaive: false) }
    guard text.count >= 19, text.count <= 64 else { return .invalid }
    if let time = Timestamp(rfc3339: Array(text) + [0x5A]) { return check(time, isNaive: true) }
    guard let time = Timestamp(rfc3339: normalised(text)) else { return .invalid }
    return check(time, isNaive: false)
  }

  /// Seconds, milli-, micro- or nanoseconds since 1970, told apart by size.
  static func read(number text: UnsafeBufferPointer<UInt8>, isComplex: Bool) -> Result {
    if let whole = NumberReading.integer(text, isComplex: isComplex) {
      return check(Timestamp(milliseconds: milliseconds(whole)), isNaive: false)
    }
    guard isComplex, let value = NumberReading.double(text) else { return .invalid }
    let size = value.magnitude
    let scaled =
      size < 1e11 ? value * 1e3 : size < 1e14 ? value : size < 1e17 ? value / 1e3 : value / 1e6
    guard let whole = Int64(exactly: scaled.rounded()) else { return .outOfRange }
    return check(Timestamp(milliseconds: whole), isNaive: false)
  }

  private static func milliseconds(_ value: Int64) -> Int64 {
    switch value.magnitude {
    case ..<100_000_000_000: value * 1000
    case ..<100_000_000_000_000: value
    case ..<100_000_000_000_000_000: value / 1000
    default: value / 1_000_000
    }
  }

  private static func check(_ time: Timestamp, isNaive: Bool) -> Result {
    if zeroDates.contains(time) { return .none }
    return Timestamp.accepted.contains(time) ? .time(time, isNaive: isNaive) : .outOfRange
  }

  /// ` UTC` becomes `Z`, `+0200` becomes `+02:00`, and a space before an offset goes.
  private static func normalised(_ text: UnsafeBufferPointer<UInt8>) -> [UInt8] {
    var bytes = Array(text)
    if bytes.suffix(4) == [0x20, 0x55, 0x54, 0x43] {
      bytes.removeLast(4)
      return bytes + [0x5A]
    }
    let sign = bytes.count - 5
    guard bytes[sign] == 0x2B || bytes[sign] == 0x2D else { return bytes }
    bytes.insert(0x3A, at: sign + 3)
    if bytes[sign - 1] == 0x20 { bytes.remove(at: sign - 1) }
    return bytes
  }
}
