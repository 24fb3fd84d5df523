/// What a value of an object must be: one of several words, there at all, or absent.
struct MappingCondition: Sendable, Equatable {
  enum Allowed: Sendable, Equatable {
    /// Text as it stands; numbers and booleans by their source text.
    case text(String)
    /// `"*"`: any value.
    case anything
    /// `null`: no value.
    case nothing
  }

  let path: MappingPath
  let allowed: [Allowed]

  func holds(for object: JSONNode) -> Bool {
    guard let node = path.find(in: object) else { return allowed.contains(.nothing) }
    if allowed.contains(.anything) { return true }
    guard let text = node.text else { return false }
    return allowed.contains { allowed in
      if case .text(let word) = allowed { word.utf8.elementsEqual(text.utf8) } else { false }
    }
  }
}
