import Model
package import Rendering

/// Writes rows as CSV after RFC 4180: a header, lines that end in CR LF, fields in quotation marks where
/// they must be, UTF-8 without a byte order mark.
///
/// Spreadsheets take a cell that begins with `=` and the like for a formula, whoever wrote it. Text
/// that begins so gets `'` in front (CWE-1236). Numbers, times, days and flags never do: what is exempt
/// is decided by the type of a field, not by the look of its text.
package struct CSVWriter {
  private let columns: CSVColumns
  private var buffer: ByteBuffer
  private var isFirstInLine = true
  private var cell = ByteBuffer()
  /// Rows written, without the header.
  private(set) var count = 0

  /// - Parameter shape: of every row.
  package init(_ shape: ShapeInfo) {
    columns = CSVColumns(shape)
    buffer = ByteBuffer()
    for name in columns.names { write(safe: name) }
    endLine()
  }

  init<Row: Viewable>(of row: Row.Type) { self.init(Row.shape.info) }

  /// The whole file.
  package static func bytes(_ rows: [any Viewable], shape: ShapeInfo) -> [UInt8] {
    var writer = CSVWriter(shape)
    for row in rows { writer.add(row) }
    return writer.bytes
  }

  /// What was written so far.
  package var bytes: [UInt8] { buffer.bytes }

  package mutating func add(_ row: any Viewable) {
    write(columns.fields, of: row)
    endLine()
    count += 1
  }

  private mutating func endLine() {
    buffer.append("\r\n" as StaticString)
    isFirstInLine = true
  }

  private mutating func write(_ fields: [CSVColumns.Field], of row: any Viewable) {
    for field in fields {
      switch field {
      case .cell(let index): write(row.value(at: index))
      case .group(let index, let inner, let count):
        if case .object(let object) = row.value(at: index) {
          write(inner, of: object)
        } else {
          for _ in 0..<count { separate() }
        }
      }
    }
  }

  private mutating func separate() {
    if !isFirstInLine { buffer.append(byte: 0x2C) }
    isFirstInLine = false
  }

  /// A field that needs neither quotation marks nor a guard.
  private mutating func write(safe text: String) {
    separate()
    buffer.append(text)
  }

  private mutating func write(_ value: Value) {
    separate()
    switch value {
    case .none, .object, .list, .component: break
    case .flag(let flag): buffer.append(flag ? "true" as StaticString : "false")
    case .integer(let number): buffer.append(number)
    case .fixed(let scaled, let digits): buffer.append(machineFixed: scaled, digits: digits)
    case .number(let number): buffer.append(number: number)
    case .time(let time): buffer.append(rfc3339: time)
    case .day(let day): buffer.append(isoDay: day)
    case .duration(let milliseconds): buffer.append(seconds: milliseconds)
    case .text(let text), .id(let text), .json(let text): write(texts: [text])
    case .word(let word), .link(let word): write(texts: [Text(word)])
    case .url(let text): write(texts: [SafeURL.text(of: text) ?? text])
    case .texts(let texts): write(texts: texts)
    }
  }

  /// Texts in one field, with `; ` between them; cleaned as on pages.
  private mutating func write(texts: [Text]) {
    cell.removeAll()
    for (i, text) in texts.enumerated() {
      if i > 0 { cell.append("; " as StaticString) }
      cell.append(cleanedPlain: text)
    }
    let first = texts.first?.string.unicodeScalars.first
    let isFormula = CSVWriter.beginsFormula(first) || CSVWriter.beginsFormula(cell.firstScalar)
    if isFormula { cell.bytes.insert(0x27, at: 0) }
    guard cell.bytes.contains(where: CSVWriter.needsQuotation) else {
      return buffer.append(contentsOf: cell.bytes)
    }
    buffer.append(byte: 0x22)
    for byte in cell.bytes {
      if byte == 0x22 { buffer.append(byte: byte) }
      buffer.append(byte: byte)
    }
    buffer.append(byte: 0x22)
  }

  /// What a spreadsheet may take for the begin of a formula, or skip before it looks for one.
  private static func beginsFormula(_ scalar: Unicode.Scalar?) -> Bool {
    switch scalar?.value {
    case 0x3D, 0x2B, 0x2D, 0x40, 0x09, 0x0D, 0x0A, 0x00: true
    case 0xFF1D, 0xFF0B, 0xFF0D, 0xFF20: true
    default: false
    }
  }

  /// Besides what RFC 4180 names: what programs of some countries take for the end of a field.
  private static func needsQuotation(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x22, 0x2C, 0x0A, 0x0D, 0x3B, 0x09: true
    default: false
    }
  }
}

extension ByteBuffer {
  /// Nil if it is empty.
  fileprivate var firstScalar: Unicode.Scalar? {
    String(decoding: bytes.prefix(4), as: UTF8.self).unicodeScalars.first
  }
}
