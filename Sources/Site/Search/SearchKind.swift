/// What a result of the search is, in the order in which results stand.
package enum SearchKind: CaseIterable, Sendable {
  case service, version, deployment, rollback, commit, person, environment, jobType, agent, job,
    page

  /// What stands for it in the files of the index.
  var letter: StaticString {
    switch self {
    case .service: "s"
    case .version: "v"
    case .deployment: "d"
    case .rollback: "r"
    case .commit: "c"
    case .person: "p"
    case .environment: "e"
    case .jobType: "t"
    case .agent: "a"
    case .job: "j"
    case .page: "g"
    }
  }

  /// Where in a word of its label it can be found, beside the beginning.
  func starts(in word: ArraySlice<UInt8>) -> [Int] {
    switch self {
    case .service, .rollback, .person, .environment, .jobType, .agent, .page:
      SearchText.partStarts(word)
    case .version: SearchText.numberStart(word).map { [$0] } ?? []
    case .deployment, .job: SearchText.tailStarts(word)
    case .commit: []
    }
  }
}
