import Dispatch
import Glibc

/// The wish to stop: SIGINT (Ctrl-C) or SIGTERM. They are caught from the moment it is made.
package struct StopSignals {
  private let signals: AsyncStream<Int32>
  private let sources: [any DispatchSourceSignal]

  package init() {
    let (signals, continuation) = AsyncStream.makeStream(of: Int32.self)
    self.signals = signals
    sources = [SIGINT, SIGTERM].map { number in
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number)
      source.setEventHandler {
        signal(number, SIG_DFL)
        continuation.yield(number)
        continuation.finish()
      }
      source.activate()
      return source
    }
  }

  /// Returns at the first signal. A second one of the same kind ends the process as usual.
  package func wait() async {
    for await _ in signals { break }
    for source in sources { source.cancel() }
  }
}
