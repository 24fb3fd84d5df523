import Model

/// How far a deployment came, whatever its system calls it.
enum DeploymentCourse {
  case waiting, underWay, done, failed
}

/// Where a deployment goes: an environment's name as its system writes it.
struct DeploymentPlace {
  let name: String?
  let kind: EnvironmentClasses.Kind
  /// Where the name stands, for remarks.
  let node: JSONNode?

  init(_ node: JSONNode?, _ context: MappingContext) {
    self.init(name: node?.text, at: node, context)
  }

  init(name: String?, at node: JSONNode?, _ context: MappingContext) {
    self.name = name
    self.node = node
    kind = name.map { context.environments.kind(of: $0) } ?? .unknown
  }

  init(name: String?, kind: EnvironmentClasses.Kind, at node: JSONNode?) {
    self.name = name
    self.kind = kind
    self.node = node
  }

  /// Whether the user said what the environment is, and not what names usually mean.
  var isUsersWord: Bool { kind != EnvironmentClasses.standard.kind(of: name ?? "") }
}

extension Draft {
  /// Sets service_name: what the user named, else the first of these that says something.
  mutating func setService(_ context: MappingContext, _ names: JSONNode?...) {
    if let service = context.service {
      set(.serviceName, text: service)
    } else if let name = names.lazy.compactMap({ $0 }).first(where: { $0.text != nil }) {
      set(.serviceName, name)
    }
  }

  /// Reads how far a deployment came, and sets source_status. A word that is in no table is noted,
  /// and means that nothing is known to have happened yet.
  mutating func course(
    _ word: JSONNode?, _ words: [String: DeploymentCourse]
  ) -> DeploymentCourse {
    guard let word, let text = word.text else { return .waiting }
    take(word)
    set(.sourceStatus, text: text, from: word)
    if let course = words[text.asciiLowercased] { return course }
    noteUnknown(text, at: word, keptAs: "pending")
    return .waiting
  }

  /// Sets the environment, the status and, for a deployment that arrived, the flag and time of the
  /// environment. One that arrived where nobody knows what it is counts as staged, never as live.
  mutating func set(_ course: DeploymentCourse, in place: DeploymentPlace, at time: JSONNode?) {
    set(.environment, text: place.name ?? "unspecified", from: place.node)
    switch course {
    case .waiting: set(.status, text: DeploymentStatus.pending.word)
    case .underWay: set(.status, text: DeploymentStatus.staging.word)
    case .failed: set(.status, text: DeploymentStatus.failed.word)
    case .done: arrive(in: place, at: time)
    }
  }

  private mutating func arrive(in place: DeploymentPlace, at time: JSONNode?) {
    land(in: place.kind, at: nil)
    switch place.kind {
    case .production: set(.productionDeployedAt, time)
    case .staging: set(.stagingDeployedAt, time)
    case .other: break
    case .unknown: noteUnknownEnvironment(place.name, at: place.node)
    }
  }

  /// Sets the flag and the time of production.
  mutating func setReachedProduction(at time: JSONNode?) {
    set(.deployedToProduction, flag: true)
    set(.productionDeployedAt, time)
  }
}
