import GRDB
package import Model

extension ArchiveReader {
  /// What the archive would show of an id if these events were recorded, too, and what the last of
  /// them would do; nil without a record of the id. For those who may not write now.
  package func preview(
    _ events: [LifecycleEvent], of kind: RecordKind, _ id: Text
  ) throws -> Applied<Model.Record>? {
    func fold<Rows: RecordRows>(_ rows: Rows) throws -> Applied<Model.Record>? {
      let row = try RecordTable(database, rows).row(of: id)
      var base = try VersionTable(database, rows).best(of: id)?.value
      if let row, row.version != nil, base.map({ !rows.loses(row.value, to: $0) }) ?? true {
        base = row.value
      }
      let stored = try EventTable(database, rows).events(of: id).map(\.event)
      let folded = rows.fold(base, stored + events)
      guard let value = folded.value, let effect = folded.effects.last else { return nil }
      return Applied(record: rows.record(value), effect: effect)
    }
    return switch kind {
    case .job: try fold(JobRows(names))
    case .deployment: try fold(DeploymentRows(names))
    case .commit, .incident: nil
    }
  }
}
