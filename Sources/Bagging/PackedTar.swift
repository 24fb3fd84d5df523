import Packing

/// A tar archive that is packed as it is written. Every 16 MB a new gzip member begins, so that
/// memory does not grow with the archive; RFC 1952, 2.2, makes many members one file.
struct PackedTar {
  private static let memberSize = 16 << 20
  private let file: Descriptor
  private let place: String
  private var tar: TarWriter
  private var packer: GzipPacker?
  private var memberCount = 0
  private let pieces = PieceBuffer()

  init(file: Descriptor, place: String, modifiedSeconds: Int64) {
    self.file = file
    self.place = place
    tar = TarWriter(modifiedSeconds: modifiedSeconds)
  }

  mutating func add(_ source: SourceFile, as path: String) throws(BagError) {
    try pack(tar.begin(path, byteCount: source.byteCount))
    try source.read(pieces) { piece throws(BagError) in try pack(Array(piece)) }
    try pack(tar.end(byteCount: source.byteCount))
  }

  mutating func finish() throws(BagError) {
    try pack(TarWriter.trailer)
    try endMember()
  }

  private mutating func pack(_ bytes: [UInt8]) throws(BagError) {
    let current: GzipPacker
    if let packer { current = packer } else { current = try newPacker() }
    packer = current
    current.add(bytes)
    memberCount += bytes.count
    if memberCount >= PackedTar.memberSize { try endMember() }
  }

  private func newPacker() throws(BagError) -> GzipPacker {
    guard let packer = GzipPacker() else { throw BagError(.noMemory, at: place) }
    return packer
  }

  private mutating func endMember() throws(BagError) {
    guard let packer else { return }
    let bytes = packer.finish()
    try at(place) { () throws(SystemFault) in
      try bytes.withUnsafeBufferPointer { buffer throws(SystemFault) in
        try file.write(UnsafeRawBufferPointer(buffer))
      }
    }
    self.packer = nil
    memberCount = 0
  }
}
