/// What a publication did, or with `dryRun` would do.
package struct PublishResult: Sendable, Equatable {
  package var added = 0
  package var changed = 0
  package var unchanged = 0
  package var removed = 0
  package var filesWritten = 0
  package var bytesWritten = 0
  /// Of the files added or changed, also where nothing is written.
  package var bytesOfChanges = 0
  /// How the site was published; with nothing to publish, the mode that was asked for.
  package var mode = PublishMode.auto
  /// Sentences for the user, in the order they came up.
  package var warnings: [String] = []
  /// The first of the paths added or changed, in the order they were put.
  package var changedPaths: [String] = []
  /// Those of them that are new.
  package var addedPaths: Set<String> = []
  /// The first of the paths removed, sorted.
  package var removedPaths: [String] = []

  package init() {}

  /// Whether the site differs from the one before.
  package var isChange: Bool { added + changed + removed > 0 }
}
