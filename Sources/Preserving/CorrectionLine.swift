import Model

/// One line of corrections: what a person says is right.
struct CorrectionLine: Decodable {
  var kind: String
  var subject: String
  var author: String
  var date: String
  var note: String
  var isRollback: Bool?
  var blames: String?
  var isRolledBack: Bool?
  var reason: String?
  var isDrill: Bool
  var isExcluded: Bool
  var aliasOf: String?

  private enum CodingKeys: String, CodingKey {
    case kind, subject, author, date, note, blames, reason
    case isRollback = "is_rollback"
    case isRolledBack = "is_rolled_back"
    case isDrill = "is_drill"
    case isExcluded = "is_excluded"
    case aliasOf = "alias_of"
  }

  static func json(_ correction: Correction) -> ByteBuffer {
    var w = JSONObjectWriter(into: ByteBuffer())
    w.member("alias_of", correction.aliasOf)
    w.member("author", correction.author)
    w.member("blames", correction.blames)
    w.member("date", word: correction.date.iso)
    w.member("is_drill", correction.isDrill)
    w.member("is_excluded", correction.isExcluded)
    w.member("is_rollback", correction.isRollback)
    w.member("is_rolled_back", correction.isRolledBack)
    w.member("kind", word: correction.kind.word)
    w.member("note", correction.note)
    w.member("reason", correction.reason)
    w.member("subject", correction.subject)
    return w.finish()
  }

  /// Nil if the line does not say of what it is.
  var correction: Correction? {
    guard let kind = Correction.Kind.allCases.first(where: { $0.word == self.kind }),
      let date = LocalDay(iso: date)
    else { return nil }
    var correction = Correction(
      kind, Text(subject), author: Text(author), date: date, note: Text(note))
    correction.isRollback = isRollback
    correction.blames = blames.map { Text($0) }
    correction.isRolledBack = isRolledBack
    correction.reason = reason.map { Text($0) }
    correction.isDrill = isDrill
    correction.isExcluded = isExcluded
    correction.aliasOf = aliasOf.map { Text($0) }
    return correction
  }
}
