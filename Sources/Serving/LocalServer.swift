import FlyingFox
import FlyingSocks
import Foundation
import Glibc

/// Serves on the loopback addresses, IPv4 and, where there is one, IPv6, and on nothing else.
package actor LocalServer {
  private let handler: SiteHandler
  private var running: [HTTPServer] = []

  /// `now` is the time in seconds since 1970, for the Date header.
  package init(_ responder: Responder, now: @escaping @Sendable () -> Int = { time(nil) }) {
    handler = SiteHandler(responder: responder, now: now)
  }

  /// Listens, and gives back the port. Answers until `stop`.
  package func start(_ choice: PortChoice) async throws(ServeError) -> UInt16 {
    let ports: ClosedRange<UInt16> =
      switch choice {
      case .exactly(let port): port...port
      case .from(let port): port...(port > .max - 20 ? .max : port + 20)
      }
    for port in ports {
      if try await listen(on: port) { return port }
    }
    throw .portsTaken(ports)
  }

  package func stop() async {
    let servers = running
    running = []
    await withTaskGroup { group in
      for server in servers { group.addTask { await server.stop(timeout: 0.2) } }
    }
  }

  /// False if the port is taken for one of the addresses: `localhost` may mean either.
  private func listen(on port: UInt16) async throws(ServeError) -> Bool {
    guard let address = try? sockaddr_in.inet(ip4: "127.0.0.1", port: port) else { return false }
    do {
      try await run(await server(at: address))
      try await run(await server(at: sockaddr_in6.loopback(port: port)))
      return true
    } catch SocketError.failed(_, EADDRINUSE, _) {
      await stop()
      return false
    } catch SocketError.failed(_, EADDRNOTAVAIL, _) where running.count == 1 {
      return true
    } catch SocketError.failed(_, EAFNOSUPPORT, _) where running.count == 1 {
      return true
    } catch {
      await stop()
      throw .cannotListen(port: port, reason: error.localizedDescription)
    }
  }

  /// On a machine with other work, a late answer is better than an error.
  private static let patienceSeconds = 120.0

  private func server(at address: some SocketAddress) async -> HTTPServer {
    let server = HTTPServer(
      address: address, timeout: LocalServer.patienceSeconds,
      pool: PromptPool(HTTPServer.defaultPool()), logger: .disabled)
    // The library finds no route for a method that it isn't told, and answers 404.
    let methods = HTTPMethod.allMethods.union(LocalServer.otherMethods.map { HTTPMethod($0) })
    await server.appendRoute(HTTPRoute(methods: methods, path: "*"), to: handler)
    return server
  }

  /// IANA's other registered methods, and one that caches know.
  private static let otherMethods = [
    "ACL", "BASELINE-CONTROL", "BIND", "CHECKIN", "CHECKOUT", "COPY", "LABEL", "LINK", "LOCK",
    "MERGE", "MKACTIVITY", "MKCALENDAR", "MKCOL", "MKREDIRECTREF", "MKWORKSPACE", "MOVE",
    "ORDERPATCH", "PROPFIND", "PROPPATCH", "PURGE", "QUERY", "REBIND", "REPORT", "SEARCH", "UNBIND",
    "UNCHECKOUT", "UNLINK", "UNLOCK", "UPDATE", "UPDATEREDIRECTREF", "VERSION-CONTROL",
  ]

  /// Returns when `server` listens.
  private func run(_ server: HTTPServer) async throws {
    let (outcomes, continuation) = AsyncStream.makeStream(of: Result<Void, any Error>.self)
    Task {
      do {
        try await server.run()
      } catch {
        continuation.yield(.failure(error))
      }
      continuation.finish()
    }
    let listening = Task {
      do {
        try await server.waitUntilListening(timeout: LocalServer.patienceSeconds)
        continuation.yield(.success(()))
      } catch {
        continuation.yield(.failure(error))
      }
    }
    defer { listening.cancel() }
    for await outcome in outcomes {
      try outcome.get()
      break
    }
    running.append(server)
  }
}
