import Model

/// Finds references to issues in text, in one pass.
struct IssueScanner {
  struct Occurrence: Equatable {
    let reference: IssueReference
    /// Its bytes in the text.
    let range: Range<Int>
  }

  /// Keys of projects whose issues are written `ABC-12`; none are found without.
  let projectKeys: Set<Text>
  private let text: ArraySlice<UInt8>
  /// What holds where no word says otherwise: the token of the footer.
  private let standing: IssueAction?
  private var action: IssueAction?
  private var position: Int
  private var found: [Occurrence] = []

  /// The references in a text, in its order. A word such as `fixes` holds for all references that
  /// follow it without another word between; `standing` holds for the rest.
  static func occurrences(
    in text: ArraySlice<UInt8>, projectKeys: Set<Text>, standing: IssueAction? = nil
  ) -> [Occurrence] {
    var scanner = IssueScanner(text, projectKeys: projectKeys, standing: standing)
    return scanner.run()
  }

  /// Whether a word as a whole names an issue of a project.
  static func isProjectIssue(_ word: ArraySlice<UInt8>, projectKeys: Set<Text>) -> Bool {
    let found = occurrences(in: word, projectKeys: projectKeys)
    return found.first?.range == word.startIndex..<word.endIndex
  }

  private init(_ text: ArraySlice<UInt8>, projectKeys: Set<Text>, standing: IssueAction?) {
    self.text = text
    self.projectKeys = projectKeys
    self.standing = standing
    action = standing
    position = text.startIndex
  }

  private mutating func run() -> [Occurrence] {
    while position < text.endIndex {
      let word = text[position...].prefix { IssueScanner.isWordByte($0) }
      if let (kind, end) = numberedSign(at: word.endIndex) {
        take(sign: kind, after: word, end: end)
        position = end
      } else if !word.isEmpty {
        take(word: word)
        position = word.endIndex
      } else {
        if IssueScanner.endsClause(text[position]) { action = standing }
        position += 1
      }
    }
    return found
  }

  /// What words and paths of repositories are made of.
  private static func isWordByte(_ byte: UInt8) -> Bool {
    byte.isAlphanumeric || byte == 0x2D || byte == 0x2E || byte == 0x2F || byte == 0x5F
  }

  private static func endsClause(_ byte: UInt8) -> Bool {
    byte >= 0x80 || byte == 0x3B || byte == 0x3F || byte == 0x0A
  }

  /// `#12` or `!12`, and where it ends.
  private func numberedSign(at place: Int) -> (IssueReference.Kind, end: Int)? {
    guard place < text.endIndex else { return nil }
    let kind: IssueReference.Kind
    switch text[place] {
    case 0x23: kind = .issue
    case 0x21: kind = .mergeRequest
    default: return nil
    }
    let digits = text[(place + 1)...].prefix(13).prefix { $0.isDigit }
    guard IssueScanner.isNumber(digits) else { return nil }
    if digits.endIndex < text.endIndex {
      let next = text[digits.endIndex]
      if next.isAlphanumeric || next == 0x5F { return nil }
    }
    return (kind, digits.endIndex)
  }

  private static func isNumber(_ digits: ArraySlice<UInt8>) -> Bool {
    1...12 ~= digits.count && digits.first != 0x30 && digits.allSatisfy(\.isDigit)
  }

  private mutating func take(
    sign kind: IssueReference.Kind, after path: ArraySlice<UInt8>, end: Int
  ) {
    let number = text[(path.endIndex + 1)..<end].text
    if path.isEmpty {
      // '&#12;' is an entity, '##12' a heading, and a letter of any script belongs to a word.
      if path.startIndex > text.startIndex {
        let before = text[path.startIndex - 1]
        if before >= 0x80 || [0x21, 0x23, 0x26, 0x3D].contains(before) { return }
      }
      add(IssueReference(kind: kind, number: number, action: action), path.startIndex..<end)
    } else if IssueScanner.isRepository(path) {
      add(
        IssueReference(kind: kind, repository: path.text, number: number, action: action),
        path.startIndex..<end)
    }
  }

  private mutating func add(_ reference: IssueReference, _ range: Range<Int>) {
    found.append(Occurrence(reference: reference, range: range))
  }

  /// `owner/repo`, or more parts; none is empty, `.` or `..`.
  static func isRepository(_ path: ArraySlice<UInt8>) -> Bool {
    let parts = path.split(separator: 0x2F, omittingEmptySubsequences: false)
    return parts.count >= 2
      && parts.allSatisfy { !$0.isEmpty && !$0.equals(".") && !$0.equals("..") }
  }

  private mutating func take(word: ArraySlice<UInt8>) {
    var core = word
    while core.last == 0x2E { core.removeLast() }
    if let reference = projectIssue(core) {
      add(reference, core.startIndex..<core.endIndex)
    } else if let said = IssueAction(word: core) {
      action = said
    } else if !IssueScanner.joins(core) {
      action = standing
    }
    if core.endIndex < word.endIndex { action = standing }
  }

  private func projectIssue(_ word: ArraySlice<UInt8>) -> IssueReference? {
    guard !projectKeys.isEmpty, let dash = word.lastIndex(of: 0x2D) else { return nil }
    let number = word[(dash + 1)...]
    guard IssueScanner.isNumber(number), dash - word.startIndex <= 64 else { return nil }
    let key = word[..<dash].text
    guard projectKeys.contains(key) else { return nil }
    return IssueReference(kind: .project(key: key), number: number.text, action: action)
  }

  /// Words that may stand between an action and what it is said of, or between two references.
  private static func joins(_ word: ArraySlice<UInt8>) -> Bool {
    guard word.count <= 8 else { return false }
    return switch String(decoding: word.lowerCased, as: UTF8.self) {
    case "and", "or", "issue", "issues", "bug", "pull", "merge", "request": true
    default: false
    }
  }
}
