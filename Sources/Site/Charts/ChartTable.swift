import Model
import Rendering

/// The numbers of a chart as a table: written once as HTML below the drawing and once as JSON, so
/// that the two cannot disagree.
struct ChartTable: Sendable {
  struct Column: Sendable {
    /// The member in JSON.
    let field: FieldInfo
    /// The heading; nil keeps the column out of the HTML table.
    let heading: String?
    let isNumber: Bool

    init(_ field: FieldInfo, heading: String?, isNumber: Bool = true) {
      self.field = field
      self.heading = heading
      self.isNumber = isNumber
    }
  }

  enum Cell: Sendable {
    /// There is nothing to compute from: null in JSON, a dash in HTML.
    case none
    /// The records do not cover this: null in JSON, words in HTML.
    case noData
    case flag(Bool)
    case count(Int)
    /// A share of `n`; null for `n` = 0. Below six, HTML says `1 of 3` instead of a percentage.
    case rate(k: Int, n: Int)
    case share(Double)
    case number(Double)
    case duration(Int64)
    case day(LocalDay)
    case time(Timestamp)
    /// Our own words.
    case word(String)
    /// A version, a service: text from a record, with its page if it has one.
    case data(Text, link: String?)
  }

  let columns: [Column]
  var rows: [[Cell]] = []
  /// What HTML shows in place of `rows` where these are very many, and what it says of the rest.
  var excerpt: (rows: [[Cell]], note: String)?
}

extension ChartTable {
  /// `<table>` in a region that scrolls sideways.
  func writeHTML(to buffer: inout ByteBuffer, label: String, context: RenderContext) {
    buffer.append("<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-label=\"Data: ")
    buffer.append(chartText: label)
    buffer.append("\">\n<table>\n<thead><tr>")
    for column in columns {
      guard let heading = column.heading else { continue }
      buffer.append("<th scope=\"col\"")
      if column.isNumber { buffer.append(" class=\"right\"") }
      buffer.append(">")
      buffer.append(chartText: heading)
      buffer.append("</th>")
    }
    buffer.append("</tr></thead>\n<tbody>\n")
    let excerpt = excerpt ?? withoutBeginning
    for row in excerpt?.rows ?? rows {
      buffer.append("<tr>")
      for (column, cell) in zip(columns, row) where column.heading != nil {
        buffer.append(column.isNumber ? "<td class=\"right\">" : "<td>" as StaticString)
        cell.writeHTML(to: &buffer, context: context)
        buffer.append("</td>")
      }
      buffer.append("</tr>\n")
    }
    buffer.append("</tbody>\n</table>\n</div>\n")
    guard let note = excerpt?.note else { return }
    buffer.append("<p class=\"small muted\">")
    buffer.append(chartText: note)
    buffer.append("</p>\n")
  }

  /// With more rows before the first one with data than this, HTML leaves them out.
  private static let beginningLimit = 6

  /// The rows from the first one with data on, if those before it are many.
  private var withoutBeginning: (rows: [[Cell]], note: String)? {
    let known = rows.drop { row in row.contains { if case .noData = $0 { true } else { false } } }
    let before = rows.count - known.count
    return before > ChartTable.beginningLimit
      ? (Array(known), "Rows before the first with data: \(before), not listed here.") : nil
  }

  /// An array with one object a row.
  func writeJSON(to buffer: inout ByteBuffer) {
    buffer.append("[")
    for (i, row) in rows.enumerated() {
      buffer.append(i > 0 ? ",{" : "{" as StaticString)
      for (j, (column, cell)) in zip(columns, row).enumerated() {
        buffer.append(j > 0 ? ",\"" : "\"" as StaticString)
        buffer.append(column.field.name)
        buffer.append("\":")
        cell.writeJSON(to: &buffer)
      }
      buffer.append("}")
    }
    buffer.append("]")
  }
}

extension ChartTable.Cell {
  fileprivate func writeHTML(to buffer: inout ByteBuffer, context: RenderContext) {
    switch self {
    case .none: buffer.append("<span class=\"muted\">–</span>")
    case .noData: buffer.append("<span class=\"muted\">no data</span>")
    case .flag(let isSet): buffer.append(isSet ? "yes" : "no" as StaticString)
    case .count(let value): buffer.append(ChartNumbers.grouped(value))
    case .rate(let k, let n): writeRate(k, n, to: &buffer)
    case .share(let value):
      buffer.append(ChartNumbers.percent(permille: ChartNumbers.permille(value)))
    case .number(let value): buffer.append(decimal: value, digits: 3)
    case .duration(let value): buffer.append(ChartNumbers.duration(value))
    case .day(let day):
      buffer.append("<time datetime=\"")
      buffer.append(isoDay: day)
      buffer.append("\">")
      buffer.append(ChartNumbers.day(day))
      buffer.append("</time>")
    case .time(let time):
      buffer.append("<time datetime=\"")
      buffer.append(rfc3339: time)
      buffer.append("\">")
      buffer.append(ChartNumbers.time(time, in: context.zone))
      buffer.append("</time>")
    case .word(let word): buffer.append(chartText: word)
    case .data(let text, let link): write(text, link, to: &buffer, context)
    }
  }

  private func writeRate(_ k: Int, _ n: Int, to buffer: inout ByteBuffer) {
    guard let permille = ChartNumbers.permille(k, of: n) else {
      return buffer.append("<span class=\"muted\">–</span>")
    }
    buffer.append(n < 6 ? "\(k) of \(n)" : ChartNumbers.percent(permille: permille))
  }

  private func write(
    _ text: Text, _ link: String?, to buffer: inout ByteBuffer, _ context: RenderContext
  ) {
    if let link {
      buffer.append("<a href=\"")
      buffer.append(chartText: context.rootPrefix + link)
      buffer.append("\">")
    }
    buffer.append("<bdi>")
    buffer.append(chartText: text)
    buffer.append("</bdi>")
    if link != nil { buffer.append("</a>") }
  }

  fileprivate func writeJSON(to buffer: inout ByteBuffer) {
    switch self {
    case .none, .noData: buffer.append("null")
    case .flag(let isSet): buffer.append(isSet ? "true" : "false" as StaticString)
    case .count(let value): buffer.append(value)
    case .rate(_, 0): buffer.append("null")
    case .rate(let k, let n): buffer.append(decimal: Double(k) / Double(n), digits: 6)
    case .share(let value), .number(let value): buffer.append(decimal: value, digits: 6)
    case .duration(let value): buffer.append(scaled: Int(value), digits: 3)
    case .day(let day): buffer.append(jsonString: day.iso)
    case .time(let time): buffer.append(jsonString: time.rfc3339)
    case .word(let word): buffer.append(jsonString: word)
    case .data(let text, _): buffer.append(jsonString: text)
    }
  }
}
