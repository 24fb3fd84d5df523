import Model

/// The words of a source for how a job or a deployment stands, and ours.
struct MappingStatus: Sendable, Equatable {
  /// What a word comes to.
  enum Meaning: Sendable, Equatable {
    case job(JobStatus)
    case deployment(DeploymentStatus)
    /// A deployment that worked: live or staged, by its environment.
    case success
  }

  /// Stands for every word that is not named.
  static let anyWord = "*"

  /// By the source's words in lower case.
  private var meanings: [String: Meaning] = [:]

  /// Our word for records of a kind; nil if it is none.
  static func meaning(of word: String, kind: RecordKind) -> Meaning? {
    let word = word.asciiLowercased
    switch kind {
    case .job: return JobStatus(word: word).map { .job($0) }
    case .deployment:
      if word == "success" { return .success }
      return DeploymentStatus(word: word).map { .deployment($0) }
    case .commit, .incident: return nil
    }
  }

  /// All words of ours for records of a kind.
  static func words(of kind: RecordKind) -> [String] {
    switch kind {
    case .job: JobStatus.allCases.map(\.word)
    case .deployment: DeploymentStatus.allCases.map(\.word) + ["success"]
    case .commit, .incident: []
    }
  }

  /// False if the word was there before, in whatever case.
  mutating func add(_ word: String, _ meaning: Meaning) -> Bool {
    meanings.updateValue(meaning, forKey: word.asciiLowercased) == nil
  }

  /// What the file says of a word, if anything.
  func named(_ word: String) -> Meaning? { meanings[word.asciiLowercased] }

  /// What a word means: as the file says, else if it is our own word, else as the file says of all
  /// others.
  func meaning(of word: String, kind: RecordKind) -> Meaning? {
    named(word) ?? MappingStatus.meaning(of: word, kind: kind) ?? meanings[MappingStatus.anyWord]
  }
}
