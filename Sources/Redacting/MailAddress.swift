/// E-mail addresses in text: `local@domain.tld`, the `@` also as `%40`, `&#64;` or `\u0040`.
///
/// What only looks like one stays: `git@host:path`, `ssh://user@host`, `name@1.2.3`, `@sha256:`,
/// `icon@2x.png`, `getty@tty1.service`.
enum MailAddress {
  private static let longest = 254
  /// Ends of names that are files or units of a system, and no domains.
  private static let fileEndings: Set<String> = [
    "png", "jpg", "jpeg", "gif", "svg", "webp", "ico", "pdf", "css", "scss", "html", "json",
    "yaml", "yml", "toml", "xml", "txt", "log", "lock", "service", "socket", "timer", "target",
    "mount", "slice", "scope", "device", "swift", "java", "kt", "tgz", "gz", "whl", "jar", "tsx",
    "jsx",
  ]
  private static let hostUsers: Set<String> = [
    "git", "hg", "svn", "gitlab", "gitea", "bitbucket", "forgejo", "gerrit",
  ]
  private static let hostSchemes = ["ssh://", "git://", "sftp://", "rsync://", "scp://", "svn://"]
    .map { Array($0.utf8) }

  /// How many bytes of an `@` stand at `i`; 0 if there is none.
  static func signLength(_ bytes: UnsafeBufferPointer<UInt8>, at i: Int) -> Int {
    switch bytes[i] {
    case 0x40: 1
    case 0x25: bytes[i...].starts(with: "%40".utf8) ? 3 : 0
    case 0x26: bytes[i...].starts(with: "&#64;".utf8) ? 5 : 0
    case 0x5C: bytes[i...].starts(with: "\\u0040".utf8) ? 6 : 0
    default: 0
    }
  }

  /// The address whose `@` stands at `sign`; nil if it is none.
  static func match(_ bytes: UnsafeBufferPointer<UInt8>, sign: Int) -> Range<Int>? {
    let length = signLength(bytes, at: sign)
    guard length > 0 else { return nil }
    let start = startOfLocal(bytes, sign)
    guard start < sign else { return nil }
    let end = endOfDomain(bytes, sign + length)
    guard isDomain(bytes[(sign + length)..<end]), !isHostLogin(bytes, start, sign, end) else {
      return nil
    }
    // In a web address the part before the @ is a user's name; the host stays.
    return start..<(isWithinAuthority(bytes, start) ? sign : end)
  }

  /// Whether `//` stands before, with nothing between that would end a user and a password.
  private static func isWithinAuthority(_ bytes: UnsafeBufferPointer<UInt8>, _ start: Int) -> Bool {
    var i = start
    let limit = max(0, start - longest)
    while i > limit, isLocal(bytes[i - 1]) || bytes[i - 1] == 0x3A { i -= 1 }
    return i >= 2 && bytes[i - 1] == 0x2F && bytes[i - 2] == 0x2F
  }

  private static func isLocal(_ byte: UInt8) -> Bool {
    if byte.isLetterOrDigit || byte >= 0x80 { return true }
    switch byte {
    case 0x21, 0x23, 0x24, 0x25, 0x2A, 0x2B, 0x2D, 0x2E, 0x5E, 0x5F, 0x7E: return true
    default: return false
    }
  }

  private static func startOfLocal(_ bytes: UnsafeBufferPointer<UInt8>, _ sign: Int) -> Int {
    let limit = max(0, sign - longest)
    var start = sign
    if start > limit, bytes[start - 1] == 0x22,
      let open = bytes[limit..<(start - 1)].lastIndex(of: 0x22),
      bytes[(open + 1)..<(start - 1)].allSatisfy({ isLocal($0) || $0 == 0x20 })
    {
      return open
    }
    while start > limit, isLocal(bytes[start - 1]) { start -= 1 }
    // The letter of an escape such as \n is none of the name's.
    if start > 0, start < sign, bytes[start - 1] == 0x5C { start += 1 }
    while start < sign, bytes[start] == 0x2E { start += 1 }
    return start
  }

  private static func endOfDomain(_ bytes: UnsafeBufferPointer<UInt8>, _ start: Int) -> Int {
    let limit = min(bytes.count, start + longest)
    var end = start
    while end < limit,
      bytes[end].isLetterOrDigit || bytes[end] == 0x2E || bytes[end] == 0x2D || bytes[end] >= 0x80
    {
      end += 1
    }
    while end > start, bytes[end - 1] == 0x2E || bytes[end - 1] == 0x2D { end -= 1 }
    return end
  }

  /// At least two labels, the last one of letters and no file ending, the first no version.
  private static func isDomain(_ text: Slice<UnsafeBufferPointer<UInt8>>) -> Bool {
    let labels = text.split(separator: 0x2E, omittingEmptySubsequences: false)
    guard labels.count >= 2, let last = labels.last, last.count >= 2,
      labels.allSatisfy({ !$0.isEmpty && $0.first != 0x2D }),
      last.allSatisfy({ $0.isLetter || $0 >= 0x80 }) || last.starts(with: "xn--".utf8)
    else { return false }
    if last.count <= 7,
      fileEndings.contains(String(decoding: last, as: UTF8.self).lowercased())
    {
      return false
    }
    let number =
      labels[0].first.map { $0.lowercased == 0x76 } == true
      ? labels[0].dropFirst() : labels[0]
    let isVersion =
      !number.isEmpty && number.allSatisfy(\.isDigit)
      && labels[1].first?.isDigit == true
    return !isVersion
  }

  /// `git@host:path`, `user@host:some/path` and addresses of SSH and its kin.
  private static func isHostLogin(
    _ bytes: UnsafeBufferPointer<UInt8>, _ start: Int, _ sign: Int, _ end: Int
  ) -> Bool {
    for scheme in hostSchemes where start >= scheme.count {
      if bytes[(start - scheme.count)..<start].elementsEqual(scheme) { return true }
    }
    guard end + 1 < bytes.count, bytes[end] == 0x3A else { return false }
    let path = bytes[(end + 1)..<min(bytes.count, end + 257)]
      .prefix { $0 > 0x20 && $0 != 0x22 && $0 != 0x27 && $0 != 0x5C && $0 != 0x2C }
    guard let first = path.first, first.isLetterOrDigit || first == 0x2F || first == 0x7E else {
      return false
    }
    let user = String(decoding: bytes[start..<sign], as: UTF8.self).lowercased()
    return hostUsers.contains(user) || path.contains(0x2F)
  }
}
