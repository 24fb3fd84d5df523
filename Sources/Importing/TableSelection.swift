package import Model

/// What is to be read of a database: a table, a view, or what a query gives.
package enum TableSelection: Sendable, Equatable {
  /// Without a kind, each row decides by its ids, or the mapping.
  case table(String, kind: RecordKind? = nil)
  case view(String, kind: RecordKind? = nil)
  /// One SELECT statement.
  case query(String, kind: RecordKind? = nil)

  package var kind: RecordKind? {
    switch self {
    case .table(_, let kind), .view(_, let kind), .query(_, let kind): kind
    }
  }
}
