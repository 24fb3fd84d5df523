import Archiving
import Foundation
import Metrics
import Model
import Site

/// The forgetting of records.
struct ForgetRun {
  let query: QueryArchive
  /// Why.
  let note: String
  let isDry: Bool
  let console: Console

  /// - Parameter words: a kind, then ids.
  func forget(named words: [String]) throws {
    guard let kind = words.first.flatMap({ RecordKind(argument: $0) }), words.count > 1 else {
      throw Failure(
        .usage, "which? Name job, deployment, commit or incident, and the ids of such records")
    }
    let ids = words.dropFirst().map { Text($0) }
    try query.read { reader in
      for id in ids where try !reader.isStored(kind, id) {
        if try reader.isRemoved(kind, id) {
          throw Failure(.noInput, "the \(kind.word) '\(id)' is forgotten already")
        }
        throw try UnknownID.failure(kind, id, reader)
      }
      guard kind == .job else { return }
      for id in ids {
        let count = try reader.namingCount(ofJob: id)
        if count > 0 {
          console.warning(
            "\(count) deployment\(count == 1 ? "" : "s") still name\(count == 1 ? "s" : "") the job "
              + "'\(id)'; they stay")
        }
      }
    }
    try remove(kind, ids, .forgotten)
    try finish()
  }

  /// Forgets what is older than a day.
  func forget(before day: LocalDay, _ kinds: [RecordKind]) throws {
    let time = query.zone.start(of: day)
    let old = try query.read { reader in
      try kinds.map { (kind: $0, records: try reader.records($0, before: time)) }
    }
    for (kind, records) in old {
      try remove(kind, records.ids, .retention)
      if records.kept > 0 {
        console.note(
          "\(records.kept) \(records.kept == 1 ? kind.word : kind.plural) as old stay: live, or named "
            + "by deployments that stay")
      }
    }
    try finish()
  }

  private func remove(
    _ kind: RecordKind, _ ids: [Text], _ reason: Removal.Reason
  ) throws {
    guard !ids.isEmpty else { return }
    var count = ids.count
    if !isDry {
      let date = query.options.date.today
      count = try query.archive.forget(kind, ids, zone: query.zone) { id in
        Removal(kind: kind, id: id, reason: reason, date: date, note: note)
      }
    }
    if !console.isQuiet { for id in ids { print("\(kind.word) \(Console.oneLine(id.string))") } }
    console.note(
      "\(count) \(count == 1 ? kind.word : kind.plural) \(isDry ? "would be " : "")forgotten")
  }

  private func finish() throws {
    guard !isDry else { return }
    try query.archive.refresh(zone: query.zone, derive: deriveService)
  }
}
