/// From the production time of a failed forward deployment to the next moment when a good version
/// went live in its environment; failures in a row are one.
package struct Recovery: Sendable, Equatable {
  /// Why nobody can know when a failure was over.
  package enum Unknown: UInt8, CaseIterable, Sendable {
    case time, target, timeAndTarget

    package var word: String {
      switch self {
      case .time: "rolled back at an unknown time"
      case .target: "rolled back to an unknown version"
      case .timeAndTarget: "rolled back at an unknown time to an unknown version"
      }
    }
  }

  package var environment: Text
  /// The first failed deployment.
  package var failed: Int64
  package var start: Timestamp
  /// Nil while no good version has followed.
  package var end: Timestamp?
  /// What was live at the end; nil if no record describes it.
  package var recoveredBy: Int64?
  /// Set for a failure that enters no figure of recovery.
  package var unknown: Unknown?

  package init(
    environment: Text, failed: Int64, start: Timestamp, end: Timestamp?, recoveredBy: Int64?,
    unknown: Unknown?
  ) {
    self.environment = environment
    self.failed = failed
    self.start = start
    self.end = end
    self.recoveredBy = recoveredBy
    self.unknown = unknown
  }
}
