import Commits
import Model
import Site
import Yams

/// What the configuration says of release notes: `notes:` with the repository, links and sections.
struct NotesRules {
  private(set) var options = NotesOptions()

  private static let keys = ["repository", "links", "sections", "strict"]
  private static let linkKeys = ["issue", "merge_request", "commit", "compare", "projects"]
  private static let sectionKeys = ["title", "types", "content", "hidden"]
  private let file: String

  /// - Parameter file: the configuration, for messages.
  init(_ node: Node, at file: String) throws {
    self.file = file
    let members = try members(of: node, "'notes'", keys: NotesRules.keys)
    if let links = members["links"] { try readLinks(links) }
    if let node = members["repository"] {
      guard let name = node.string, let repository = NotesOptions.repository(Text(name)) else {
        throw failure(node, "'repository' is a name such as owner/repo, or an address")
      }
      options.links.repository = repository
    }
    if let node = members["strict"] { options.isStrict = try flag(node, "strict") }
    if let sections = members["sections"] { try readSections(sections) }
  }

  // MARK: - Links

  private mutating func readLinks(_ node: Node) throws {
    let members = try members(of: node, "'links'", keys: NotesRules.linkKeys)
    var projects: [Text: Text] = [:]
    if let node = members["projects"] {
      guard let mapping = node.mapping else {
        throw failure(node, "'projects' is a list of keys, such as ABC, and addresses")
      }
      for (key, value) in mapping { projects[Text(key.string ?? "")] = try text(value) }
    }
    // One after the other, so that a message names the place.
    for (key, node) in members where key.string != "projects" {
      try check(node) { text in
        switch key.string {
        case "issue": try LinkRules(issue: text)
        case "merge_request": try LinkRules(mergeRequest: text)
        case "commit": try LinkRules(commit: text)
        default: try LinkRules(compare: text)
        }
      }
    }
    for (key, node) in members["projects"]?.mapping ?? Node.Mapping([]) {
      try check(node) { try LinkRules(projects: [Text(key.string ?? ""): $0]) }
    }
    func address(_ key: String) throws -> Text? { try members[key].map(text) }
    options.links = try LinkRules(
      issue: address("issue"), mergeRequest: address("merge_request"), projects: projects,
      commit: address("commit"), compare: address("compare"))
  }

  private func text(_ node: Node) throws -> Text {
    guard let text = node.string else { throw failure(node, "an address is one text") }
    return Text(text)
  }

  private func check(_ node: Node, _ read: (Text) throws -> LinkRules) throws {
    do { _ = try read(text(node)) } catch let error as LinkTemplateError {
      throw failure(node, error.words)
    }
  }

  // MARK: - Sections

  private mutating func readSections(_ node: Node) throws {
    guard let entries = node.sequence else {
      throw failure(node, "'sections' is a list of sections, each with 'title' and 'types'")
    }
    let sections = try entries.map(section)
    do { options.sections = try SectionRules(sections) } catch {
      throw failure(node, error.words)
    }
  }

  private func section(_ node: Node) throws -> SectionRule {
    let members = try members(of: node, "a section", keys: NotesRules.sectionKeys)
    guard let title = members["title"]?.string, !title.isEmpty else {
      throw failure(node, "a section needs a 'title'")
    }
    let isHidden = try members["hidden"].map { try flag($0, "hidden") } ?? false
    return SectionRule(title, try content(of: members, node), isHidden: isHidden)
  }

  private func content(of members: Node.Mapping, _ section: Node) throws -> SectionRule.Content {
    switch (members["types"], members["content"]) {
    case (let types?, nil):
      guard let names = types.sequence.map({ $0.map(\.string) }) ?? types.string.map({ [$0] }),
        !names.isEmpty, names.allSatisfy({ $0?.isEmpty == false })
      else { throw failure(types, "'types' is a list of types of commits, such as [feat]") }
      return .types(names.map { Text($0 ?? "") })
    case (nil, let content?):
      switch content.string {
      case "breaking": return .breaking
      case "reverts": return .reverts
      case "other": return .other
      default: throw failure(content, "'content' is breaking, reverts or other")
      }
    default: throw failure(section, "a section has either 'types' or 'content'")
    }
  }

  // MARK: - Members

  private func members(of node: Node, _ noun: String, keys: [String]) throws -> Node.Mapping {
    guard let members = node.mapping else {
      throw failure(node, "\(noun) is a list of keys and values: \(keys.joined(separator: ", "))")
    }
    for (key, _) in members where !keys.contains(key.string ?? "") {
      let hint = nearestName(to: key.string ?? "", among: keys)
      throw failure(
        key,
        "\(noun) has no key '\(key.string ?? "")'"
          + (hint.map { "; did you mean '\($0)'?" } ?? "; it has \(keys.joined(separator: ", "))"))
    }
    return members
  }

  private func flag(_ node: Node, _ key: String) throws -> Bool {
    guard let flag = ["true": true, "false": false][node.string ?? ""] else {
      throw failure(node, "'\(key)' is true or false")
    }
    return flag
  }

  private func failure(_ node: Node, _ message: String) -> Failure {
    Failure(
      .usage, "\(file):\(node.mark?.line ?? 1):\(node.mark?.column ?? 1): error: \(message)")
  }
}

extension LinkTemplateError {
  fileprivate var words: String {
    switch self {
    case .notWeb: "an address begins with https:// or http:// and a host"
    case .unsafeHost:
      "the host of an address stands as it is, without a {name} in it, and ends with /"
    case .badCharacter: "an address has a character that may not stand in one"
    case .unclosedPlaceholder: "an address has a brace without its partner"
    case .unknownPlaceholder(let name): "this address can't have a {\(name)}"
    }
  }
}

extension SectionRulesError {
  fileprivate var words: String {
    switch self {
    case .typeTwice(let type): "two sections have the type '\(type)'"
    case .titleTwice(let title): "two sections have the title '\(title)'"
    case .notOnce(.breaking): "exactly one section has 'content: breaking'"
    case .notOnce(.reverts): "exactly one section has 'content: reverts'"
    case .notOnce: "exactly one section has 'content: other': no commit is ever dropped"
    case .hidden: "the sections of breaking and of other changes can't be hidden"
    }
  }
}
