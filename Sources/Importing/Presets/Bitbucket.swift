import Model

extension Preset {
  static let bitbucket = Preset("bitbucket", title: "Bitbucket", shapes: [])
}
