import Model

/// Which months' jobs all have pages; a job that a deployment names has one in any case.
struct JobPagePolicy {
  let pages: JobPages
  let today: LocalDay

  /// Nil is the month of the jobs without any time, which cannot grow old.
  func covers(_ month: Month?) -> Bool {
    switch pages {
    case .all: true
    case .none: false
    case .days(let count): month.map { $0.days.upperBound + count > today } ?? true
    }
  }
}
