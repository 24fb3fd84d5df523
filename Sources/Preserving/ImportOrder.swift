import Archiving
import Model

/// Imports by where they stand among those of their source, so that a bag names none by a number that
/// hangs on what else was imported.
struct ImportOrder {
  /// By the import's number.
  private var references: [Int: ImportReference] = [:]
  /// Which reading of its source a chain is, from 1.
  private var readings: [Int: Int] = [:]
  private var ordinals: [String: Int] = [:]
  private var readingCounts: [String: Int] = [:]
  /// The paths of sources as they are published; no two are the same.
  private var shownPaths: [String: String] = [:]
  private var taken: Set<String> = []

  /// Takes in a source; all come by their paths.
  mutating func add(source path: String, shown: String) {
    var unique = shown
    var count = 1
    while !taken.insert(unique).inserted {
      count += 1
      unique = "\(shown)~\(count)"
    }
    shownPaths[path] = unique
  }

  /// Takes in an import; those of one source come in their order.
  mutating func add(_ known: PreservedImport) {
    let ordinal = (ordinals[known.path] ?? 0) + 1
    ordinals[known.path] = ordinal
    references[known.number] = ImportReference(
      source: shownPath(known.path), ordinal: ordinal)
    if readings[known.chain] == nil {
      let reading = (readingCounts[known.path] ?? 0) + 1
      readingCounts[known.path] = reading
      readings[known.chain] = reading
    }
  }

  func shownPath(_ path: String) -> String { shownPaths[path] ?? path }

  /// Nil for an import that is not known any more.
  func reference(_ number: Int) -> ImportReference? { references[number] }

  func reading(ofChain chain: Int) -> Int { readings[chain] ?? 1 }
}
