import Archiving
import Model

/// One line of provenance: where a version or an event comes from.
struct ProvenanceLine: Decodable {
  var kind: String
  var id: String
  var fact: String
  /// Of its line in the file that has it.
  var sha256: String
  var source: String?
  var ordinal: Int?
  var line: Int?

  private enum CodingKeys: String, CodingKey {
    case kind, id, fact, sha256, source, line
    case ordinal = "import"
  }

  var recordKind: RecordKind? { RecordKind.allCases.first { $0.word == kind } }

  var reference: ImportReference? {
    guard let source, let ordinal else { return nil }
    return ImportReference(source: source, ordinal: ordinal)
  }

  static func json(
    _ fact: Restoration.Fact, _ kind: RecordKind, _ id: Text, sha256: String,
    _ reference: ImportReference?, line: Int?
  ) -> ByteBuffer {
    var w = JSONObjectWriter(into: ByteBuffer(capacity: 256))
    w.member("fact", word: fact == .event ? "event" : "version")
    w.member("id", id)
    w.member("import", reference.map { Int64($0.ordinal) })
    w.member("kind", word: kind.word)
    w.member("line", line.map { Int64($0) })
    w.member("sha256", word: sha256)
    w.member("source", reference.map { Text($0.source) })
    return w.finish()
  }
}
