package import Model

/// The rule by which an address from a record may become a link: http or https, a plain host, no
/// more than 2,048 bytes. User names, passwords and query values that look like secrets are dropped.
/// Decided on bytes: what a URL library forgives, a browser may read in another way.
package enum SafeURL {
  package static let longest = 2048

  /// The address made safe, all ASCII; nil if it must not be a link.
  package static func bytes(of text: Text) -> [UInt8]? {
    var source = Array(text.string.utf8)[...]
    while let first = source.first, first <= 0x20 { source.removeFirst() }
    while let last = source.last, last <= 0x20 { source.removeLast() }
    guard source.count <= longest, let scheme = scheme(of: source) else { return nil }
    source = source.dropFirst(scheme.count)
    guard source.allSatisfy({ $0 > 0x20 && $0 != 0x7F && $0 != 0x5C }) else { return nil }
    let end = source.firstIndex { $0 == 0x2F || $0 == 0x3F || $0 == 0x23 } ?? source.endIndex
    guard var authority = authority(source[..<end]) else { return nil }
    authority.insert(contentsOf: scheme, at: 0)
    return authority + rest(source[end...])
  }

  /// The same as text.
  package static func text(of text: Text) -> Text? {
    bytes(of: text).map { Text(String(decoding: $0, as: UTF8.self)) }
  }

  private static func scheme(of source: ArraySlice<UInt8>) -> [UInt8]? {
    for scheme in ["https://", "http://"] {
      let prefix = Array(scheme.utf8)
      let matches =
        source.count >= prefix.count
        && zip(source, prefix).allSatisfy { ($0.isASCIILetter ? $0 | 0x20 : $0) == $1 }
      if matches { return prefix }
    }
    return nil
  }

  private static func authority(_ source: ArraySlice<UInt8>) -> [UInt8]? {
    var source = source
    if let at = source.lastIndex(of: 0x40) { source = source[(at + 1)...] }
    if source.first == 0x5B {
      guard let close = source.firstIndex(of: 0x5D), close - source.startIndex > 2,
        source[(source.startIndex + 1)..<close].allSatisfy({ isIPv6Byte($0) }),
        isPort(source[(close + 1)...])
      else { return nil }
      return Array(source)
    }
    let colon = source.firstIndex(of: 0x3A) ?? source.endIndex
    guard isPort(source[colon...]), let host = host(source[..<colon]) else { return nil }
    return host + source[colon...]
  }

  private static func isIPv6Byte(_ byte: UInt8) -> Bool {
    byte.isASCIIDigit || 0x61...0x66 ~= byte | 0x20 || byte == 0x3A || byte == 0x2E
  }

  private static func isPort(_ source: ArraySlice<UInt8>) -> Bool {
    source.isEmpty
      || (source.first == 0x3A && source.count <= 6
        && source.dropFirst().allSatisfy(\.isASCIIDigit))
  }

  private static func host(_ source: ArraySlice<UInt8>) -> [UInt8]? {
    guard !source.isEmpty, source.contains(where: { $0 != 0x2E && $0 != 0x2D }) else { return nil }
    if source.allSatisfy({ $0.isASCIIAlphanumeric || $0 == 0x2E || $0 == 0x2D }) {
      return Array(source)
    }
    return Punycode.host(String(decoding: source, as: UTF8.self)).map { Array($0.utf8) }
  }

  /// Path, query and fragment, percent-encoded where needed, without secrets.
  private static func rest(_ source: ArraySlice<UInt8>) -> [UInt8] {
    let hash = source.firstIndex(of: 0x23) ?? source.endIndex
    let question = source[..<hash].firstIndex(of: 0x3F) ?? hash
    var result: [UInt8] = []
    appendEncoded(source[..<question], to: &result)
    appendParameters(source[question..<hash], to: &result)
    appendParameters(source[hash...], to: &result)
    return result
  }

  /// A query or a fragment with its first byte, without the parameters that may be secrets.
  private static func appendParameters(_ source: ArraySlice<UInt8>, to result: inout [UInt8]) {
    guard let sign = source.first else { return }
    let parameters = source.dropFirst().split(
      separator: 0x26, omittingEmptySubsequences: false)
    let kept = parameters.filter { !isSecret($0) }
    guard kept.count == parameters.count || !kept.isEmpty else { return }
    result.append(sign)
    for (i, parameter) in kept.enumerated() {
      if i > 0 { result.append(0x26) }
      appendEncoded(parameter, to: &result)
    }
  }

  private static let secretNames: Set<String> = [
    "token", "sig", "signature", "key", "password", "se", "sp", "sv", "access_token", "api_key",
    "apikey", "auth", "client_secret", "id_token", "passwd", "private_token", "pwd",
    "refresh_token",
    "secret",
  ]

  private static func isSecret(_ parameter: ArraySlice<UInt8>) -> Bool {
    guard let equals = parameter.firstIndex(of: 0x3D) else { return false }
    let name = decoded(parameter[..<equals])
    return secretNames.contains(name) || name.hasPrefix("x-amz-") || name.hasPrefix("x-goog-")
  }

  /// A parameter's name in lower case, percent-decoded.
  private static func decoded(_ name: ArraySlice<UInt8>) -> String {
    var bytes: [UInt8] = []
    var i = name.startIndex
    while i < name.endIndex {
      if name[i] == 0x25, i + 2 < name.endIndex,
        let value = UInt8(String(decoding: name[i + 1...i + 2], as: UTF8.self), radix: 16)
      {
        bytes.append(value)
        i += 3
      } else {
        bytes.append(name[i])
        i += 1
      }
    }
    return String(decoding: bytes.map { $0.isASCIILetter ? $0 | 0x20 : $0 }, as: UTF8.self)
  }

  private static func appendEncoded(_ source: ArraySlice<UInt8>, to result: inout [UInt8]) {
    for byte in source {
      if isAllowed(byte) { result.append(byte) } else { appendPercent(byte, to: &result) }
    }
  }

  /// What RFC 3986 allows in a path, query or fragment, `%` included.
  private static func isAllowed(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x21, 0x23...0x3B, 0x3D, 0x3F, 0x40, 0x5B, 0x5D, 0x5F, 0x7E: true
    default: byte.isASCIIAlphanumeric
    }
  }

  static func appendPercent(_ byte: UInt8, to result: inout [UInt8]) {
    let digits = Array("0123456789ABCDEF".utf8)
    result += [0x25, digits[Int(byte >> 4)], digits[Int(byte & 15)]]
  }
}

