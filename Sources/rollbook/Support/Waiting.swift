import Dispatch
import Synchronization

/// Runs `body` on other threads, and waits for its end; for the main thread only, which is none of those
/// that run tasks.
func waitFor<Value: Sendable>(_ body: @escaping @Sendable () async throws -> Value) throws -> Value
{
  let done = DispatchSemaphore(value: 0)
  let result = Mutex<Result<Value, any Error>?>(nil)
  Task {
    let outcome: Result<Value, any Error>
    do { outcome = .success(try await body()) } catch { outcome = .failure(error) }
    result.withLock { $0 = outcome }
    done.signal()
  }
  done.wait()
  guard let outcome = result.withLock({ $0 }) else {
    preconditionFailure("the end is told after the result is kept")
  }
  return try outcome.get()
}
