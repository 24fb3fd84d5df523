import Model

/// What an entry under `fields:` sets.
enum MappingTarget: Sendable, Equatable {
  case field(Field)
  /// `deployed_at`: the time in production or in staging, by the environment.
  case deployedAt
  /// `service_name` of a record that has no such field; kept as `metadata.service`.
  case service
  /// `metadata.NAME`.
  case metadata(String)

  static let metadataPrefix = "metadata."

  /// The target of that name for records of a kind; nil for names that mean nothing there. No kind:
  /// any field of any.
  init?(_ name: String, kind: RecordKind?) {
    if name.hasPrefix(MappingTarget.metadataPrefix) {
      self = .metadata(String(name.dropFirst(MappingTarget.metadataPrefix.count)))
      return
    }
    switch name {
    case "deployed_at" where kind == .deployment: self = .deployedAt
    case "service_name" where kind == .job || kind == .commit: self = .service
    default:
      guard
        let field = MappingTarget.fields(of: kind).first(where: { "\($0.name)" == name })
      else { return nil }
      self = .field(field)
    }
  }

  /// The field that decides the value's type, if it is one.
  var field: Field? {
    switch self {
    case .field(let field): field
    case .deployedAt: .productionDeployedAt
    case .service, .metadata: nil
    }
  }

  private static func fields(of kind: RecordKind?) -> [Field] {
    Field.allCases.filter { field in
      switch field {
      case .metadata, .serviceID, .eventType, .eventAt: false
      default: kind.map { field.isOf($0) } ?? true
      }
    }
  }

  /// All names but `metadata.NAME`.
  static func names(of kind: RecordKind?) -> [String] {
    var names = fields(of: kind).map { "\($0.name)" }
    if kind == .deployment { names.append("deployed_at") }
    if kind == .job || kind == .commit { names.append("service_name") }
    return names
  }

  /// What a record of a kind can't do without.
  static func required(of kind: RecordKind) -> [Field] {
    switch kind {
    case .job: [.jobID, .jobType]
    case .deployment: [.deploymentID, .serviceName, .version]
    case .commit: [.sha]
    case .incident: [.incidentID]
    }
  }
}
