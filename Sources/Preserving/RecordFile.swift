package import Model

/// The files of a bag that hold its records and all that is needed to restore an archive from them, one
/// JSON object a line.
package enum RecordFile: String, CaseIterable, Sendable {
  /// What is shown of each id, by the bytes of the ids.
  case jobs, deployments, commits, incidents
  /// Versions that are not shown: those that lost, and those that events changed.
  case versions
  case events
  /// What sources said they deleted.
  case tombstones
  /// Where each version and event comes from.
  case provenance
  case corrections
  case sources, imports
  /// What was left out of sources.
  case rejects
  /// Figures of past months that changed after they were published.
  case restatements
  /// The dates of the sites that were published, and what their ledgers counted.
  case publications
  /// What was removed on purpose and is not to come back, by the hash of the id.
  case removals

  package init(shown kind: RecordKind) {
    switch kind {
    case .job: self = .jobs
    case .deployment: self = .deployments
    case .commit: self = .commits
    case .incident: self = .incidents
    }
  }

  /// The kind that the file shows; nil for a file of another sort.
  package var shownKind: RecordKind? {
    RecordKind.allCases.first { RecordFile(shown: $0) == self }
  }

  /// Its path in the bag's payload.
  package var path: String {
    self == .rejects ? "rejects.ndjson" : "\(RecordFile.folder)/\(rawValue).ndjson"
  }

  /// The folder of records in the bag's payload.
  package static let folder = "records"
  /// The database with the same content, in the bag's payload.
  package static let database = "records/rollbook.sqlite"

  /// The label of `bag-info.txt` that says how many lines it has.
  package var countLabel: Text {
    Text("Rollbook-Record-Count-\(rawValue.prefix(1).uppercased())\(rawValue.dropFirst())")
  }

  /// Whether `rollbook import` reads it as a source.
  package var isSource: Bool { shownKind != nil || self == .versions || self == .events }
}