extension ByteBuffer {
  /// The address from a record for a double-quoted href, escaped; nothing and false if it must not be
  /// a link.
  package mutating func append(safeURL text: Text) -> Bool {
    guard let url = SafeURL.bytes(of: text) else { return false }
    url.withUnsafeBufferPointer { append(htmlEscaped: $0) }
    return true
  }

  /// A path from the site's root as it is written on a page with this way up to the root.
  package mutating func append(link path: String, rootPrefix: String) {
    let start = count
    append(rootPrefix)
    append(urlPath: path)
    if count == start { append("./" as StaticString) }
  }

  /// A path of this site with what URLs need percent-encoded.
  package mutating func append(urlPath path: String) {
    var hasFragment = false
    for byte in path.utf8 {
      switch byte {
      case 0x2D, 0x2E, 0x2F, 0x5F, 0x7E: append(byte: byte)
      case 0x23 where !hasFragment:
        hasFragment = true
        append(byte: byte)
      case _ where byte.isASCIIAlphanumeric: append(byte: byte)
      default: SafeURL.appendPercent(byte, to: &bytes)
      }
    }
  }

  /// Text from a record as one part of a URL: all but RFC 3986's unreserved bytes percent-encoded.
  /// Nothing and false for text that would change the path: none, `.` and `..`.
  package mutating func append(urlSegment text: String) -> Bool {
    guard !text.isEmpty, text != ".", text != ".." else { return false }
    for byte in text.utf8 {
      switch byte {
      case 0x2D, 0x2E, 0x5F, 0x7E: append(byte: byte)
      case _ where byte.isASCIIAlphanumeric: append(byte: byte)
      default: SafeURL.appendPercent(byte, to: &bytes)
      }
    }
    return true
  }
}
