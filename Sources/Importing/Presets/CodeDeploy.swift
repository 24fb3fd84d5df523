import Model

extension Preset {
  static let codeDeploy = Preset("codedeploy", title: "AWS CodeDeploy", shapes: [])
}
