/// Host names outside ASCII, as `xn--` labels (RFC 3492). Letters are put into lower case; nothing else
/// of IDNA's mapping is done, so an odd name leads nowhere rather than somewhere else.
enum Punycode {
  /// The host in ASCII; nil if a label has anything but letters, digits, marks and hyphens.
  static func host(_ host: String) -> String? {
    let labels = host.split(separator: ".", omittingEmptySubsequences: false)
    var result: [String] = []
    for label in labels {
      guard let encoded = encodedLabel(label) else { return nil }
      result.append(encoded)
    }
    return result.joined(separator: ".")
  }

  private static func encodedLabel(_ label: Substring) -> String? {
    let lower = label.unicodeScalars.map { $0.properties.lowercaseMapping }.joined()
    let scalars = Array(lower.unicodeScalars)
    guard !scalars.isEmpty, scalars.allSatisfy(isAllowed) else { return nil }
    if scalars.allSatisfy(\.isASCII) { return lower }
    guard let code = encode(scalars.map(\.value)), code.utf8.count <= 59 else { return nil }
    return "xn--" + code
  }

  private static func isAllowed(_ scalar: Unicode.Scalar) -> Bool {
    if scalar.isASCII {
      return scalar == "-" || UInt8(ascii: scalar).isASCIIAlphanumeric
    }
    switch scalar.properties.generalCategory {
    case .lowercaseLetter, .uppercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter,
      .decimalNumber, .nonspacingMark, .spacingMark:
      return true
    default: return false
    }
  }

  /// RFC 3492, section 6.3.
  private static func encode(_ input: [UInt32]) -> String? {
    var output = input.filter { $0 < 0x80 }.map { UInt8($0) }
    let basic = output.count
    var handled = basic
    if basic > 0 { output.append(0x2D) }
    var n: UInt32 = 128
    var delta: UInt32 = 0
    var bias: UInt32 = 72
    while handled < input.count {
      guard let next = input.filter({ $0 >= n }).min() else { return nil }
      let (step, overflow) = (next - n).multipliedReportingOverflow(by: UInt32(handled + 1))
      guard !overflow, delta.addingReportingOverflow(step).overflow == false else { return nil }
      delta += step
      n = next
      for scalar in input {
        if scalar < n { delta += 1 }
        guard scalar == n else { continue }
        appendNumber(delta, bias: bias, to: &output)
        bias = adapted(delta, count: UInt32(handled + 1), isFirst: handled == basic)
        delta = 0
        handled += 1
      }
      delta += 1
      n += 1
    }
    return String(decoding: output, as: UTF8.self)
  }

  private static func appendNumber(_ number: UInt32, bias: UInt32, to output: inout [UInt8]) {
    var q = number
    var k: UInt32 = 36
    while true {
      let t = k <= bias ? 1 : k >= bias + 26 ? 26 : k - bias
      if q < t { break }
      output.append(digit(t + (q - t) % (36 - t)))
      q = (q - t) / (36 - t)
      k += 36
    }
    output.append(digit(q))
  }

  private static func digit(_ value: UInt32) -> UInt8 {
    UInt8(value < 26 ? value + 0x61 : value - 26 + 0x30)
  }

  private static func adapted(_ delta: UInt32, count: UInt32, isFirst: Bool) -> UInt32 {
    var delta = isFirst ? delta / 700 : delta / 2
    delta += delta / count
    var k: UInt32 = 0
    while delta > 455 {
      delta /= 35
      k += 36
    }
    return k + 36 * delta / (delta + 38)
  }
}
