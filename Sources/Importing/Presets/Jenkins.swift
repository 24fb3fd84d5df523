import Model

extension Preset {
  static let jenkins = Preset(
    "jenkins", title: "Jenkins", listNames: ["builds", "allBuilds"], shapes: [JenkinsBuild.shape])
}
