import Foundation
import Model

/// The lines of a file of records, each with the kind and id that it is about. They must be sorted by
/// these.
final class KeyedLines {
  /// A line, and what it is about.
  struct Line {
    let kind: RecordKind
    let id: Text
    /// Whether it is of an id that may still change: an open record.
    let isOpen: Bool
    let bytes: [UInt8]

    func isBefore(_ kind: RecordKind, _ id: Text) -> Bool {
      (self.kind.rawValue, self.id) < (kind.rawValue, id)
    }
  }

  private struct Key: Decodable {
    var kind: String?
    var id: String?
    var deploymentID: String?
    var jobID: String?
    var incidentID: String?
    var sha: String?
    var status: String?
    var resolvedAt: String?

    enum CodingKeys: String, CodingKey {
      case kind, id, sha, status
      case deploymentID = "deployment_id"
      case jobID = "job_id"
      case incidentID = "incident_id"
      case resolvedAt = "resolved_at"
    }
  }

  private let path: String
  private let lines: LineReading
  private let decoder = JSONDecoder()
  /// The next line; nil after the last one.
  private(set) var next: Line?

  init(path: String) throws {
    self.path = path
    lines = try LineReading(path: path)
    next = try read()
  }

  func advance() throws {
    guard let last = next else { return }
    next = try read()
    guard let next, next.isBefore(last.kind, last.id) else { return }
    throw PreservingError(
      kind: .content, description: "\(path):\(lines.number): is not sorted by kind and id")
  }

  /// Hands out the lines about one id, and passes over those before it.
  func take(_ kind: RecordKind, _ id: Text) throws -> [Line] {
    while let line = next, line.isBefore(kind, id) { try advance() }
    var result: [Line] = []
    while let line = next, line.kind == kind, line.id == id {
      result.append(line)
      try advance()
    }
    return result
  }

  private func read() throws -> Line? {
    guard let bytes = try lines.next() else { return nil }
    let key: Key = try lines.decode(bytes, decoder)
    guard let (kind, id) = KeyedLines.subject(key) else {
      throw PreservingError(
        kind: .content, description: "\(path):\(lines.number): does not say what it is about")
    }
    return Line(
      kind: kind, id: Text(id), isOpen: KeyedLines.isOpen(key, kind), bytes: bytes)
  }

  private static func subject(_ key: Key) -> (RecordKind, String)? {
    if let word = key.kind, let id = key.id {
      return RecordKind.allCases.first { $0.word == word }.map { ($0, id) }
    }
    if let id = key.deploymentID { return (.deployment, id) }
    if let id = key.jobID { return (.job, id) }
    if let id = key.incidentID { return (.incident, id) }
    return key.sha.map { (.commit, $0) }
  }

  private static func isOpen(_ key: Key, _ kind: RecordKind) -> Bool {
    switch kind {
    case .job: key.status.flatMap { JobStatus(word: $0) }.map { !$0.isTerminal } ?? true
    case .deployment:
      [.pending, .staging, .staged].contains(key.status.flatMap { DeploymentStatus(word: $0) })
    case .commit: false
    case .incident: key.resolvedAt == nil
    }
  }
}
