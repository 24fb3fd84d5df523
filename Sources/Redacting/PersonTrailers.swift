/// Lines of a message that name people: `Signed-off-by: Jane Doe <j@x.org>` and its kin.
enum PersonTrailers {
  /// Beside everything that ends in `-by`.
  private static let names: Set<String> = [
    "cc", "author", "committer", "reviewer", "reviewers", "approver", "approvers", "assignee",
    "co-author", "on-behalf-of", "from",
  ]

  /// The message with its trailers as the policy wants them: names without addresses, initials, or
  /// no such lines at all. The same text if there are none.
  static func apply(_ policy: PeoplePolicy, to message: String) -> String {
    guard message.utf8.contains(0x3A), policy != .names || message.utf8.contains(0x40) else {
      return message
    }
    var lines: [String] = []
    var hasChanged = false
    for line in message.split(separator: "\n" as Unicode.Scalar, in: message) {
      guard let (name, value) = trailer(line), policy != .names || value.utf8.contains(0x40) else {
        lines.append(line)
        continue
      }
      let shown = PersonName(value).shown(policy)
      if let shown, !shown.isEmpty {
        let new = "\(name): \(shown)"
        hasChanged = hasChanged || new != line
        lines.append(new)
      } else {
        hasChanged = true
      }
    }
    return hasChanged ? lines.joined(separator: "\n") : message
  }

  /// The parts of a line that is such a trailer.
  private static func trailer(_ line: String) -> (name: String, value: String)? {
    let bytes = Array(line.utf8)
    guard let colon = bytes.firstIndex(of: 0x3A), (2...30).contains(colon),
      colon + 1 < bytes.count, bytes[colon + 1] == 0x20,
      bytes[..<colon].allSatisfy({ $0.isLetter || $0 == 0x2D })
    else { return nil }
    let name = String(decoding: bytes[..<colon], as: UTF8.self)
    let lower = String(decoding: bytes[..<colon].map(\.lowercased), as: UTF8.self)
    let value = String(decoding: bytes[(colon + 2)...], as: UTF8.self)
    if lower.hasSuffix("-by") { return (name, value) }
    // `From: old name` is no person; with an address it is.
    return names.contains(lower) && bytes[colon...].contains(0x40) ? (name, value) : nil
  }
}

extension String {
  /// The lines of a text, split at one scalar; `Character` would see `\r\n` as one.
  fileprivate func split(separator: Unicode.Scalar, in text: String) -> [String] {
    text.unicodeScalars.split(separator: separator, omittingEmptySubsequences: false)
      .map { String($0) }
  }
}
