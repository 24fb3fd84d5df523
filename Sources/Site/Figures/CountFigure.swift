import Metrics
import Model
package import Rendering

/// A number of events in a window, with the number in the window before; null where nothing is known.
package struct CountFigure: Viewable {
  let count: Int?
  let before: Int?
  let days: Int?
  let note: String?
  let evidence: String

  init(
    count: Int, before: Int?, window: TimeWindow?, coverage: Coverage, evidence: String
  ) {
    let absence = window.flatMap { coverage.absence(in: $0) }
    self.count = absence == nil ? count : nil
    // A window known in part is no measure for a whole one.
    let isBeforeWhole = window.map { coverage.of($0.previous.days) == .whole } ?? false
    self.before = isBeforeWhole ? before : nil
    days = window?.dayCount
    note = (absence ?? window.flatMap { coverage.shortfall(in: $0) })?.words
    self.evidence = evidence
  }

  package static let shape = Shape<CountFigure> {
    $0.integer("count", "How many; null if the sources say nothing about the window.") { $0.count }
    $0.integer("before", "How many in as many days before; null if unknown.") { $0.before }
    $0.integer("days", "Complete local days in the window; null for all time.") { $0.days }
    $0.word("note", "Why there is no number, or what is missing of the window.") { $0.note }
    $0.link("evidence", "Where the records behind it are listed.") { $0.evidence }
  }
}
