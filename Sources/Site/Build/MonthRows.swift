import Model
import Rendering

/// Cuts a month's rows, which come oldest first, into full parts and a rest.
struct MonthRows<Row: Viewable> {
  let month: Month?
  let earlier: Month?
  let later: Month?
  private(set) var total = 0
  private var pending: [Row] = []
  private var fullParts = 0

  init(month: Month?, earlier: Month?, later: Month?) {
    self.month = month
    self.earlier = earlier
    self.later = later
  }

  /// Adds a row. Returns a part that can be written, as soon as one row more than it holds is there:
  /// the month's own page is never empty.
  mutating func add(_ row: Row) -> MonthPage<Row>? {
    total += 1
    var full: MonthPage<Row>?
    if pending.count == MonthPage<Row>.rowLimit {
      fullParts += 1
      full = page(part: fullParts)
      pending.removeAll(keepingCapacity: true)
    }
    pending.append(row)
    return full
  }

  /// The month's own page, with its newest rows.
  func finish() -> MonthPage<Row> { page(part: nil) }

  private func page(part: Int?) -> MonthPage<Row> {
    // A full part names no other month: which ones have records may change.
    MonthPage(
      month: month, part: part, fullParts: fullParts, total: total, rows: pending.reversed(),
      earlier: part == nil ? earlier : nil, later: part == nil ? later : nil)
  }
}
