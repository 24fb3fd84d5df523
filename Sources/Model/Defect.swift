/// Something wrong in a source, found while reading it.
package struct Defect: Sendable, Equatable {
  /// What happens to the record or line it was found in.
  package enum Effect: String, CaseIterable, Sendable {
    /// Kept, with this remark: a duplicate key, a lone surrogate, a byte order mark.
    case note
    /// Left out and put into quarantine with its raw text.
    case quarantined
    /// The source ends within it; taken up by the next run once it is whole.
    case incomplete
  }

  package var effect: Effect
  /// A short, stable word such as `syntax`, `missing-field`, `bad-time`.
  package var code: String
  /// What is wrong and what to do, in a sentence; data in it is quoted and cut.
  package var message: String
  /// The field it is about, if it is about one.
  package var field: String?
  package var position: SourcePosition
  /// The raw text, at most 4 KiB of it. Empty for notes.
  package var raw: [UInt8]

  package init(
    effect: Effect, code: String, message: String, field: String? = nil, position: SourcePosition,
    raw: [UInt8] = []
  ) {
    self.effect = effect
    self.code = code
    self.message = message
    self.field = field
    self.position = position
    self.raw = raw
  }
}

/// A place in a source. In a text file: line and column from 1 (column in bytes), offset from 0 in
/// the uncompressed bytes. In SQLite: the table's name and the row's number from 1 as `line`.
package struct SourcePosition: Sendable, Equatable {
  package var line: Int
  package var column: Int
  package var offset: Int
  package var table: String?

  package init(line: Int, column: Int, offset: Int, table: String? = nil) {
    self.line = line
    self.column = column
    self.offset = offset
    self.table = table
  }
}
