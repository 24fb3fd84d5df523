import Dispatch
import Glibc

/// The wish to stop: SIGINT (Ctrl-C) or SIGTERM.
package enum StopSignals {
  /// Returns at the first signal. A second one ends the process as usual.
  package static func wait() async {
    let (signals, continuation) = AsyncStream.makeStream(of: Int32.self)
    let sources = [SIGINT, SIGTERM].map { number in
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
    for await _ in signals { break }
    for source in sources { source.cancel() }
  }
}
