package import Model

/// The commits that the message of a squash merge lists.
///
/// A message is split if all of this holds, and left alone otherwise:
/// - the first line of its body that is not blank is a bullet: `* ` or `- ` at the line's start;
/// - the body has two such bullets or more, all with the sign of the first one; lines with the other
///   sign, and indented ones, belong to the bullet before them;
/// - each bullet's line is a conventional header or `Revert "…"`.
///
/// What follows a bullet up to the next one is that commit's body and footers, without up to two
/// spaces of indentation. Footers below a last line of dashes (`---------`, at least three) belong
/// to all of them. So it reads what GitHub writes ("Pull request title and commit details") and
/// GitLab's `%{all_commits}`.
package struct SquashList: Sendable, Equatable {
  /// The message without the list: its subject and the footers that all commits share.
  package let title: CommitMessage
  /// The number at the subject's end: `(#12)`.
  package let pullRequest: IssueReference?
  /// At least two, in the order of the list.
  package let messages: [CommitMessage]

  /// Nil if the message is to be left alone.
  package init?(_ message: Text, projectKeys: Set<Text> = []) {
    let lines = MessageLines(of: message)
    guard let list = ListLines(lines.rest) else { return nil }
    title = CommitMessage(
      SquashList.message([lines.subject, []] + list.trailer), projectKeys: projectKeys)
    pullRequest = PullRequestSuffix(title.subject)?.reference
    messages = list.items.map {
      CommitMessage(SquashList.message($0), projectKeys: projectKeys)
    }
    guard messages.allSatisfy({ $0.conventional != nil || $0.revert != nil }) else { return nil }
  }

  /// Whether the subject tells what none of the commits does, so that it has to be listed beside
  /// them: a type of its own, or a breaking change.
  package var hasTitleOfItsOwn: Bool {
    if title.isBreaking, !messages.contains(where: \.isBreaking) { return true }
    guard let type = title.conventional?.type else { return false }
    return !messages.contains { $0.conventional?.type == type }
  }

  private static func message(_ lines: [ArraySlice<UInt8>]) -> Text {
    ArraySlice(lines.joined(separator: [0x0A])).text
  }
}

/// The lines of a body that is a list, by bullet.
private struct ListLines {
  /// Each with the bullet's own line first, without its sign.
  let items: [[ArraySlice<UInt8>]]
  /// The footers below a line of dashes; empty without one.
  let trailer: [ArraySlice<UInt8>]

  /// Nil if the lines do not begin with a bullet, or have but one.
  init?(_ lines: [ArraySlice<UInt8>]) {
    guard let first = lines.firstIndex(where: { !$0.isEmpty }),
      let sign = lines[first].first, sign == 0x2A || sign == 0x2D
    else { return nil }
    let rule = ListLines.rule(in: lines)
    let end = rule ?? lines.endIndex
    let starts = (first..<max(first, end)).filter { ListLines.isBullet(lines[$0], sign: sign) }
    guard starts.count >= 2, starts[0] == first else { return nil }
    let ends = starts.dropFirst() + [end]
    items = zip(starts, ends).map { start, end in
      [lines[start].dropFirst(2)] + lines[(start + 1)..<end].map(ListLines.outdented)
    }
    trailer = rule.map { Array(lines[($0 + 1)...]) } ?? []
  }

  private static func isBullet(_ line: ArraySlice<UInt8>, sign: UInt8) -> Bool {
    line.first == sign && line.dropFirst().first == 0x20
  }

  /// The last line of dashes, if nothing but footers follows.
  private static func rule(in lines: [ArraySlice<UInt8>]) -> Int? {
    let rule = lines.lastIndex { $0.count >= 3 && $0.allSatisfy { $0 == 0x2D } }
    guard let rule, let next = lines[(rule + 1)...].first(where: { !$0.isEmpty }),
      FooterLine(next) != nil
    else { return nil }
    return rule
  }

  private static func outdented(_ line: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    line.dropFirst(line.prefix(2).prefix { $0 == 0x20 }.count)
  }
}
