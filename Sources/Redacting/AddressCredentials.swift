/// `user:password@` in an address of any scheme.
enum AddressCredentials {
  private static let longest = 512
  /// What documentation writes where a password would stand.
  private static let placeholders: Set<String> = [
    "pass", "passwd", "password", "pwd", "secret", "token", "xxx", "xxxx", "xxxxx", "xxxxxx",
    "your-password", "your_password", "yourpassword", "...",
  ]

  /// User and password, the `@` not included; `start` is where the authority begins. A password
  /// that ends with the text, cut, is one too.
  static func match(
    _ bytes: UnsafeBufferPointer<UInt8>, after start: Int, _ isCut: Bool
  ) -> Range<Int>? {
    var colon: Int?
    var at: Int?
    let limit = min(bytes.count, start + longest)
    var i = start
    while i < limit, !ends(bytes[i]) {
      if bytes[i] == 0x3A, colon == nil { colon = i }
      if bytes[i] == 0x40 { at = i }
      i += 1
    }
    guard let colon else { return nil }
    if at == nil, SecretPattern.isCut(bytes, i, isCut), !looksLikePort(bytes[(colon + 1)..<i]) {
      at = i
    }
    guard let at, colon + 1 < at, !isPlaceholder(bytes[(colon + 1)..<at]),
      !bytes[start..<at].starts(with: Redactor.opening)
    else { return nil }
    return start..<at
  }

  private static func ends(_ byte: UInt8) -> Bool {
    switch byte {
    case 0...0x20, 0x22, 0x27, 0x2F, 0x3C, 0x3E, 0x3F, 0x23, 0x5C, 0x60, 0x7F: true
    default: false
    }
  }

  private static func looksLikePort(_ text: Slice<UnsafeBufferPointer<UInt8>>) -> Bool {
    text.count <= 5 && text.allSatisfy(\.isDigit)
  }

  private static func isPlaceholder(_ text: Slice<UnsafeBufferPointer<UInt8>>) -> Bool {
    if let first = text.first, [0x24, 0x7B, 0x5B, 0x28, 0x25].contains(first),
      let last = text.last, [0x7D, 0x5D, 0x29, 0x25].contains(last) || first == 0x24
    {
      // `${PASSWORD}`, `[redacted]`, `%PASS%`; `$PASSWORD` has no lower-case letters.
      return first != 0x24 || last == 0x7D || text.dropFirst().allSatisfy(isVariable)
    }
    if text.allSatisfy({ $0 == 0x2A || $0 == 0x2E }) { return true }
    return text.count <= 13
      && placeholders.contains(String(decoding: text, as: UTF8.self).lowercased())
  }

  private static func isVariable(_ byte: UInt8) -> Bool {
    0x41...0x5A ~= byte || byte.isDigit || byte == 0x5F
  }
}
