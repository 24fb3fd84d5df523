package import Model

/// One section of release notes: what it is called and what belongs into it.
package struct SectionRule: Sendable, Equatable {
  /// What decides that an entry belongs here.
  package enum Content: Sendable, Equatable {
    /// Whatever breaks, of any type.
    case breaking
    /// Reverts of commits that are not in the list.
    case reverts
    /// What no other section takes: unconventional commits and unknown types.
    case other
    /// Types in lower case.
    case types([Text])
  }

  /// The heading; no other section has it.
  package let title: String
  /// What belongs here.
  package let content: Content
  /// Kept in the data, not shown.
  package let isHidden: Bool

  /// A section that is shown unless `isHidden` says otherwise.
  package init(_ title: String, _ content: Content, isHidden: Bool = false) {
    self.title = title
    self.content = content
    self.isHidden = isHidden
  }
}

/// What is wrong with a set of section rules.
package enum SectionRulesError: Error, Equatable {
  /// Two sections take the type.
  case typeTwice(Text)
  /// Two sections have the title.
  case titleTwice(String)
  /// Not exactly one section takes this content.
  case notOnce(SectionRule.Content)
  /// Breaking changes and other changes are never hidden.
  case hidden(SectionRule.Content)
}

/// Which section each entry belongs to, and the order of the sections.
package struct SectionRules: Sendable, Equatable {
  /// In the order of the release notes.
  package let sections: [SectionRule]
  private let sectionOfType: [Text: Int]
  private let breaking: Int
  private let reverts: Int
  private let other: Int

  /// Exactly one section each for breaking changes, reverts and other changes; no type and no title
  /// twice. Types compare without regard to case.
  package init(_ sections: [SectionRule]) throws(SectionRulesError) {
    breaking = try SectionRules.only(.breaking, in: sections)
    reverts = try SectionRules.only(.reverts, in: sections)
    other = try SectionRules.only(.other, in: sections)
    for index in [breaking, other] where sections[index].isHidden {
      throw .hidden(sections[index].content)
    }
    var sectionOfType: [Text: Int] = [:]
    var titles: Set<String> = []
    for (index, section) in sections.enumerated() {
      guard titles.insert(section.title).inserted else { throw .titleTwice(section.title) }
      guard case .types(let types) = section.content else { continue }
      for type in types.map(\.lowerCased) {
        guard sectionOfType.updateValue(index, forKey: type) == nil else { throw .typeTwice(type) }
      }
    }
    self.sections = sections
    self.sectionOfType = sectionOfType
  }

  /// Breaking changes, features, fixes, performance, reverts, other changes; then, hidden,
  /// documentation, style, chores, refactoring, tests, build and continuous integration.
  /// Source: the types of `conventional-changelog-conventionalcommits`.
  package static let standard = SectionRules(
    checked: [
      SectionRule("Breaking changes", .breaking),
      SectionRule("Features", .types(["feat", "feature"])),
      SectionRule("Fixes", .types(["fix"])),
      SectionRule("Performance", .types(["perf"])),
      SectionRule("Reverts", .reverts),
      SectionRule("Other changes", .other),
      SectionRule("Documentation", .types(["docs"]), isHidden: true),
      SectionRule("Style", .types(["style"]), isHidden: true),
      SectionRule("Chores", .types(["chore"]), isHidden: true),
      SectionRule("Refactoring", .types(["refactor"]), isHidden: true),
      SectionRule("Tests", .types(["test"]), isHidden: true),
      SectionRule("Build", .types(["build"]), isHidden: true),
      SectionRule("Continuous integration", .types(["ci"]), isHidden: true),
    ])

  /// Rules of our own, which are right.
  private init(checked sections: [SectionRule]) {
    do {
      try self.init(sections)
    } catch {
      preconditionFailure("\(error)")
    }
  }

  /// The index of the section that a message belongs to: breaking first, then reverts, then by type.
  package func section(of message: CommitMessage) -> Int {
    if message.isBreaking { return breaking }
    if message.revert != nil { return reverts }
    return message.conventional.flatMap { sectionOfType[$0.type] } ?? other
  }

  private static func only(
    _ content: SectionRule.Content, in sections: [SectionRule]
  ) throws(SectionRulesError) -> Int {
    let found = sections.indices.filter { sections[$0].content == content }
    guard found.count == 1 else { throw .notOnce(content) }
    return found[0]
  }
}
