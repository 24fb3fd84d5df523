import Archiving
import Model

/// One line of removals: a record that was removed on purpose and is not to come back.
struct RemovalLine: Decodable {
  var date: String
  var idSHA256: String
  var kind: String
  var note: String
  var reason: String

  private enum CodingKeys: String, CodingKey {
    case date, kind, note, reason
    case idSHA256 = "id_sha256"
  }

  static func json(_ removal: Removal) -> ByteBuffer {
    var w = JSONObjectWriter(into: ByteBuffer())
    w.member("date", word: removal.date.iso)
    w.member("id_sha256", word: removal.idSHA256)
    w.member("kind", word: removal.kind.word)
    w.member("note", word: removal.note)
    w.member("reason", word: removal.reason.word)
    return w.finish()
  }

  /// Nil if the line has no kind, reason or date that there can be.
  var removal: Removal? {
    guard let kind = RecordKind.allCases.first(where: { $0.word == self.kind }),
      let reason = Removal.Reason.allCases.first(where: { $0.word == self.reason }),
      let date = LocalDay(iso: date)
    else { return nil }
    return Removal(kind: kind, idSHA256: idSHA256, reason: reason, date: date, note: note)
  }
}
