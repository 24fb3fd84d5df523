import Metrics
import Model

/// All types of jobs, and which of them have pages of their own.
struct JobTypeIndex {
  /// At most so many types have pages.
  static let pageLimit = 2000

  /// One type, over all repositories.
  struct Entry {
    let type: Text
    /// By repository.
    let tallies: [JobTypeTally]

    var lastYear: Int { tallies.reduce(0) { $0 + $1.lastYear } }
    var ever: JobCounts { tallies.reduce(into: JobCounts()) { $0 += $1.ever } }
    /// Of the last 90 complete days.
    var recent: JobCounts { tallies.reduce(into: JobCounts()) { $0 += $1.recent } }

    var days: ClosedRange<LocalDay>? {
      let all = tallies.compactMap(\.days)
      guard let first = all.map(\.lowerBound).min(), let last = all.map(\.upperBound).max() else {
        return nil
      }
      return first...last
    }

    var runTime: DurationFigure {
      DurationFigure(
        sorted: tallies.flatMap(\.runs).sorted(),
        leftOut: tallies.reduce(0) { $0 + $1.negativeRuns })
    }

    var queueTime: DurationFigure {
      DurationFigure(
        sorted: tallies.flatMap(\.queues).sorted(),
        leftOut: tallies.reduce(0) { $0 + $1.negativeQueues })
    }
  }

  /// Those with the most jobs in the last 365 complete days first, of equal ones those with the most
  /// jobs ever, then by name.
  let entries: [Entry]
  private let numbers: [Text: Int]

  /// - Parameter tallies: by type.
  init(_ tallies: [JobTypeTally]) {
    var all: [(entry: Entry, year: Int, ever: Int)] = []
    var start = 0
    while start < tallies.count {
      let type = tallies[start].type
      let end = tallies[start...].firstIndex { $0.type != type } ?? tallies.count
      let entry = Entry(type: type, tallies: Array(tallies[start..<end]))
      all.append((entry, entry.lastYear, entry.ever.total))
      start = end
    }
    all.sort {
      ($1.year, $1.ever, $0.entry.type) < ($0.year, $0.ever, $1.entry.type)
    }
    entries = all.map(\.entry)
    numbers = Dictionary(
      uniqueKeysWithValues: entries.prefix(JobTypeIndex.pageLimit).enumerated().map {
        ($1.type, $0)
      })
  }

  /// Those with pages.
  var withPages: ArraySlice<Entry> { entries.prefix(JobTypeIndex.pageLimit) }

  /// The place of a type among those with pages; nil if it has none.
  func number(of type: Text) -> Int? { numbers[type] }

  /// The page of a type, if it has one.
  func path(of type: Text) -> String? {
    numbers[type] == nil ? nil : SitePaths.jobType(type)
  }
}
