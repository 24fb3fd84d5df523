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

  /// RFC 3339, the same without an offset or with a date alone; `2021-04-28 21:50:00 +0200`, ` UTC` or
  /// `+00`; seconds, milli-, micro- or nanoseconds since 1970 in digits.
  static func read(_ text: UnsafeBufferPointer<UInt8>) -> Result {
    if text.isEmpty { return .none }
    if let time = Timestamp(rfc3339: text) { return check(time, isNaive: false) }
    if text.count > 64 { return .invalid }
    if isNumber(text) { return read(number: text, isComplex: text.contains(0x2E)) }
    let bytes = Array(text)
    if isZeroDate(bytes) { return .none }
    if let whole = withSeconds(bytes) { return whole.withUnsafeBufferPointer { read($0) } }
    let local = bytes.count == 10 ? bytes + Array("T00:00:00".utf8) : bytes
    if let time = Timestamp(rfc3339: local + [0x5A]) { return check(time, isNaive: true) }
    guard let time = Timestamp(rfc3339: normalised(bytes)) else { return .invalid }
    return check(time, isNaive: false)
  }

  /// `2026-10-01T10:00`, also with an offset behind it: ISO 8601 lets the seconds go. Nil for anything
  /// else.
  private static func withSeconds(_ bytes: [UInt8]) -> [UInt8]? {
    guard bytes.count >= 16, bytes[13] == 0x3A, bytes.count == 16 || bytes[16] != 0x3A else {
      return nil
    }
    return bytes[..<16] + Array(":00".utf8) + bytes[16...]
  }

  /// Digits, at most one point among them.
  private static func isNumber(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    var points = 0
    for (i, byte) in text.enumerated() {
      if byte == 0x2E, i > 0, i + 1 < text.count {
        points += 1
      } else if byte &- 0x30 >= 10 {
        return false
      }
    }
    return points <= 1
  }

  /// `0000-00-00`, with or without a time of zeros, as MySQL writes it.
  private static func isZeroDate(_ bytes: [UInt8]) -> Bool {
    bytes.starts(with: "0000-00-00".utf8) && bytes.allSatisfy { "0-:. TZ".utf8.contains($0) }
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

  /// ` UTC` becomes `Z`, `+0200` and `+02` become `+02:00`, and a space before an offset goes.
  private static func normalised(_ text: [UInt8]) -> [UInt8] {
    var bytes = text
    if bytes.suffix(4) == [0x20, 0x55, 0x54, 0x43] {
      bytes.removeLast(4)
      return bytes + [0x5A]
    }
    // The sign of an offset stands behind the time, no hyphen of the date does.
    guard let sign = bytes.lastIndex(where: { $0 == 0x2B || $0 == 0x2D }), sign >= 19 else {
      return bytes
    }
    switch bytes.count - sign {
    case 3: bytes += Array(":00".utf8)
    case 5: bytes.insert(0x3A, at: sign + 3)
    default: break
    }
    if bytes[sign - 1] == 0x20 { bytes.remove(at: sign - 1) }
    return bytes
  }
}
