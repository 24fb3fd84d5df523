import Foundation
import Glibc

/// An HTTP client that sends just what it is given, so that nothing tidies an address first.
package struct Wire: Sendable {
  package let port: UInt16

  package init(port: UInt16) {
    self.port = port
  }

  /// What came back.
  package struct Reply: Sendable {
    package let status: Int
    /// By lower-case names.
    package let headers: [String: String]
    package let body: [UInt8]

    package var text: String { String(decoding: body, as: UTF8.self) }
  }

  package func get(_ target: String, _ headers: [String: String] = [:]) async throws -> Reply {
    try await ask("GET", target, headers)
  }

  /// One request on a connection of its own; the answer ends where the connection ends.
  package func ask(
    _ method: String, _ target: String, _ headers: [String: String] = [:], body: String = ""
  ) async throws -> Reply {
    var request = "\(method) \(target) HTTP/1.1\r\nConnection: close\r\n"
    for (name, value) in headers.merging(["Host": "localhost"], uniquingKeysWith: { a, _ in a })
      .sorted(by: { $0.key < $1.key })
    {
      request += "\(name): \(value)\r\n"
    }
    if !body.isEmpty { request += "Content-Length: \(body.utf8.count)\r\n" }
    request += "\r\n" + body
    return try await send(Array(request.utf8))
  }

  /// The server's work is done by the threads that run tests: waiting for it needs one of its own.
  package func send(_ bytes: [UInt8]) async throws -> Reply {
    let result = await withCheckedContinuation { continuation in
      Thread.detachNewThread {
        continuation.resume(returning: Result { try exchange(bytes) })
      }
    }
    return try result.get()
  }

  /// Asks, and goes away without reading the answer.
  package func hangUp(after request: String) throws {
    let socket = try connected()
    _ = Glibc.send(socket, request, request.utf8.count, Int32(MSG_NOSIGNAL))
    close(socket)
  }

  private func connected() throws -> Int32 {
    let socket = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var address = Wire.address(port: port)
    let code = withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(socket, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    guard code == 0 else {
      close(socket)
      throw WebProblem("no connection")
    }
    return socket
  }

  private func exchange(_ request: [UInt8]) throws -> Reply {
    let socket = try connected()
    defer { close(socket) }
    var limit = timeval(tv_sec: 120, tv_usec: 0)
    setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
    guard Glibc.send(socket, request, request.count, Int32(MSG_NOSIGNAL)) == request.count
    else { throw WebProblem("nothing sent") }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 65_536)
    while case let count = recv(socket, &chunk, chunk.count, 0), count > 0 {
      bytes += chunk[..<count]
    }
    return try Wire.reply(bytes)
  }

  private static func reply(_ bytes: [UInt8]) throws -> Reply {
    let end = bytes.indices.first { bytes[$0...].starts(with: [13, 10, 13, 10]) }
    guard let end else { throw WebProblem("no answer, but \(bytes.count) bytes") }
    let lines = String(decoding: bytes[..<end], as: UTF8.self).split(separator: "\r\n")
    let status = lines.first?.split(separator: " ").dropFirst().first.flatMap { Int($0) }
    guard let status else { throw WebProblem("no status") }
    var headers: [String: String] = [:]
    for line in lines.dropFirst() {
      let parts = line.split(separator: ":", maxSplits: 1)
      headers[parts[0].lowercased()] = parts.last.map { String($0.drop { $0 == " " }) } ?? ""
    }
    return Reply(status: status, headers: headers, body: Array(bytes[(end + 4)...]))
  }

  private static func address(port: UInt16) -> sockaddr_in {
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    return address
  }

  /// A port that nobody listens on just now.
  package static func freePort() throws -> UInt16 {
    let socket = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(socket) }
    var address = Wire.address(port: 0)
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let isBound = withUnsafeMutablePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(socket, $0, length) == 0 && getsockname(socket, $0, &length) == 0
      }
    }
    guard isBound else { throw WebProblem("no free port") }
    return UInt16(bigEndian: address.sin_port)
  }
}

/// What makes a test impossible.
package struct WebProblem: Error, CustomStringConvertible {
  package let description: String

  init(_ description: String) {
    self.description = description
  }
}
