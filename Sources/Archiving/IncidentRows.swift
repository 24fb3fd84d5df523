import GRDB
import Model

/// Incidents to and from rows of `incident` and `incident_version`.
struct IncidentRows: RecordRows {
  static let kind = RecordKind.incident
  static let table = "incident"
  static let idColumn = "incident_id"
  static let columns = """
    incident_id, service, environment, title, severity, started_at, detected_at, resolved_at, \
    caused_by, url, tags, metadata
    """
  static let columnCount = 12
  static let timeExpression = "coalesce(started_at, detected_at, resolved_at)"
  static let timeColumns = ["started_at", "detected_at", "resolved_at"]

  private let names: NameTable

  init(_ names: NameTable) {
    self.names = names
  }

  func id(of incident: Incident) -> Text { incident.id }

  func record(_ incident: Incident) -> Model.Record { .incident(incident) }

  func value(in record: Model.Record) -> Incident? {
    if case .incident(let incident) = record { incident } else { nil }
  }

  func time(of incident: Incident) -> Timestamp? {
    incident.startedAt ?? incident.detectedAt ?? incident.resolvedAt
  }

  func bind(_ incident: Incident, to s: BoundStatement) throws {
    s.bind(0, incident.id)
    s.bind(1, try names.number(ofOptional: incident.service))
    s.bind(2, try names.number(ofOptional: incident.environment))
    s.bind(3, incident.title)
    s.bind(4, try names.number(ofOptional: incident.severity))
    s.bind(5, incident.startedAt)
    s.bind(6, incident.detectedAt)
    s.bind(7, incident.resolvedAt)
    s.bind(8, incident.causedBy)
    s.bind(9, incident.url)
    s.bind(10, incident.tags.isEmpty ? nil : Text(TagText.json(incident.tags)))
    s.bind(11, incident.metadata.isEmpty ? nil : incident.metadata.json)
  }

  func read(_ s: BoundStatement, from start: Int = 0) throws -> Incident {
    var incident = Incident(id: s.text(start) ?? "")
    incident.service = try names.text(of: s.optionalInt(start + 1))
    incident.environment = try names.text(of: s.optionalInt(start + 2))
    incident.title = s.text(start + 3)
    incident.severity = try names.text(of: s.optionalInt(start + 4))
    incident.startedAt = s.time(start + 5)
    incident.detectedAt = s.time(start + 6)
    incident.resolvedAt = s.time(start + 7)
    incident.causedBy = s.text(start + 8)
    incident.url = s.text(start + 9)
    incident.tags = s.text(start + 10).map { TagText.texts($0) } ?? []
    incident.metadata = s.text(start + 11).map { Metadata(canonicalJSON: $0.string) } ?? .empty
    return incident
  }

  func stands(_ incident: Incident, in s: BoundStatement) throws -> Bool {
    try s.time(5) == incident.startedAt && s.time(6) == incident.detectedAt
      && s.time(7) == incident.resolvedAt && s.holds(0, incident.id)
      && s.holds(3, incident.title) && s.holds(8, incident.causedBy) && s.holds(9, incident.url)
      && names.text(of: s.optionalInt(1)) == incident.service
      && names.text(of: s.optionalInt(2)) == incident.environment
      && names.text(of: s.optionalInt(4)) == incident.severity
      && s.holds(10, tags: incident.tags) && s.holds(11, incident.metadata)
  }
}
