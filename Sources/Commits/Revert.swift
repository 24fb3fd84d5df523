package import Model

/// What a commit takes back. Conventional Commits 1.0.0 leaves reverts open; these are the forms that
/// git, GitHub and GitLab write, and the one that the specification suggests.
package struct Revert: Sendable, Equatable {
  /// The subject of the commit that is reverted, as far as the message says it.
  package let header: Text
  /// Hashes of the reverted commits, 7 to 64 hexadecimal digits, in lower case, each once. Empty if
  /// the message names none.
  package let shas: [Text]

  /// Of `Revert "header"`, `Reapply "header"` (which reverts a revert) and the type `revert`; nil
  /// for all else. The hashes are those of `This reverts commit …`, and of a `Refs` footer.
  init?(
    subject: ArraySlice<UInt8>, header: ConventionalHeader?, lines: [ArraySlice<UInt8>],
    footers: [Footer]
  ) {
    var shas = lines.flatMap(Revert.shas(inLine:))
    if let quoted = Revert.quoted(in: subject, after: "revert ") {
      self.header = quoted
    } else if let quoted = Revert.quoted(in: subject, after: "reapply ") {
      self.header = Text("Revert \"\(quoted)\"")
    } else if let header, header.type == "revert" {
      let description = header.description.bytes
      self.header = Revert.quoted(in: description, after: "") ?? header.description
      for footer in footers where footer.has(token: "refs") || footer.has(token: "ref") {
        shas += Revert.shas(atStartOf: footer.value.bytes)
      }
    } else {
      return nil
    }
    self.shas = unique(shas)
  }

  /// What stands between the first and the last quotation mark, up to the end if there is but one.
  /// Only a number in parentheses may follow.
  private static func quoted(
    in line: ArraySlice<UInt8>, after word: StaticString
  ) -> Text? {
    let rest = line.dropFirst(word.utf8CodeUnitCount)
    guard line.starts(withAnyCaseOf: word), rest.first == 0x22 else { return nil }
    let inner = rest.dropFirst()
    guard let close = inner.lastIndex(of: 0x22) else { return inner.isEmpty ? nil : inner.text }
    let tail = inner[(close + 1)...].trimmed
    guard close > inner.startIndex, tail.isEmpty || tail.first == 0x28 else { return nil }
    return inner[..<close].text
  }

  private static func shas(inLine line: ArraySlice<UInt8>) -> [Text] {
    guard line.starts(withAnyCaseOf: "this reverts commit") else { return [] }
    let rest = line.dropFirst(19)
    return shas(atStartOf: rest.first?.lowerCased == 0x73 ? rest.dropFirst() : rest)
  }

  /// Hashes up to the first word that is none: `a1b2c3d, reversing changes made to …` names one.
  private static func shas(atStartOf text: ArraySlice<UInt8>) -> [Text] {
    var shas: [Text] = []
    let words = text.split { $0.isBlank || $0 == 0x0A || $0 == 0x2C || $0 == 0x2E }
    for word in words {
      if word.equals("and") { continue }
      guard 7...64 ~= word.count, word.allSatisfy(\.isHexDigit) else { break }
      shas.append(ArraySlice(word.lowerCased).text)
    }
    return shas
  }
}
