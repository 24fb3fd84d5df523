import Archiving
import Model

/// What is known of an id: records, deletions, events that wait, and lines that were left out.
struct Whereabouts {
  /// One line each; empty if nothing at all is known.
  private(set) var lines: [String] = []

  init(of id: Text, _ reader: ArchiveReader) throws {
    for kind in RecordKind.allCases {
      if try reader.record(kind, id) != nil {
        let deleted = try reader.isDeletedAtSource(kind, id) ? "; its source deleted it" : ""
        lines.append("the \(kind.word) '\(id)' is in the archive\(deleted)")
      } else if try reader.isDeletionKnown(kind, id) {
        lines.append(
          "the \(kind.word) '\(id)' was deleted at its source, and is not in the archive: it was "
            + "removed by --apply-deletes, or never came")
      }
      try addWaiting(kind, id, reader)
    }
    for found in try reader.quarantined(containing: id) {
      lines.append(
        "\(found.path):\(found.defect.position.place): left out: \(found.defect.code): "
          + found.defect.message)
    }
  }

  private mutating func addWaiting(
    _ kind: RecordKind, _ id: Text, _ reader: ArchiveReader
  ) throws {
    var waiting: [String] = []
    try reader.forEachEvent(kind, id) { event, effect in
      if effect == .waiting { waiting.append("\(event.type.word) of \(event.at.rfc3339)") }
    }
    guard let first = waiting.first else { return }
    let words =
      waiting.count == 1 ? "an event waits" : "\(waiting.count) events wait, the first of them"
    lines.append("\(words) for the \(kind.word) '\(id)', which nothing has created yet: \(first)")
  }
}

/// Why there is no answer about an id.
enum UnknownID {
  static func failure(_ kind: RecordKind, _ id: Text, _ reader: ArchiveReader) throws -> Failure {
    let near = try reader.nearestIDs(to: id, kind: kind, limit: 3).map(\.string)
    let known = try Whereabouts(of: id, reader).lines
    return Failure(
      .noInput, ["no \(kind.word) has the id '\(id)'\(hint(near))"] + Failure.capped(known))
  }

  static func service(_ name: Text, among known: [Text]) -> Failure {
    let near = nearestNames(to: name.string, among: known.map(\.string), limit: 3)
    return Failure(.noInput, "there is no service '\(name)'\(hint(near))")
  }

  static func agent(_ name: Text, among known: [Text]) -> Failure {
    let near = nearestNames(to: name.string, among: known.map(\.string), limit: 3)
    return Failure(.noInput, "no job says that it ran on an agent '\(name)'\(hint(near))")
  }

  private static func hint(_ near: [String]) -> String {
    let quoted = near.map { "'\($0)'" }
    switch quoted.count {
    case 0: return ""
    case 1: return "; did you mean \(quoted[0])?"
    default:
      return "; did you mean \(quoted.dropLast().joined(separator: ", ")) or \(quoted.last ?? "")?"
    }
  }
}
