package import Model

extension Record {
  /// Whether `other`, of the same id, wins over this record: by latest time, then status rank, then
  /// canonical bytes. Content alone decides, so the order of imports never matters.
  package func loses(to other: Record) -> Bool {
    let mine = latestTime?.milliseconds ?? .min
    let theirs = other.latestTime?.milliseconds ?? .min
    if mine != theirs { return mine < theirs }
    if statusRank != other.statusRank { return statusRank < other.statusRank }
    return canonicalJSON.bytes.lexicographicallyPrecedes(other.canonicalJSON.bytes)
  }
}
