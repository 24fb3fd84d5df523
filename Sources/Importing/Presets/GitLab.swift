import Model

extension Preset {
  static let gitLab = Preset("gitlab", title: "GitLab", shapes: [])
}
