import Model

/// Status words by their bytes; ASCII letters in either case.
struct StatusWords {
  private let jobs = JobStatus.allCases.map { (word: Array($0.word.utf8), status: $0) }
  private let deployments = DeploymentStatus.allCases.map {
    (word: Array($0.word.utf8), status: $0)
  }

  /// The status that the string at `token` names.
  func job(_ view: JSONView, _ token: Int) -> JobStatus? {
    guard view.kind(token) == .string else { return nil }
    return jobs.first { StatusWords.matches(view, token, $0.word) }?.status
  }

  func deployment(_ view: JSONView, _ token: Int) -> DeploymentStatus? {
    guard view.kind(token) == .string else { return nil }
    return deployments.first { StatusWords.matches(view, token, $0.word) }?.status
  }

  private static func matches(_ view: JSONView, _ token: Int, _ word: [UInt8]) -> Bool {
    if view.tokens[token].isComplex {
      return view.unescaped(token).bytes.withUnsafeBufferPointer { isSame($0, word) }
    }
    return isSame(view.bytes(token), word)
  }

  private static func isSame(_ text: UnsafeBufferPointer<UInt8>, _ word: [UInt8]) -> Bool {
    guard text.count == word.count else { return false }
    for i in word.indices {
      let byte = text[i]
      let lower = byte &- 0x41 < 26 ? byte | 0x20 : byte
      if lower != word[i] { return false }
    }
    return true
  }
}
