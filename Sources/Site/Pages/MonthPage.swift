import Model
package import Rendering

/// A month's records, or those without any time, in parts of at most 150 rows.
///
/// Parts are filled from the oldest record on, so a full one never changes; the page of the month
/// itself shows the newest rows and the days.
package struct MonthPage<Row: Viewable>: Sendable {
  let month: Month?
  /// From 1; nil for the month's own page.
  let part: Int?
  /// How many full parts there are beside the month's own page.
  let fullParts: Int
  let total: Int
  /// The newest first.
  let rows: [Row]
  let earlier: Month?
  let later: Month?

  /// At most this many rows stand on one page: about 70 kB of HTML.
  static var rowLimit: Int { 150 }

  /// With more parts than this, the month's own page leads to every tenth.
  private static var partLinkLimit: Int { 40 }

  var title: String {
    let name = month?.title ?? "Without a date"
    return part.map { "\(name), part \($0)" } ?? name
  }
}

extension MonthPage {
  func path(_ section: String) -> String { SitePaths.month(section, month, part: part) }

  /// The other parts of the month, the newest first. On a full part only the way to the month's own
  /// page and to the part before: more would change it every time the month grows.
  func parts(_ section: String) -> [PartLink] {
    guard fullParts > 0 || part != nil else { return [] }
    let own = PartLink(
      label: "newest", path: SitePaths.month(section, month), isCurrent: part == nil)
    func link(_ number: Int) -> PartLink {
      PartLink(
        label: Text("part \(number)"), path: SitePaths.month(section, month, part: number),
        isCurrent: number == part)
    }
    if let part { return [own, link(part)] + (part > 1 ? [link(part - 1)] : []) }
    let isMany = fullParts > MonthPage.partLinkLimit
    return [own]
      + (1...fullParts).reversed().filter { !isMany || $0 == fullParts || $0 % 10 == 0 }.map(link)
  }

  /// The month's own page says how many there are; a full part never changes, so it does not.
  private func lead(_ noun: String) -> String {
    if part != nil { return "\(rows.count) \(noun) of the month, the newest first." }
    let all = FigureText.count(total, String(noun.dropLast()))
    return total == rows.count
      ? "\(all), the newest first." : "\(all); the newest \(rows.count) are shown here."
  }

  static func addFields<P>(
    _ s: inout Shape<P>, section: String, rowsName: String, _ page: @escaping @Sendable (P) -> Self
  ) {
    s.word("title", "The month.") { page($0).title }
    s.word("month", "The month, or null for records without a time.", rule: .month) {
      page($0).month?.iso
    }
    s.integer(
      "part", "Which full part of the month, from 1; null for its newest rows.", rule: .atLeast(1)
    ) {
      page($0).part
    }
    s.integer("total", "Records in the month; only on its own page.") {
      page($0).part == nil ? page($0).total : nil
    }
    s.integer("shown", "Records on this page.") { page($0).rows.count }
    s.word("lead", "How many records, and what is shown.", inJSON: false) {
      page($0).lead(rowsName)
    }
    s.flag("has_parts", "Whether the month has several parts.", inJSON: false) {
      !page($0).parts(section).isEmpty
    }
    s.flag("has_neighbours", "Whether other months have records.", inJSON: false) {
      page($0).earlier != nil || page($0).later != nil
    }
    s.list("parts", "The month's other parts.") { page($0).parts(section) }
    s.link("earlier_path", "The month before with records.") {
      page($0).earlier.map { SitePaths.month(section, $0) }
    }
    s.word("earlier", "The month before with records.", inJSON: false) { page($0).earlier?.title }
    s.link("later_path", "The month after with records.") {
      page($0).later.map { SitePaths.month(section, $0) }
    }
    s.word("later", "The month after with records.", inJSON: false) { page($0).later?.title }
    s.list(rowsName, "The records, the newest first.") { page($0).rows }
  }
}
