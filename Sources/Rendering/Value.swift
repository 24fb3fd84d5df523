package import Model

/// One value as a page shows it: to the template as text in a context, to the JSON twin as JSON.
///
/// The kind says where the value came from and so how it is treated; a template cannot change that.
package enum Value: Sendable {
  /// The source did not say, or there is nothing to compute from. Null in JSON, empty in HTML.
  case none
  case flag(Bool)
  case integer(Int)
  /// A computed number: `scaled` / 10^`digits`, always printed with all its digits.
  case fixed(scaled: Int, digits: Int)
  /// A recorded number; printed in the shortest form that reads back the same.
  case number(Double)
  /// Free text from a record. Cleaned, escaped and, in element content, wrapped in `<bdi>`.
  case text(Text)
  /// An identifier from a record: id, version, SHA, branch. Cleaned and escaped, never `<bdi>`.
  case id(Text)
  /// Our own words: a status, a label, a sentence with figures. Escaped, nothing else.
  case word(String)
  case time(Timestamp)
  case day(LocalDay)
  case duration(milliseconds: Int64)
  /// A page or file of this site, from its root: `services/api.html`. Relative in HTML.
  case link(String)
  /// An address from a record; only http and https ever become a link.
  case url(Text)
  case object(any Viewable)
  case list([any Viewable])
  case texts([Text])
  /// A chart or another part that Markdown cannot say; placed by `{{> chart/name}}`.
  case component(any Component)
  /// Canonical JSON: itself in the JSON twin, its text in HTML.
  case json(Text)
}

/// A part of a page that is drawn by code from typed values: a chart.
package protocol Component: Sendable {
  /// Writes the finished HTML. `context` names the page's place and zone; ids come from it too.
  func writeHTML(to buffer: inout ByteBuffer, context: inout RenderContext)

  /// Writes the same values as JSON.
  func writeJSON(to buffer: inout ByteBuffer)

  /// The shape of that JSON; nil for a component that no twin has.
  static var jsonShape: ShapeInfo? { get }
}

extension Component {
  package static var jsonShape: ShapeInfo? { nil }
}

/// What writing a value into a page needs to know about that page.
package struct RenderContext: Sendable {
  /// The way from the page up to the site's root: `` or `../` or `../../`.
  package let rootPrefix: String
  package let zone: ZoneTable
  private var lastID = 0

  package init(rootPrefix: String, zone: ZoneTable) {
    self.rootPrefix = rootPrefix
    self.zone = zone
  }

  /// A number not yet used on this page, for ids of chart titles and descriptions.
  package mutating func nextID() -> Int {
    lastID += 1
    return lastID
  }
}
