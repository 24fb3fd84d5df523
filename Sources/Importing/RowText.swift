import Foundation

/// A row of a table as the JSON text of one object.
///
/// Cells are written by the type they really have. A blob that is no field of ours is kept as base64.
struct RowText {
  private struct Column {
    let name: String
    /// `"name":`
    let prefix: [UInt8]
    let field: Field?
  }

  private let columns: [Column]
  private var parser = ParserBox()
  private(set) var bytes: [UInt8] = []
  /// As much of it as quarantine keeps.
  var front: [UInt8] { Array(bytes.prefix(ItemReporter.maximumRawSize)) }

  init(columns names: [String]) {
    let table = FieldTable()
    columns = names.map { name in
      var prefix: [UInt8] = []
      // Case means nothing in SQL, but much in JSON.
      let lower = Array(name.asciiLowercased.utf8)
      let field = lower.withUnsafeBufferPointer { table.field(named: $0) }
      RowText.append(string: field == nil ? Array(name.utf8) : lower, to: &prefix)
      return Column(name: name, prefix: prefix + [0x3A], field: field)
    }
  }

  /// Writes the current row; what cannot be said in JSON is a fault, with the rest left out.
  mutating func take(_ row: SQLiteStatement) -> FieldFault? {
    bytes.removeAll(keepingCapacity: true)
    bytes.append(0x7B)
    var fault: FieldFault?
    for (index, column) in columns.enumerated() {
      let mark = bytes.count
      if bytes.count > 1 { bytes.append(0x2C) }
      bytes += column.prefix
      do throws(FieldFault) {
        if try !append(row.cell(index), column) { bytes.removeLast(bytes.count - mark) }
      } catch {
        bytes.removeLast(bytes.count - mark)
        appendFaulty(row.cell(index), column)
        fault = fault ?? error
      }
    }
    bytes.append(0x7D)
    return fault
  }

  /// Writes a cell that is no value of its field as text, so that the reject shows what to mend.
  private mutating func appendFaulty(_ cell: SQLiteStatement.Cell, _ column: Column) {
    let text: [UInt8]
    switch cell {
    case .text(let value): text = value
    case .blob(let value): text = Array(Data(value).base64EncodedString().utf8)
    case .real(let value): text = Array(value.description.utf8)
    case .null, .integer: return
    }
    if bytes.count > 1 { bytes.append(0x2C) }
    bytes += column.prefix
    RowText.append(string: text, to: &bytes)
  }

  /// Writes a cell; false if there is nothing in it.
  private mutating func append(
    _ cell: SQLiteStatement.Cell, _ column: Column
  ) throws(FieldFault) -> Bool {
    let isJSON = column.field.map { [.tags, .metadata, .parents].contains($0) } ?? false
    switch cell {
    case .null:
      return false
    case .integer(let value) where column.field?.isBoolean == true && (value == 0 || value == 1):
      bytes += value == 1 ? Array("true".utf8) : Array("false".utf8)
    case .integer(let value):
      bytes += Array(String(value).utf8)
    case .real(let value) where value.isFinite:
      bytes += Array(value.description.utf8)
    case .real:
      throw fault("out-of-range", "is not a finite number", column)
    case .text(let text) where isJSON:
      return try append(json: text, column)
    case .blob(let bytes) where isJSON:
      return try append(jsonBlob: bytes, column)
    case .text(let text):
      RowText.append(string: text, to: &bytes)
    case .blob where column.field != nil:
      throw fault("wrong-type", "is a blob; write it as text: CAST(... AS TEXT)", column)
    case .blob(let data):
      RowText.append(string: Array(Data(data).base64EncodedString().utf8), to: &bytes)
    }
    return true
  }

  /// A blob may hold JSON text, but also what SQLite's function jsonb() makes.
  private mutating func append(
    jsonBlob data: [UInt8], _ column: Column
  ) throws(FieldFault) -> Bool {
    if RowText.isJSONB(data), parser.problem(in: data) != nil {
      throw fault(
        "jsonb", "is JSONB, SQLite's binary JSON; use a query with json(\(column.name))", column)
    }
    return try append(json: data, column)
  }

  /// Whether a blob is one JSONB array, object, null or scalar from end to end, by its header.
  /// Source: https://sqlite.org/jsonb.html, "The JSONB format".
  private static func isJSONB(_ data: [UInt8]) -> Bool {
    guard let first = data.first, first & 0x0F <= 12 else { return false }
    let sizeBytes: Int
    switch first >> 4 {
    case 12: sizeBytes = 1
    case 13: sizeBytes = 2
    case 14: sizeBytes = 4
    case 15: sizeBytes = 8
    default: return data.count == 1 + Int(first >> 4)
    }
    guard data.count > sizeBytes else { return false }
    let size = data[1...sizeBytes].reduce(0 as UInt64) { $0 << 8 | UInt64($1) }
    return size == UInt64(data.count - 1 - sizeBytes)
  }

  /// Writes the JSON text of a cell as it is, if it is exactly one value.
  private mutating func append(json text: [UInt8], _ column: Column) throws(FieldFault) -> Bool {
    if text.isEmpty { return false }
    if let problem = parser.problem(in: text) {
      throw fault("bad-json", "is not JSON text: \(problem.message)", column)
    }
    bytes += text
    return true
  }

  private func fault(_ code: String, _ message: String, _ column: Column) -> FieldFault {
    FieldFault(
      code, "column \(quoted(column.name.utf8)) \(message)", field: column.field, offset: nil)
  }

  /// Quoted and escaped; whether it is UTF-8 is seen when the text is parsed.
  private static func append(string text: [UInt8], to bytes: inout [UInt8]) {
    let digits = Array("0123456789abcdef".utf8)
    bytes.append(0x22)
    for byte in text {
      switch byte {
      case 0x22, 0x5C:
        bytes.append(0x5C)
        bytes.append(byte)
      case 0..<0x20:
        bytes += Array("\\u00".utf8)
        bytes.append(digits[Int(byte >> 4)])
        bytes.append(digits[Int(byte & 15)])
      default:
        bytes.append(byte)
      }
    }
    bytes.append(0x22)
  }
}

/// Owns a parser for cells that hold JSON.
private final class ParserBox {
  private var parser = JSONParser()

  func problem(in text: [UInt8]) -> JSONFault? {
    text.withUnsafeBufferPointer { text in
      do throws(JSONFault) { try parser.parseWhole(text) } catch { return error }
      return nil
    }
  }
}
