import Model

extension Preset {
  static let circleCI = Preset("circleci", title: "CircleCI", shapes: [])
}
