import Model

extension Preset {
  static let jenkins = Preset("jenkins", title: "Jenkins", shapes: [])
}
