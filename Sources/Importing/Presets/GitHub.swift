import Model

extension Preset {
  static let gitHub = Preset("github", title: "GitHub", shapes: [])
}
