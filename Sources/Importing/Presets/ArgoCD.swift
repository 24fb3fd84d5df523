import Model

extension Preset {
  static let argoCD = Preset("argocd", title: "Argo CD", shapes: [])
}
