import Dispatch

/// Rebuilds when a watched file changes. One rebuild at a time; what changes during one leads to the
/// next.
package struct Watcher: Sendable {
  private let paths: @Sendable () -> [String]
  private let ignored: [String]
  private let interval: Duration
  private let rebuild: @Sendable () -> RebuildResult

  /// `paths` is asked at each look, so that a pattern may match new files; folders are watched at any
  /// depth, without `ignored`: the site itself. `rebuild` runs on a thread of its own.
  package init(
    paths: @escaping @Sendable () -> [String], ignored: [String] = [],
    interval: Duration = .milliseconds(500), rebuild: @escaping @Sendable () -> RebuildResult
  ) {
    self.paths = paths
    self.ignored = ignored
    self.interval = interval
    self.rebuild = rebuild
  }

  /// Ends when its task is cancelled, after the rebuild in progress. `buildsFirst` builds at once: what
  /// changes meanwhile is then seen.
  package func run(telling state: WatchState, buildsFirst: Bool = false) async {
    let clock = ContinuousClock()
    var built = look()
    if buildsFirst { state.finished(await rebuilt()) }
    var last = built
    var looksAtChange = 0
    while !Task.isCancelled {
      let start = clock.now
      let now = look()
      // Looking takes at most a tenth of the time.
      let pause = max(interval, (clock.now - start) * 9)
      looksAtChange = now == built ? 0 : looksAtChange + 1
      // An editor writes several files: the rebuild waits until they are quiet, but not for ever.
      if looksAtChange > 0, now == last || looksAtChange > Watcher.mostLooks {
        built = now
        looksAtChange = 0
        state.finished(await rebuilt())
      }
      last = now
      let isPending = looksAtChange > 0
      if (try? await Task.sleep(for: isPending ? pause / 2 : pause)) == nil { return }
    }
  }

  /// So often a change that goes on is looked at before it is built from.
  private static let mostLooks = 20

  private func look() -> PathStamps {
    PathStamps(paths(), ignored: ignored)
  }

  private func rebuilt() async -> RebuildResult {
    await withCheckedContinuation { continuation in
      DispatchQueue.global().async { continuation.resume(returning: rebuild()) }
    }
  }
}
