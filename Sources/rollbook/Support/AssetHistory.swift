/// Which assets the last builds had, so that a page opened before a change of style still finds the one
/// it was made for.
struct AssetHistory {
  /// Builds before the current one whose assets stay.
  static let earlierBuilds = 3
  /// What the manifest calls it.
  static let noteName = "assets"

  /// The paths of each build's assets, sorted; the newest build first, builds with the same assets once.
  private(set) var builds: [[String]]

  /// - Parameter note: as a build before left it in the manifest; empty for none.
  init(note: String) {
    builds = note.split(separator: "\n").map { $0.split(separator: "\t").map(String.init) }
  }

  var note: String { builds.map { $0.joined(separator: "\t") }.joined(separator: "\n") }

  mutating func begin(with assets: [String]) {
    let assets = assets.sorted()
    builds = Array(
      ([assets] + builds.filter { $0 != assets }).prefix(1 + AssetHistory.earlierBuilds))
  }

  /// The assets of earlier builds that the current one does not have; sorted.
  var earlier: [String] {
    Set(builds.dropFirst().joined()).subtracting(builds.first ?? []).sorted()
  }
}
