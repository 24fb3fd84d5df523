import Model
import Publishing

/// What a dry run says that a build would change.
enum DryRunPlan {
  /// The counts, then the paths: `+` new, `~` changed, `-` removed.
  static func print(_ result: PublishResult, _ counts: String) {
    Swift.print("\(counts), \(Budgets.words(result.bytesOfChanges)) to write")
    for path in result.changedPaths {
      Swift.print("  \(result.addedPaths.contains(path) ? "+" : "~") \(path)")
    }
    more(result.added + result.changed - result.changedPaths.count, "to write")
    for path in result.removedPaths { Swift.print("  - \(path)") }
    more(result.removed - result.removedPaths.count, "to remove")
  }

  private static func more(_ count: Int, _ words: String) {
    if count > 0 { Swift.print("  \(count) more \(words)") }
  }

  static func printJSON(_ result: PublishResult) {
    var w = JSONObjectWriter(into: ByteBuffer())
    w.member("added", Int64(result.added))
    w.member("changed", Int64(result.changed))
    w.member("unchanged", Int64(result.unchanged))
    w.member("removed", Int64(result.removed))
    w.member("bytes_to_write", Int64(result.bytesOfChanges))
    w.name("paths")
    let changes =
      result.changedPaths.map { ($0, result.addedPaths.contains($0) ? "added" : "changed") }
      + result.removedPaths.map { ($0, "removed") }
    w.buffer.append(jsonObjects: changes) { change, w in
      w.member("path", word: change.0)
      w.member("change", word: change.1)
    }
    Swift.print(w.finish().string)
  }
}
