import Foundation
import Importing
import Model

/// Rollbook's reader as the import uses it: every field, checked, with positions and a digest of the
/// file.
func measureOwnReader(_ path: String) throws -> Measurement {
  try Measurement {
    var items = 0
    var checksum = Checksum()
    let summary = try readSource(Source(path: path)) { item in
      guard case .record(let record, _) = item else { return }
      items += 1
      checksum.add(record.id.byteCount)
    }
    return (items, summary.byteCount, checksum.value)
  }
}

/// Foundation's decoder on the same lines, into the same fields; times are parsed by Rollbook, as
/// Foundation's own parser would take longer.
func measureFoundation(_ path: String) throws -> Measurement {
  try Measurement {
    let data = try Data(contentsOf: URL(filePath: path), options: .mappedIfSafe)
    let decoder = JSONDecoder()
    var items = 0
    var checksum = Checksum()
    var start = data.startIndex
    while let end = data[start...].firstIndex(of: 0x0A) {
      let record = try decoder.decode(DecodedRecord.self, from: data[start..<end])
      items += 1
      checksum.add(record.idByteCount)
      start = end + 1
    }
    return (items, data.count, checksum.value)
  }
}
