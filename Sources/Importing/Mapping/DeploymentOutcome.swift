import Model

/// What status, environment and time of a mapped deployment say together.
struct DeploymentOutcome {
  /// A status that is one of ours.
  var status: DeploymentStatus?
  /// It worked; whether it is live depends on the environment.
  var isSuccess = false
  var environment: MappedValue?
  var deployedAt: MappedValue?

  /// Sets status, flags and times that the draft does not have yet.
  func apply(to draft: inout Draft, _ environments: EnvironmentClasses) {
    let place = self.place(draft, environments)
    if isSuccess { succeed(at: place, &draft) }
    switch status ?? (isSuccess ? success(at: place) : .pending) {
    case .live, .production, .rolledBack:
      let isTrusted = place == .unknown && status != .rolledBack
      if place == .production || place == nil || isTrusted { setProduction(&draft) }
    case .staged:
      if place == .staging || (place == nil && !isSuccess) { setStaging(&draft) }
    case .pending, .staging, .failed: break
    }
    if let deployedAt, !draft.has(.productionDeployedAt), !draft.has(.stagingDeployedAt),
      !draft.has(.updatedAt)
    {
      draft.set(.updatedAt, deployedAt)
    }
  }

  /// Where it went: by the environment, else by a time or flag that names one; nil if nothing says it.
  private func place(
    _ draft: Draft, _ environments: EnvironmentClasses
  ) -> EnvironmentClasses.Kind? {
    if let name = environment?.text { return environments.kind(of: name) }
    if draft.has(.productionDeployedAt) || draft.has(.deployedToProduction) { return .production }
    if draft.has(.stagingDeployedAt) || draft.has(.deployedToStaging) { return .staging }
    return nil
  }

  private func success(at place: EnvironmentClasses.Kind?) -> DeploymentStatus {
    place == .production ? .live : .staged
  }

  private func succeed(at place: EnvironmentClasses.Kind?, _ draft: inout Draft) {
    draft.set(.status, text: success(at: place).word)
    switch place {
    case .production, .staging, .other: break
    case .unknown:
      draft.noteUnknownEnvironment(environment?.text, at: environment?.node)
    case nil:
      draft.note(
        "unknown-environment",
        "nothing says which environment it went to; not counted as production; "
          + "map 'environment', or write 'environment: {const: production}'")
    }
  }

  private func setProduction(_ draft: inout Draft) {
    if !draft.has(.deployedToProduction) { draft.set(.deployedToProduction, flag: true) }
    if let deployedAt, !draft.has(.productionDeployedAt) {
      draft.set(.productionDeployedAt, deployedAt)
    }
  }

  private func setStaging(_ draft: inout Draft) {
    if !draft.has(.deployedToStaging) { draft.set(.deployedToStaging, flag: true) }
    if let deployedAt, !draft.has(.stagingDeployedAt) { draft.set(.stagingDeployedAt, deployedAt) }
  }
}
