import GRDB
package import Model

extension ArchiveReader {
  /// Ids rarely differ from what was meant in more than this many places along the index.
  private static let neighbours = 200
  private static let newest = 3000

  /// The ids of a kind that `id` was most likely meant to be, the nearest first, equally near ones by
  /// their bytes; none if nothing is near. Looks at its neighbours by bytes and at the records that
  /// came last, so that the cost does not grow with the archive.
  package func nearestIDs(to id: Text, kind: RecordKind, limit: Int) throws -> [Text] {
    let (table, column) = ArchiveReader.idColumn(of: kind)
    var candidates = Set(
      try ids("FROM \(table) WHERE \(column) < ?1 ORDER BY \(column) DESC", column, id))
    candidates.formUnion(
      try ids("FROM \(table) WHERE \(column) > ?1 ORDER BY \(column)", column, id))
    let last = try BoundStatement(
      database,
      "SELECT \(column) FROM \(table) ORDER BY key DESC LIMIT \(ArchiveReader.newest)")
    while try last.step() { candidates.insert(last.text(0) ?? "") }
    candidates.remove(id)
    let near = nearestNames(to: id.string, among: candidates.sorted().map(\.string), limit: limit)
    return near.map { Text($0) }
  }

  private func ids(_ rest: String, _ column: String, _ id: Text) throws -> [Text] {
    let select = try BoundStatement(
      database, "SELECT \(column) \(rest) LIMIT \(ArchiveReader.neighbours)")
    select.bind(0, id)
    var result: [Text] = []
    while try select.step() { result.append(select.text(0) ?? "") }
    return result
  }

  /// The first id of a kind, by bytes, that begins with `prefix` and meets a condition.
  package func firstID(
    _ kind: RecordKind, prefix: Text, where condition: (Text) throws -> Bool
  ) throws -> Text? {
    let (table, column) = ArchiveReader.idColumn(of: kind)
    let select = try BoundStatement(
      database, "SELECT \(column) FROM \(table) WHERE \(column) >= ?1 ORDER BY \(column)")
    select.bind(0, prefix)
    defer { select.reset() }
    while try select.step(), let id = select.text(0) {
      guard id.string.utf8.starts(with: prefix.string.utf8) else { return nil }
      if try condition(id) { return id }
    }
    return nil
  }

  private static func idColumn(of kind: RecordKind) -> (table: String, column: String) {
    switch kind {
    case .job: (JobRows.table, JobRows.idColumn)
    case .deployment: (DeploymentRows.table, DeploymentRows.idColumn)
    case .commit: (CommitRows.table, CommitRows.idColumn)
    case .incident: (IncidentRows.table, IncidentRows.idColumn)
    }
  }
}
