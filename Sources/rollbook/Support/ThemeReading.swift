import Model
import Site
import Yams

extension Theme {
  /// From a configuration: roles, each with one colour or with 'light' and 'dark'.
  ///
  /// - Throws: `Failure` with every mistake, each with its place: what is no colour, and what can't be
  ///   told from the paper.
  init(_ node: Node, at file: String) throws {
    self.init()
    guard let mapping = node.mapping else {
      throw Failure(.usage, Theme.message("'theme' is a list of names and colours", node, file))
    }
    var mistakes: [String] = []
    var places: [String: Node] = [:]
    for (key, value) in mapping {
      let name = key.string ?? ""
      guard let role = Role(rawValue: name) else {
        let nearest = nearestName(to: name, among: Role.allCases.map(\.rawValue))
        let known = Role.allCases.map(\.rawValue).joined(separator: ", ")
        let hint = nearest.map { "did you mean '\($0)'?" } ?? "there are \(known)"
        mistakes.append(Theme.message("unknown colour '\(name)'; \(hint)", key, file))
        continue
      }
      places[name] = key
      mistakes += set(role, value, file)
    }
    lightenForDark()
    if mistakes.isEmpty {
      mistakes = problems.map { problem in
        let place = places[problem.role.rawValue] ?? places[Role.paper.rawValue] ?? node
        return Theme.message(problem.message, place, file)
      }
    }
    guard mistakes.isEmpty else { throw Failure(.usage, mistakes) }
  }

  /// Returns what is wrong with the colours of a role.
  private mutating func set(_ role: Role, _ node: Node, _ file: String) -> [String] {
    guard let mapping = node.mapping else { return set(role, .light, node, file) }
    return mapping.flatMap { key, value in
      guard let mode = Mode(rawValue: key.string ?? "") else {
        return [
          Theme.message("'\(role.rawValue)' is one colour, or has 'light' and 'dark'", key, file)
        ]
      }
      return set(role, mode, value, file)
    }
  }

  private mutating func set(_ role: Role, _ mode: Mode, _ node: Node, _ file: String) -> [String] {
    let text = node.string ?? ""
    guard let colour = Colour(text) else {
      // Unquoted, the rest of the line was a comment.
      let isEmpty = text.isEmpty || node.tag == Tag(.null)
      let said = isEmpty ? "'\(role.rawValue)' has no colour" : "'\(text)' is no colour"
      let advice = "write six hexadecimal digits behind '#', in quotes: \"#0b5a9d\""
      return [Theme.message("\(said); \(advice)", node, file)]
    }
    self[mode, role] = colour
    return []
  }

  private static func message(_ text: String, _ node: Node, _ file: String) -> String {
    "\(file):\(node.mark?.line ?? 1):\(node.mark?.column ?? 1): error: \(text)"
  }
}
