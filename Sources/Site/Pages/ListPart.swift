import Model
package import Rendering

/// One part of a list that may be too long for one page, and the way to the others.
struct ListPart<Row: Sendable>: Sendable {
  /// What JSON and files hold: on the first part all rows of the list, on any other its own.
  let rows: [Row]
  /// What stands on the page.
  let shown: [Row]
  /// From 1.
  let number: Int
  /// Rows of the whole list.
  let total: Int
  private let ends: [(first: Text, last: Text)]

  var isFirst: Bool { number == 1 }

  /// The parts of a list, the first one first; there is always one.
  ///
  /// - Parameters:
  ///   - limit: at most so many rows stand on one page.
  ///   - name: what a part is called by, for its first and its last row; nil for their places in the list.
  static func parts(
    of rows: [Row], limit: Int, name: ((Row) -> Text)? = nil
  ) -> [ListPart] {
    let slices = stride(from: 0, to: max(rows.count, 1), by: limit).map {
      rows[$0..<min($0 + limit, rows.count)]
    }
    func end(_ i: Int) -> Text { name.map { $0(rows[i]) } ?? Text(ChartNumbers.grouped(i + 1)) }
    let ends = slices.filter { !$0.isEmpty }.map { slice in
      (first: end(slice.startIndex), last: end(slice.endIndex - 1))
    }
    return slices.enumerated().map { i, slice in
      let shown = Array(slice)
      return ListPart(
        rows: i == 0 ? rows : shown, shown: shown, number: i + 1, total: rows.count, ends: ends)
    }
  }

  /// Links to all parts; none if there is but one.
  fileprivate func links(_ path: (Int) -> String) -> [PartLink] {
    guard ends.count > 1 else { return [] }
    return ends.enumerated().map { i, end in
      PartLink(
        label: Text("\(end.first) – \(end.last)"), path: path(i + 1), isCurrent: i + 1 == number)
    }
  }
}

/// A link to a part of a list or of a month.
package struct PartLink: Viewable {
  let label: Text
  let path: String
  let isCurrent: Bool

  package static let shape = Shape<PartLink> {
    $0.text("label", "The part's name.") { $0.label }
    $0.link("path", "The part's page.") { $0.path }
    $0.flag("is_current", "Whether it is this page.") { $0.isCurrent }
  }
}

extension Shape {
  /// The fields of a page that shows one part of a list: which part it is, the rows, and the links that
  /// the template `parts` makes a row of.
  mutating func part<Row: Viewable>(
    _ name: String, _ summary: String, path: @escaping @Sendable (Root, Int) -> String,
    _ get: @escaping @Sendable (Root) -> ListPart<Row>
  ) {
    integer("part", "Which part of the list, from 1; the first one has all of it in JSON.") {
      get($0).number
    }
    list(name, summary + " On later parts those of the part.") { get($0).rows }
    list("shown_\(name)", "Those on this page.", inJSON: false) { get($0).shown }
    flag("has_parts", "Whether the list has several parts.", inJSON: false) {
      get($0).total > get($0).shown.count
    }
    list("parts", "The parts of the list, if it has several.", inJSON: false) { page in
      get(page).links { path(page, $0) }
    }
  }
}
