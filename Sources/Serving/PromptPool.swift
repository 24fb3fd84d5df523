import FlyingSocks
import Glibc

/// A pool that sends each piece at once. A head and its body are two pieces: without TCP_NODELAY the
/// second waits up to 40 ms for the client to acknowledge the first.
struct PromptPool<Base: AsyncSocketPool>: AsyncSocketPool {
  private let base: Base

  init(_ base: Base) {
    self.base = base
  }

  func prepare() async throws {
    try await base.prepare()
  }

  func run() async throws {
    try await base.run()
  }

  func suspendSocket(_ socket: Socket, untilReadyFor events: Socket.Events) async throws {
    // A listening socket hands the option down to those that it accepts (Linux, tcp(7)).
    if events == .connection {
      var isOn: Int32 = 1
      _ = setsockopt(
        socket.file.rawValue, Int32(IPPROTO_TCP), TCP_NODELAY, &isOn,
        socklen_t(MemoryLayout<Int32>.size))
    }
    try await base.suspendSocket(socket, untilReadyFor: events)
  }
}
