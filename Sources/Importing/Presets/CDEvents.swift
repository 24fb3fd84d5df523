import Model

extension Preset {
  static let cdEvents = Preset("cdevents", title: "CDEvents", shapes: [])
}
