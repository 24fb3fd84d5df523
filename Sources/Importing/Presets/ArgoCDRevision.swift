import Model

/// What a deployment of Argo CD consists of: sources, each at a revision.
///
/// The commit of a repository with manifests often stays the same while images change, so the version
/// is that of the images where the sources name them.
struct ArgoRevision {
  private let node: JSONNode
  private let sources: [JSONNode]
  private let revisions: [String]

  /// - Parameter node: an entry of the history, a sync result or a sync operation.
  init?(_ node: JSONNode?) {
    guard let node, node.isObject else { return nil }
    self.node = node
    let several = node["sources"]?.elements ?? []
    sources = several.isEmpty ? [node["source"]].compactMap { $0 } : several
    let texts = node["revisions"]?.texts ?? []
    revisions = texts.isEmpty ? [node["revision"]?.text].compactMap { $0 } : texts
  }

  /// The source whose revision is a commit, else the first.
  var source: JSONNode? {
    guard let index = commitIndex, index < sources.count else { return sources.first }
    return sources[index]
  }

  var repository: String? { source?["repoURL"]?.text }

  var commit: String? { commitIndex.map { revisions[$0] } }

  private var commitIndex: Int? { revisions.firstIndex(where: \.isCommitHash) }

  /// Tags of images, in the order of names, else the revisions; a space between several.
  var version: String? {
    let images = unique(sources.flatMap(ArgoRevision.images))
      .sorted { ($0.name, $0.tag) < ($1.name, $1.tag) }
    let tags = unique(images.map(\.tag))
    if tags.count == 1 { return tags.first }
    if !tags.isEmpty {
      return images.map { $0.name.isEmpty ? $0.tag : "\($0.name):\($0.tag)" }
        .joined(separator: " ")
    }
    return revisions.isEmpty ? nil : unique(revisions).joined(separator: " ")
  }

  // MARK: - Images

  private struct Image: Hashable {
    let name: String
    let tag: String
  }

  private static func images(of source: JSONNode) -> [Image] {
    let helm = source["helm"]
    let parameters = helm?["parameters"]?.elements ?? []
    let set = parameters.compactMap { parameter -> Image? in
      guard let name = parameter["name"]?.text, let tag = parameter["value"]?.text,
        let part = chartPart(ofTag: name)
      else { return nil }
      return Image(name: part, tag: tag)
    }
    if !set.isEmpty { return set }
    let value = helm?["valuesObject"]?["image"]?["tag"]?.text
    if let value { return [Image(name: "", tag: value)] }
    return (source["kustomize"]?["images"]?.texts ?? []).compactMap(image)
  }

  /// `api` for `api.image.tag`, "" for `image.tag`; nil for a parameter that is no image's tag.
  private static func chartPart(ofTag parameter: String) -> String? {
    for ending in ["image.tag", "imageTag"] {
      if parameter == ending { return "" }
      if parameter.hasSuffix("." + ending) {
        return String(parameter.dropLast(ending.count + 1))
      }
    }
    return nil
  }

  /// `old=registry:5000/name:tag`, `registry/name@sha256:...`: the image and its tag or digest.
  private static func image(_ text: String) -> Image? {
    let new = text.split(separator: "=", maxSplits: 1).last.map(String.init) ?? text
    let end = new.firstIndex(of: "@") ?? new.lastPart.firstIndex(of: ":")
    guard let end else { return nil }
    let tag = String(new[new.index(after: end)...])
    return tag.isEmpty ? nil : Image(name: String(new[..<end]).lastPathPart, tag: tag)
  }

  private func unique<Value: Hashable>(_ values: [Value]) -> [Value] {
    var seen: Set<Value> = []
    return values.filter { seen.insert($0).inserted }
  }
}

extension String {
  /// What stands behind the last slash; a port's colon stands before it.
  fileprivate var lastPart: Substring {
    lastIndex(of: "/").map { self[index(after: $0)...] } ?? self[...]
  }
}
