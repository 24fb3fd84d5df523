/// One incident: a stretch of time in which a service did not do what it should.
package struct Incident: Sendable, Equatable {
  package var id: Text
  package var service: Text?
  package var environment: Text?
  package var title: Text?
  package var severity: Text?
  package var startedAt: Timestamp?
  package var detectedAt: Timestamp?
  package var resolvedAt: Timestamp?
  /// The id of the deployment that caused it.
  package var causedBy: Text?
  package var url: Text?
  package var tags: [Text]
  package var metadata: Metadata

  package init(id: Text) {
    self.id = id
    tags = []
    metadata = .empty
  }

  package var isOpen: Bool { resolvedAt == nil }

  /// The latest of its times.
  package var latestTime: Timestamp? {
    [startedAt, detectedAt, resolvedAt].compactMap { $0 }.max()
  }
}
