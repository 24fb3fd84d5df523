package import Model

/// A commit message, read after Conventional Commits 1.0.0.
///
/// Any text has a reading: what is not conventional keeps its subject and body. Reading takes time
/// linear in the message. Where the specification leaves something open, or parsers disagree, the
/// lenient reading is taken and a warning says so.
/// Source: https://www.conventionalcommits.org/en/v1.0.0/
package struct CommitMessage: Sendable, Equatable {
  /// The first line that is not blank, without blanks at its ends; empty for a blank message.
  package let subject: Text
  /// What stands between subject and footers, lines joined by LF; nil if nothing does.
  package let body: Text?
  /// The subject's parts; nil if it is not conventional.
  package private(set) var conventional: ConventionalHeader?
  /// In the order of the message.
  package let footers: [Footer]
  /// What breaks, each once: the breaking footers, or else the description that `!` marks. Also read
  /// from messages whose subject is not conventional.
  package private(set) var breakingNotes: [Text]
  /// Each once.
  package let warnings: [CommitWarning]
  /// Issues named in the subject and in footers, and those in the body that a word like `fixes`
  /// precedes; each once, in the order of the message.
  package let references: [IssueReference]
  /// In the order of the message, each once.
  package let coAuthors: [CoAuthor]
  /// Nil if the commit reverts nothing.
  package let revert: Revert?

  /// - Parameter projectKeys: the keys of issues that are written `ABC-12`. A subject that begins with
  ///   one, `ABC-12: a`, is not conventional.
  package init(_ message: Text, projectKeys: Set<Text> = []) {
    let lines = MessageLines(of: message)
    var reader = HeaderReader(lines.subject)
    let header = reader.read().flatMap { header in
      let type = lines.subject.prefix(header.type.byteCount)
      return IssueScanner.isProjectIssue(type, projectKeys: projectKeys) ? nil : header
    }
    let block = FooterBlock(lines)
    let bodyLines = lines.rest[..<block.start]
    subject = lines.subject.text
    body = MessageLines.joined(bodyLines)
    conventional = header
    footers = block.footers
    breakingNotes = CommitMessage.breakingNotes(
      of: block.footers, header: header, subject: lines.subject.text)
    warnings = unique(
      CommitMessage.layoutWarnings(lines, header) + reader.warnings + block.warnings
        + BreakingHints.warnings(of: lines.rest))
    references = CommitMessage.references(
      subject: header.map { [$0.scope, $0.description].compactMap(\.self) } ?? [subject],
      body: bodyLines, footers: block.footers, projectKeys: projectKeys)
    coAuthors = unique(
      block.footers.filter { $0.has(token: "co-authored-by") }.compactMap { CoAuthor($0.value) })
    revert = Revert(
      subject: lines.subject, header: header, lines: lines.rest, footers: block.footers)
  }

  /// Whether it tells of a breaking change.
  package var isBreaking: Bool { !breakingNotes.isEmpty }

  /// Whether a reader that allows nothing beyond the specification takes it as conventional.
  package var isStrict: Bool { conventional != nil && !warnings.contains(where: \.isLeniency) }

  /// As a reader takes it that allows nothing beyond the specification: what is not exactly so is plain
  /// text, and breaks nothing.
  package var strict: CommitMessage {
    guard warnings.contains(where: \.isLeniency) else { return self }
    var message = self
    message.conventional = nil
    message.breakingNotes = []
    return message
  }

  private static func layoutWarnings(
    _ lines: MessageLines, _ header: ConventionalHeader?
  ) -> [CommitWarning] {
    guard header != nil else { return [] }
    var warnings: [CommitWarning] = lines.isIndented ? [.spaceBeforeType] : []
    if let first = lines.rest.first, !first.isEmpty { warnings.append(.bodyWithoutBlankLine) }
    return warnings
  }

  private static func breakingNotes(
    of footers: [Footer], header: ConventionalHeader?, subject: Text
  ) -> [Text] {
    let description = header?.description ?? subject
    let notes = footers.filter(\.isBreaking).map { $0.value.isEmpty ? description : $0.value }
    if notes.isEmpty, header?.hasBreakingMark == true { return [description] }
    return unique(notes)
  }

  private static func references(
    subject: [Text], body: ArraySlice<ArraySlice<UInt8>>, footers: [Footer],
    projectKeys: Set<Text>
  ) -> [IssueReference] {
    func scan(_ text: ArraySlice<UInt8>, _ standing: IssueAction? = nil) -> [IssueReference] {
      IssueScanner.occurrences(in: text, projectKeys: projectKeys, standing: standing)
        .map(\.reference)
    }
    let named = subject.flatMap { scan($0.bytes) }
    let acted = body.flatMap { scan($0).filter { $0.action != nil } }
    let footed = footers.flatMap { footer in
      let value = footer.value.bytes
      return scan(
        footer.separator == .number ? [0x23] + value : value,
        IssueAction(word: footer.token.bytes))
    }
    return IssueReference.merged(named + acted + footed)
  }
}
