import Model

extension Preset {
  static let azure = Preset("azure", title: "Azure DevOps", shapes: [])
}
