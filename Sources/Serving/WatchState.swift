import Synchronization

/// How the last rebuild ended.
package enum RebuildResult: Equatable, Sendable {
  case built
  /// Each message as it is printed: `file:line:column: error: ...`, the source line and a caret.
  case failed([String])
}

/// What the watcher tells the pages: the last failure, and when to load anew.
package final class WatchState: Sendable {
  private struct State {
    var number = 0
    var failures: [String] = []
  }

  private let state = Mutex(State())
  /// Tells this run of the server from the one before.
  private let run: String
  private let reloads: Bool

  /// - Parameter reloads: whether open pages load anew after a rebuild.
  package init(run: UInt64 = .random(in: 0...(.max)), reloads: Bool = true) {
    self.reloads = reloads
    self.run = String(run, radix: 36)
  }

  package func finished(_ result: RebuildResult) {
    state.withLock {
      $0.number += 1
      if case .failed(let messages) = result { $0.failures = messages } else { $0.failures = [] }
    }
  }

  /// How things stand now.
  var view: WatchView {
    let state = state.withLock { $0 }
    return WatchView(buildID: "\(run).\(state.number)", failures: state.failures, reloads: reloads)
  }
}
