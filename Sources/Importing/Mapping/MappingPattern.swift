import Synchronization

/// A regular expression with one group, compiled once.
///
/// The texts it is used on come from anybody, so it must not take for ever on any of them: a group that
/// may repeat has no repetition and no choice inside, and only the front of a text is looked at.
final class MappingPattern: Sendable {
  /// How much of a text is looked at, in bytes.
  static let maximumTextSize = 1024

  /// What is wrong with a pattern.
  struct Fault: Error, Equatable {
    let message: String
  }

  /// Its matcher is built on first use, so only one thread at a time may match.
  private let regex: Mutex<Regex<AnyRegexOutput>>

  init(_ pattern: String) throws(Fault) {
    try MappingPattern.check(pattern)
    do {
      let regex = try Regex(pattern).matchingSemantics(.unicodeScalar)
      self.regex = Mutex(regex)
    } catch {
      throw Fault(message: "'match' is no regular expression: \(error)")
    }
  }

  /// What the group holds where the pattern first matches; nil if nowhere, or if that is empty.
  func group(in text: String) -> String? {
    let front = MappingPattern.front(of: text)
    return regex.withLock { regex in
      guard let match = try? regex.firstMatch(in: front), match.output.count == 2,
        let group = match.output[1].substring, !group.isEmpty
      else { return nil }
      return String(group)
    }
  }

  private static func front(of text: String) -> Substring {
    guard text.utf8.count > maximumTextSize else { return text[...] }
    var end = text.utf8.index(text.startIndex, offsetBy: maximumTextSize)
    while end.samePosition(in: text.unicodeScalars) == nil { end = text.utf8.index(before: end) }
    return text[..<end]
  }

  /// Counts the groups and looks for repetitions within repetitions.
  private static func check(_ pattern: String) throws(Fault) {
    if pattern.utf8.count > 500 { throw Fault(message: "'match' is longer than 500 bytes") }
    var groups = 0
    /// For each open group, whether there is a repetition or a choice inside.
    var open: [Bool] = []
    var isClass = false
    let scalars = Array(pattern.unicodeScalars)
    var i = 0
    while i < scalars.count {
      let scalar = scalars[i]
      let next = i + 1 < scalars.count ? scalars[i + 1] : nil
      i += 1
      switch scalar {
      case "\\": i += 1
      case "[": isClass = true
      case "]": isClass = false
      case _ where isClass: break
      case "(":
        let after = i + 1 < scalars.count ? scalars[i + 1] : nil
        let isNamed =
          after == "<" && i + 2 < scalars.count && !"=!".unicodeScalars.contains(scalars[i + 2])
        if next != "?" || isNamed { groups += 1 }
        open.append(false)
        if next == "?" { i += 1 }
      case ")":
        let isManifold = open.popLast() ?? false
        let isRepeated = next.map { "*+{".unicodeScalars.contains($0) } ?? false
        if isManifold, isRepeated {
          throw Fault(
            message: "'match' repeats a group that holds a repetition or a choice; "
              + "that can take for ever on some texts, so write it in another way")
        }
        if isManifold, !open.isEmpty { open[open.count - 1] = true }
      case "*", "+", "{", "|":
        if !open.isEmpty { open[open.count - 1] = true }
      default: break
      }
    }
    if groups != 1 {
      throw Fault(
        message: "'match' needs exactly one group (...), which holds the value; it has \(groups)")
    }
  }
}
