/// What became of the records of one source.
package struct ImportCounts: Sendable, Equatable {
  /// New ids, also by an event that creates one.
  package var imported = 0
  /// Won over the stored record of the same id; events that changed a record; deletions.
  package var updated = 0
  /// The same as what is stored.
  package var duplicate = 0
  /// Lost against the stored record of the same id and kept as history; events without effect.
  package var conflict = 0

  package init() {}
}
