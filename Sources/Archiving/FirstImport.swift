import Model

/// Tells new ids from known ones while an archive is filled for the first time and has no indexes
/// yet: hashes of the ids seen, 8 bytes each, up to a limit.
struct FirstImport {
  enum Sighting {
    /// No record with this id came before.
    case new
    /// One with this id, or one whose id has the same hash, came before.
    case perhapsKnown
    /// More ids than are kept: the indexes take over.
    case full
  }

  /// Records that must be compared with stored ones, once there is an index to find those.
  var postponed: [(record: Record, line: Int?)] = []
  private var hashes: Set<UInt64> = []
  private static let limit = 2_000_000
  private static let postponedLimit = 10_000

  mutating func see(_ record: Record) -> Sighting {
    guard hashes.count < FirstImport.limit, postponed.count < FirstImport.postponedLimit else {
      return .full
    }
    return hashes.insert(FirstImport.hash(record)).inserted ? .new : .perhapsKnown
  }

  /// FNV-1a, 64 bits, over the kind and the id's bytes.
  /// Source: draft-eastlake-fnv, "The FNV Non-Cryptographic Hash Algorithm".
  private static func hash(_ record: Record) -> UInt64 {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    func mix(_ byte: UInt8) {
      hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01b3
    }
    mix(record.kind.rawValue)
    for byte in record.id.string.utf8 { mix(byte) }
    return hash
  }
}
