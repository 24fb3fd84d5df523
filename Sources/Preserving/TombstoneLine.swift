import Model

/// One line of tombstones: a source said that it deleted a record.
struct TombstoneLine: Decodable {
  var kind: String
  var id: String
  var at: String
  var source: String?
  var ordinal: Int?

  private enum CodingKeys: String, CodingKey {
    case kind, id, at, source
    case ordinal = "import"
  }

  var deletion: Deletion? {
    guard let kind = RecordKind.allCases.first(where: { $0.word == self.kind }),
      let at = Timestamp(rfc3339: at)
    else { return nil }
    return Deletion(kind: kind, id: Text(id), at: at)
  }

  var reference: ImportReference? {
    guard let source, let ordinal else { return nil }
    return ImportReference(source: source, ordinal: ordinal)
  }

  static func json(_ deletion: Deletion, _ reference: ImportReference?) -> ByteBuffer {
    var w = JSONObjectWriter(into: ByteBuffer())
    w.member("at", deletion.at)
    w.member("id", deletion.id)
    w.member("import", reference.map { Int64($0.ordinal) })
    w.member("kind", word: deletion.kind.word)
    w.member("source", reference.map { Text($0.source) })
    return w.finish()
  }
}
