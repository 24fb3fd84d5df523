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
    let absenceBefore = window.flatMap { coverage.absence(in: $0.previous) }
    self.before = absenceBefore == nil ? before : nil
    days = window?.dayCount
    note = absence?.words
    self.evidence = evidence
  }

  package static let shape = Shape<CountFigure> {
    $0.integer("count", "How many; null if the sources say nothing about the window.") { $0.count }
    $0.integer("before", "How many in as many days before; null if unknown.") { $0.before }
    $0.integer("days", "Complete local days in the window; null for all time.") { $0.days }
    $0.word("note", "Why there is no number, if there is none.") { $0.note }
    $0.link("evidence", "Where the records behind it are listed.") { $0.evidence }
  }
}
