import Foundation
import Model

/// One line of rejects: what was left out of a source, and where it stood.
struct RejectLine: Decodable {
  var source: String
  var ordinal: Int
  var effect: String
  var code: String
  var message: String
  var field: String?
  var part: String?
  var line: Int
  var column: Int
  var offset: Int
  var raw: String
  var rawBase64: String?

  private enum CodingKeys: String, CodingKey {
    case source, effect, code, message, field, part, line, column, offset, raw
    case ordinal = "import"
    case rawBase64 = "raw_base64"
  }

  var reference: ImportReference { ImportReference(source: source, ordinal: ordinal) }

  static func json(_ defect: Defect, _ reference: ImportReference) -> ByteBuffer {
    var w = JSONObjectWriter(into: ByteBuffer(capacity: 512))
    w.member("code", word: defect.code)
    w.member("column", Int64(defect.position.column))
    w.member("effect", word: defect.effect.rawValue)
    w.member("field", defect.field.map { Text($0) })
    w.member("import", Int64(reference.ordinal))
    w.member("line", Int64(defect.position.line))
    w.member("message", word: defect.message)
    w.member("offset", Int64(defect.position.offset))
    w.member("part", defect.position.table.map { Text($0) })
    w.member("raw", word: String(decoding: defect.raw, as: UTF8.self))
    if String(validating: defect.raw, as: UTF8.self) == nil {
      w.member("raw_base64", word: Data(defect.raw).base64EncodedString())
    }
    w.member("source", word: reference.source)
    return w.finish()
  }

  var defect: Defect {
    let bytes = rawBase64.flatMap { Data(base64Encoded: $0) }.map { Array($0) }
    return Defect(
      effect: Defect.Effect(rawValue: effect) ?? .quarantined, code: code, message: message,
      field: field,
      position: SourcePosition(line: line, column: column, offset: offset, table: part),
      raw: bytes ?? Array(raw.utf8))
  }
}
