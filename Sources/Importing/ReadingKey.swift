import Crypto
import Model

extension ReadOptions {
  /// Counts up whenever the same bytes may give other records than before, so that sources are read
  /// again after an update of the program.
  private static let importerVersion = 1

  /// Stands for everything beside a source's content that decides which records it gives. What was read
  /// under the same key need not be read again.
  package var key: String {
    let parts: [String] = [
      preset?.name ?? "", mapping?.hash ?? "", naiveZone?.name ?? "", service ?? "",
      environments.text, (recordPath ?? []).joined(separator: "\u{1F}"),
      tables.map { "\($0)" }.joined(separator: "\u{1F}"),
    ]
    guard parts.contains(where: { !$0.isEmpty }) else {
      return "importer \(ReadOptions.importerVersion)"
    }
    let digest = SHA256.hash(data: Array(parts.joined(separator: "\u{1E}").utf8))
    let hash = digest.prefix(8).hexadecimal
    let words = [preset.map { "preset \($0.name)" }, mapping.map { "mapping \($0.path)" }]
    return (["importer \(ReadOptions.importerVersion)"] + words.compactMap { $0 } + [hash])
      .joined(separator: ", ")
  }
}
