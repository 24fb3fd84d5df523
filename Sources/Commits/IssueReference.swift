package import Model

/// What a commit does to an issue that it names.
package enum IssueAction: String, Sendable, CaseIterable {
  case closes, fixes, resolves
  /// Only refers to it.
  case refs

  /// The words of GitHub and GitLab, in lower case.
  init?(word: ArraySlice<UInt8>) {
    guard word.count <= 12 else { return nil }
    switch String(decoding: word.lowerCased, as: UTF8.self) {
    case "close", "closes", "closed", "closing": self = .closes
    case "fix", "fixes", "fixed", "fixing": self = .fixes
    case "resolve", "resolves", "resolved", "resolving": self = .resolves
    case "implement", "implements", "implemented", "implementing": self = .resolves
    case "ref", "refs", "references", "see": self = .refs
    default: return nil
    }
  }
}

/// An issue, pull request or merge request named in a commit message.
package struct IssueReference: Sendable, Hashable {
  /// How it is written.
  package enum Kind: Sendable, Hashable {
    /// `#12`: an issue or a pull request.
    case issue
    /// `!12`: a merge request of GitLab.
    case mergeRequest
    /// `ABC-12`: an issue of a project with this key.
    case project(key: Text)
  }

  /// Which form it has.
  package let kind: Kind
  /// `owner/repo` of `owner/repo#12`; nil for the repository of the commit.
  package let repository: Text?
  /// Decimal digits, at most 12, the first one not 0.
  package let number: Text
  /// Nil if the message only names it.
  package let action: IssueAction?

  /// `number`: decimal digits.
  package init(kind: Kind, repository: Text? = nil, number: Text, action: IssueAction? = nil) {
    self.kind = kind
    self.repository = repository
    self.number = number
    self.action = action
  }

  /// As it is written in a message: `#12`, `owner/repo#12`, `!12`, `ABC-12`.
  package var label: Text {
    let place = repository?.string ?? ""
    return switch kind {
    case .issue: Text("\(place)#\(number)")
    case .mergeRequest: Text("\(place)!\(number)")
    case .project(let key): Text("\(key)-\(number)")
    }
  }

  /// Each issue once, at its first place, with the first action that is said of it.
  static func merged(_ references: [IssueReference]) -> [IssueReference] {
    var places: [IssueReference: Int] = [:]
    var merged: [IssueReference] = []
    for reference in references {
      let issue = reference.with(action: nil)
      if let place = places[issue] {
        if merged[place].action == nil { merged[place] = reference }
      } else {
        places[issue] = merged.count
        merged.append(reference)
      }
    }
    return merged
  }

  func with(action: IssueAction?) -> IssueReference {
    IssueReference(kind: kind, repository: repository, number: number, action: action)
  }
}
