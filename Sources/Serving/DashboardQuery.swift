import Model

/// The parameters of an address of the old API.
struct DashboardQuery: Equatable, Sendable {
  private(set) var status: JobStatus?
  private(set) var limit: Int?

  /// A parameter that the address does not know counts for nothing.
  init(_ target: RequestTarget, for route: DashboardRoute) throws(BadParameter) {
    if route == .jobs, let word = target.value(of: "status") {
      status = JobStatus(word: String(decoding: word, as: UTF8.self))
      if status == nil {
        let words = JobStatus.allCases.map(\.word).joined(separator: ", ")
        throw BadParameter(detail: "'status' is one of \(words)")
      }
    }
    if let greatest = route.greatestLimit, let digits = target.value(of: "limit") {
      limit = DashboardQuery.number(digits)
      guard let limit, 1...greatest ~= limit else {
        throw BadParameter(detail: "'limit' is a number from 1 to \(greatest)")
      }
    }
  }

  private static func number(_ digits: [UInt8]) -> Int? {
    guard 1...9 ~= digits.count, digits.allSatisfy({ 0x30...0x39 ~= $0 }) else { return nil }
    return digits.reduce(0) { $0 * 10 + Int($1 - 0x30) }
  }
}

/// A parameter whose value is none of its own.
struct BadParameter: Error, Equatable, Sendable {
  let detail: String
}
