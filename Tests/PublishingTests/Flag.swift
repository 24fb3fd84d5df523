import Foundation
import Synchronization

/// Tells another thread that it is time to stop.
final class Flag: Sendable {
  private let value = Atomic(false)

  var isRaised: Bool { value.load(ordering: .acquiring) }

  func raise() {
    value.store(true, ordering: .releasing)
  }
}

/// What another thread found.
final class Findings: Sendable {
  private let found = Mutex<(reads: Int, mistakes: [String])>((0, []))
  private let isEnded = DispatchSemaphore(value: 0)

  func note(_ mistake: String?) {
    found.withLock {
      $0.reads += 1
      if let mistake { $0.mistakes.append(mistake) }
    }
  }

  func end() {
    isEnded.signal()
  }

  /// After the other thread's end.
  func wait() -> (reads: Int, mistakes: [String]) {
    isEnded.wait()
    return found.withLock { $0 }
  }
}
