/// FNV-1a over the bytes of a path or an id, 64 bits; never 0 in practice.
///
/// Source: Fowler, Noll, Vo; draft-eastlake-fnv, section 6.
struct PathHash {
  private(set) var value: UInt64 = 0xCBF2_9CE4_8422_2325

  init() {}

  init(_ text: String) {
    for byte in text.utf8 { add(byte) }
  }

  /// An id as it stands in a page.
  init(id: UnsafeBufferPointer<UInt8>) {
    if id.contains(0x26) {
      let text = LinkTarget.withoutEntities(String(decoding: id, as: UTF8.self))
      for byte in text.utf8 { add(byte) }
    } else {
      for byte in id { add(byte) }
    }
  }

  @inline(__always)
  mutating func add(_ byte: UInt8) {
    value = (value ^ UInt64(byte)) &* 0x100_0000_01B3
  }
}

/// A page's place in the site, from which its links go.
struct PagePlace {
  let path: String
  let hash: UInt64
  /// Of the root and of the folders down to the page's own, each with its slash.
  private let folders: [PathHash]

  init(_ path: String) {
    self.path = path
    var hash = PathHash()
    var folders = [hash]
    for byte in path.utf8 {
      hash.add(byte)
      if byte == 0x2F { folders.append(hash) }
    }
    self.folders = folders
    self.hash = hash.value
  }

  /// The hashes of the file and the id that a link names, if it is as nearly all are: some `../`, a path
  /// of plain characters, perhaps `#` and an id. Nil for any other, which `LinkTarget` understands.
  func address(ofPlain link: UnsafeBufferPointer<UInt8>) -> (file: UInt64, id: UInt64)? {
    var i = 0
    var level = folders.count - 1
    while i + 2 < link.count, link[i] == 0x2E, link[i + 1] == 0x2E, link[i + 2] == 0x2F {
      level -= 1
      i += 3
    }
    guard level >= 0, i < link.count else { return nil }
    if link[i] == 0x23, i == 0 { return PagePlace.id(link[1...]).map { (hash, $0) } }
    var file = folders[level]
    var last: UInt8 = 0x2F
    while i < link.count, link[i] != 0x23 {
      let byte = link[i]
      guard PagePlace.isPlain(byte), last != 0x2F || !(0x2E...0x2F ~= byte) else { return nil }
      file.add(byte)
      last = byte
      i += 1
    }
    guard last != 0x2F else { return nil }
    if i == link.count { return (file.value, 0) }
    return PagePlace.id(link[(i + 1)...]).map { (file.value, $0) }
  }

  /// Nil for none, for the top of the page and for what is not plain.
  private static func id(_ bytes: Slice<UnsafeBufferPointer<UInt8>>) -> UInt64? {
    guard !bytes.isEmpty, bytes.allSatisfy(isPlain), !bytes.elementsEqual("top".utf8) else {
      return nil
    }
    var hash = PathHash()
    for byte in bytes { hash.add(byte) }
    return hash.value
  }

  /// `A-Z a-z 0-9 . / _ ~ -`
  private static func isPlain(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x61...0x7A, 0x41...0x5A, 0x2D...0x39, 0x5F, 0x7E: true
    default: false
    }
  }
}
