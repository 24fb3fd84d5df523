import Model
package import Rendering

/// The list of months of one kind of record.
package struct MonthListRow: Viewable {
  let month: Month?
  let count: Int
  let path: String

  package static let shape = Shape<MonthListRow> {
    $0.word("title", "The month.") { $0.month?.title ?? "without a date" }
    $0.word("month", "The month; null for records without a time.", rule: .month) {
      $0.month?.iso
    }
    $0.integer("count", "Records.") { $0.count }
    $0.link("path", "Its page.") { $0.path }
  }
}
