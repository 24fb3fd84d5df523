import Model

extension Preset {
  static let buildkite = Preset("buildkite", title: "Buildkite", shapes: [])
}
