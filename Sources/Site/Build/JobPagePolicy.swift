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

  /// The first day whose jobs all have pages; nil if those of every day have. Of no use if none have.
  var firstDay: LocalDay? {
    guard case .days(let count) = pages else { return nil }
    // No record is older than 1990, however many days are asked for.
    let first = LocalDay(number: max(0, today.number - count))
    return first.month.days.lowerBound
  }
}
