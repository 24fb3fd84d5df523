/// A fact and the line of its provenance, as one run of bytes; JSON has no zero byte.
struct FactPair {
  let json: [UInt8]
  /// Empty if there is none.
  let provenance: [UInt8]

  init(json: [UInt8], provenance: [UInt8]) {
    self.json = json
    self.provenance = provenance
  }

  init(_ bytes: [UInt8]) {
    let cut = bytes.firstIndex(of: 0) ?? bytes.endIndex
    json = Array(bytes[..<cut])
    provenance = Array(bytes[cut...].dropFirst())
  }

  var bytes: [UInt8] { json + [0] + provenance }
}
