import Model

/// The footers of a commit message.
///
/// They begin with the last paragraph, if its first line begins a footer, or with the first
/// `BREAKING CHANGE:` wherever it stands, whichever is earlier. A value goes on over lines, blank
/// ones too, until the next footer (Conventional Commits 1.0.0, rule 10). A paragraph like
/// `Note: text` amid the body is therefore body.
struct FooterBlock {
  /// The line of `MessageLines.rest` with which the footers begin; their count if there are none.
  let start: Int
  let footers: [Footer]
  let warnings: [CommitWarning]

  init(_ lines: MessageLines) {
    let rest = lines.rest
    var start = rest.count
    var warnings: [CommitWarning] = []
    if let last = rest.indices.last {
      let paragraph = lines.paragraphStart(of: last)
      if FooterBlock.canBegin(with: rest[paragraph]) { start = paragraph }
    }
    if let breaking = rest.firstIndex(where: { FooterLine($0)?.isBreaking == true }),
      breaking < start
    {
      let paragraph = lines.paragraphStart(of: breaking)
      let isSeparated = paragraph == breaking || FooterBlock.canBegin(with: rest[paragraph])
      if !isSeparated { warnings.append(.breakingWithoutBlankLine) }
      start = isSeparated ? paragraph : breaking
    }
    let read = FooterBlock.read(rest[start...])
    self.start = start
    footers = read.footers
    self.warnings = warnings + read.warnings
  }

  private static func canBegin(with line: ArraySlice<UInt8>) -> Bool {
    FooterLine(line) != nil || isCherryPickLine(line)
  }

  /// What `git cherry-pick -x` writes among the footers.
  private static func isCherryPickLine(_ line: ArraySlice<UInt8>) -> Bool {
    line.starts(with: "(cherry picked from commit ")
  }

  private static func read(
    _ lines: ArraySlice<ArraySlice<UInt8>>
  ) -> (footers: [Footer], warnings: [CommitWarning]) {
    var footers: [Footer] = []
    var warnings: [CommitWarning] = []
    let begins = lines.indices.filter { canBegin(with: lines[$0]) }
    for (index, begin) in begins.enumerated() {
      guard let line = FooterLine(lines[begin]) else { continue }
      let end = index + 1 < begins.count ? begins[index + 1] : lines.endIndex
      let value = MessageLines.joined([line.value] + lines[(begin + 1)..<end]) ?? ""
      footers.append(
        Footer(token: line.token.text, separator: line.separator, value: value))
      if line.isBreaking, !line.isSpaced { warnings.append(.breakingWithoutSpace) }
      if line.isBreaking, value.isEmpty { warnings.append(.breakingWithoutText) }
    }
    return (footers, warnings)
  }
}
