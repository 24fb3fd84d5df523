import Archiving
import Model

/// One line of publications: a site was published, and what its ledger counted.
struct PublicationLine: Decodable {
  var asOf: String
  var counts: [String: Int]

  private enum CodingKeys: String, CodingKey {
    case counts
    case asOf = "as_of"
  }

  static func json(_ ledger: LedgerCounts) -> ByteBuffer {
    var w = JSONObjectWriter(into: ByteBuffer())
    w.member("as_of", word: ledger.asOf.iso)
    w.name("counts")
    w.buffer.append(byte: 0x7B)
    for (i, count) in ledger.counts.sorted(by: { $0.key < $1.key }).enumerated() {
      if i > 0 { w.buffer.append(byte: 0x2C) }
      w.buffer.append(jsonString: count.key)
      w.buffer.append(byte: 0x3A)
      w.buffer.append(count.value)
    }
    w.buffer.append(byte: 0x7D)
    return w.finish()
  }

  /// Nil without a date.
  var ledger: LedgerCounts? {
    LocalDay(iso: asOf).map { LedgerCounts(asOf: $0, counts: counts) }
  }
}
