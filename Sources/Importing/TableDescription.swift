import Foundation

/// A table or view of a database, as far as one can tell by looking at its beginning.
package struct TableDescription: Sendable, Equatable {
  package enum Kind: String, Sendable {
    case table, view
  }

  /// A column, and what its first cells hold.
  package struct Column: Sendable, Equatable {
    package let name: String
    /// As it was declared; may be empty.
    package let declaredType: String
    /// `null`, `integer`, `real`, `text`, `blob`: those that were met, with how many cells had them.
    package let observed: [ObservedType]
  }

  package struct ObservedType: Sendable, Equatable {
    package let type: String
    package let count: Int
  }

  package let name: String
  package let kind: Kind
  package let columns: [Column]
  /// Nil if counting took too long.
  package let rowCount: Int?
  /// Rows that `observed` is about, at most `TableDescription.sampleSize`.
  package let sampledRows: Int
  /// Why it cannot be read to the end of the sample, if it cannot.
  package let problem: String?

  package static let sampleSize = 1000
}

/// The tables and views of an SQLite source, in the order of their names; virtual tables, their shadows
/// and SQLite's own tables are left out.
///
/// - Parameter timeLimit: seconds that SQLite may take for each look at a table or view.
/// Throws `SourceFailure`, also if the source is no database.
package func describeDatabase(
  _ source: Source, timeLimit: Double = 5
) throws -> [TableDescription] {
  let connection = try openDatabase(source)
  let limit = UInt64(max(0, min(timeLimit, 1e9)) * 1e9)
  do throws(SQLiteFailure) {
    return try SQLiteCatalog(connection).entries.map { entry throws(SQLiteFailure) in
      try TableDescription(entry, in: connection, limit: limit)
    }
  } catch {
    throw SourceFailure.database(source.path, error)
  }
}

/// Opens an SQLite source, also a compressed one or standard input.
private func openDatabase(_ source: Source) throws -> SQLiteConnection {
  let file = try FileByteSource(source)
  let front = try file.readPrefix(ContentMagic.sqlite.count)
  let bytes = PrefixedByteSource(prefix: front, rest: file)
  let snapshot: SQLiteSnapshot
  if front.starts(with: GzipByteSource.magic) {
    snapshot = try SQLiteSnapshot(
      spooling: GzipByteSource(bytes, path: source.path), path: source.path)
  } else if source.isStandardInput {
    snapshot = try SQLiteSnapshot(spooling: bytes, path: source.path)
  } else {
    snapshot = try SQLiteSnapshot(ofFile: source.path)
  }
  let stored = try FileByteSource(Source(path: snapshot.path)).readPrefix(front.count)
  guard stored == ContentMagic.sqlite else {
    throw SourceFailure(
      .unreadable, code: "not-a-database", path: source.path, "not an SQLite database")
  }
  return try SQLiteConnection(checking: snapshot, path: source.path)
}

extension TableDescription {
  fileprivate init(
    _ entry: SQLiteCatalog.Entry, in connection: SQLiteConnection, limit: UInt64
  ) throws(SQLiteFailure) {
    name = entry.name
    kind = entry.isView ? .view : .table
    var sample = Sample()
    var problem: String?
    do throws(SQLiteFailure) {
      try sample.take(SQLiteSelection(entry, kind: nil).sql, in: connection, limit: limit)
    } catch {
      if error.cause == .damage { throw error }
      problem = error.cause == .timeout ? "it takes too long" : error.message
    }
    var declared: [SQLiteCatalog.Column] = []
    do throws(SQLiteFailure) {
      declared = try SQLiteCatalog.columns(of: entry, in: connection)
    } catch {
      problem = problem ?? error.message
    }
    columns = declared.enumerated().map { index, column in
      Column(
        name: column.name, declaredType: column.declaredType,
        observed: index < sample.counts.count ? sample.counts[index].observed : [])
    }
    sampledRows = sample.rows
    rowCount =
      problem == nil
      ? TableDescription.count(entry, in: connection, limit: limit) : nil
    self.problem = problem
  }

  /// The number of rows; nil if it cannot be told in time.
  private static func count(
    _ entry: SQLiteCatalog.Entry, in connection: SQLiteConnection, limit: UInt64
  ) -> Int? {
    do throws(SQLiteFailure) {
      let name = SQLiteCatalog.identifier(entry.name)
      let count = try connection.prepare("SELECT count(*) FROM main.\(name)")
      count.limit = .inAll(limit)
      guard try count.step(), case .integer(let number) = count.cell(0) else { return nil }
      return Int(number)
    } catch {
      return nil
    }
  }

  /// How many cells of a column have each type.
  private struct TypeCounts {
    private static let names = ["null", "integer", "real", "text", "blob"]
    private var counts = [0, 0, 0, 0, 0]

    mutating func add(_ cell: SQLiteStatement.Cell) {
      switch cell {
      case .null: counts[0] += 1
      case .integer: counts[1] += 1
      case .real: counts[2] += 1
      case .text: counts[3] += 1
      case .blob: counts[4] += 1
      }
    }

    var observed: [ObservedType] {
      zip(TypeCounts.names, counts).filter { $0.1 > 0 }.map {
        ObservedType(type: $0.0, count: $0.1)
      }
    }
  }

  private struct Sample {
    var counts: [TypeCounts] = []
    var rows = 0

    mutating func take(
      _ sql: String, in connection: SQLiteConnection, limit: UInt64
    ) throws(SQLiteFailure) {
      let statement = try connection.prepare(sql + " LIMIT \(TableDescription.sampleSize)")
      statement.limit = .inAll(limit)
      counts = statement.columnNames.map { _ in TypeCounts() }
      while try statement.step() {
        rows += 1
        for index in counts.indices { counts[index].add(statement.cell(index)) }
      }
    }
  }
}
