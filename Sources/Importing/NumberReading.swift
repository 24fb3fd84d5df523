/// Numbers from JSON source text.
enum NumberReading {
  private static let powersOfTen: [Double] = [
    1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17,
    1e18, 1e19, 1e20, 1e21, 1e22,
  ]

  /// Whether the text is a number by the grammar of RFC 8259, section 6.
  static func isNumber(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    var i = 0
    func digits() -> Int {
      let start = i
      while i < text.count, text[i] &- 0x30 < 10 { i += 1 }
      return i - start
    }
    if i < text.count, text[i] == 0x2D { i += 1 }
    let first = i
    let whole = digits()
    guard whole > 0, whole == 1 || text[first] != 0x30 else { return false }
    if i < text.count, text[i] == 0x2E {
      i += 1
      guard digits() > 0 else { return false }
    }
    if i < text.count, text[i] | 0x20 == 0x65 {
      i += 1
      if i < text.count, text[i] == 0x2B || text[i] == 0x2D { i += 1 }
      guard digits() > 0 else { return false }
    }
    return i == text.count
  }

  /// The nearest double; nil if it would be infinite.
  static func double(_ text: UnsafeBufferPointer<UInt8>) -> Double? {
    if let exact = shortDecimal(text) { return exact }
    guard let value = Double(String(decoding: text, as: UTF8.self)), value.isFinite else {
      return nil
    }
    return value
  }

  /// At most 15 digits and no exponent: mantissa and power of ten are exact doubles, so that their
  /// quotient is the nearest one. Source: W. Clinger, "How to Read Floating Point Numbers
  /// Accurately", 1990.
  private static func shortDecimal(_ text: UnsafeBufferPointer<UInt8>) -> Double? {
    guard text.count <= 17 else { return nil }
    var mantissa: Int64 = 0
    var digits = 0
    var fractionDigits = 0
    var isFraction = false
    let isNegative = text.first == 0x2D
    for byte in text.dropFirst(isNegative ? 1 : 0) {
      if byte == 0x2E {
        isFraction = true
        continue
      }
      guard byte &- 0x30 < 10 else { return nil }
      mantissa = mantissa * 10 + Int64(byte - 0x30)
      digits += 1
      if isFraction { fractionDigits += 1 }
    }
    guard digits <= 15 else { return nil }
    let value = Double(mantissa) / powersOfTen[fractionDigits]
    return isNegative ? -value : value
  }

  /// The integer the text stands for, also as `0.0` or `1e2`; nil if it is none or out of range.
  static func integer(_ text: UnsafeBufferPointer<UInt8>, isComplex: Bool) -> Int64? {
    if isComplex { return double(text).flatMap { Int64(exactly: $0) } }
    var value: Int64 = 0
    let isNegative = text.first == 0x2D
    for byte in text.dropFirst(isNegative ? 1 : 0) {
      let digit = Int64(byte - 0x30)
      let (product, overflow) = value.multipliedReportingOverflow(by: 10)
      let (sum, carry) = product.addingReportingOverflow(isNegative ? -digit : digit)
      if overflow || carry { return nil }
      value = sum
    }
    return value
  }
}
