/// Where to listen.
package enum PortChoice: Equatable, Sendable {
  /// This port, or the next one of the twenty after it that is free.
  case from(UInt16)
  /// This port and no other.
  case exactly(UInt16)
}

/// Why the server does not start.
package enum ServeError: Error, Equatable, Sendable, CustomStringConvertible {
  case portsTaken(ClosedRange<UInt16>)
  case cannotListen(port: UInt16, reason: String)

  package var description: String {
    switch self {
    case .portsTaken(let ports) where ports.count == 1:
      "port \(ports.lowerBound) is taken; name another one with --port"
    case .portsTaken(let ports):
      "ports \(ports.lowerBound) to \(ports.upperBound) are taken; name another one with --port"
    case .cannotListen(let port, let reason): "cannot listen on port \(port): \(reason)"
    }
  }
}
