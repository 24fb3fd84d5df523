import Model

/// What vendors write in one text and records keep apart.
extension String {
  /// Whether it is a commit's hash, and not `HEAD` or a chart's version.
  var isCommitHash: Bool {
    (utf8.count == 40 || utf8.count == 64)
      && utf8.allSatisfy { ($0 >= 0x30 && $0 <= 0x39) || ($0 | 0x20 >= 0x61 && $0 | 0x20 <= 0x66) }
  }

  /// A branch or tag without the `refs/heads/` or `refs/tags/` before it.
  var shortRef: String {
    for prefix in ["refs/heads/", "refs/tags/"] where hasPrefix(prefix) {
      return String(dropFirst(prefix.count))
    }
    return self
  }

  /// Without braces around it, as in `{5decbbb2-f4e6-4f3a-aab0-f74c40497c51}`.
  var withoutBraces: String {
    hasPrefix("{") && hasSuffix("}") && utf8.count > 2 ? String(dropFirst().dropLast()) : self
  }
}
