package import Rendering

/// A list table of a page as a CSV file.
package struct TableFile: Sendable {
  /// What the link to it says: `Services as CSV`.
  let label: String
  /// From the site's root.
  let path: String
  /// Nil where a stage of the build writes the file row by row, or another page does.
  let content: Content?

  struct Content: Sendable {
    let shape: ShapeInfo
    let rows: [any Viewable]

    var bytes: [UInt8] { CSVWriter.bytes(rows, shape: shape) }
  }

  /// A file that something else writes.
  init(_ label: String, _ path: String) {
    self.label = label
    self.path = path
    content = nil
  }

  /// A file with these rows; it has a header without any, too.
  init<Row: Viewable>(_ label: String, _ path: String, _ rows: [Row]) {
    self.label = label
    self.path = path
    content = Content(shape: Row.shape.info, rows: rows)
  }
}

extension TableFile: Viewable {
  package static let shape = Shape<TableFile> {
    $0.word("label", "What the file holds.") { $0.label }
    $0.link("path", "The file.") { $0.path }
  }
}
