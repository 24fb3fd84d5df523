/// The path of one file from the root of a site, as bytes that the system can take.
///
/// Parts of `A-Z a-z 0-9 . _ ~ -` divided by single slashes; no part is `.` or `..` or longer than
/// 255 bytes. So a path never leaves the site and means the same on every file system.
struct SitePath {
  /// The bytes of the path, and one NUL.
  let bytes: [UInt8]
  /// Bytes before the last slash; 0 for a file in the root.
  let folderCount: Int

  /// Without the NUL.
  var count: Int { bytes.count - 1 }
  /// Where the last part begins.
  var nameStart: Int { folderCount == 0 ? 0 : folderCount + 1 }
  var text: String { String(decoding: bytes.dropLast(), as: UTF8.self) }

  init(_ text: String) throws(PublishError) {
    guard let path = SitePath(checking: text) else { throw PublishError(.badPath, at: text) }
    self = path
  }

  private init?(checking text: String) {
    var bytes = [UInt8]()
    bytes.reserveCapacity(text.utf8.count + 1)
    bytes.append(contentsOf: text.utf8)
    guard bytes.count <= 2048 else { return nil }
    var start = 0
    var folderCount = 0
    for (i, byte) in bytes.enumerated() {
      if byte == UInt8(ascii: "/") {
        guard SitePath.isPart(bytes[start..<i]) else { return nil }
        start = i + 1
        folderCount = i
      } else if !SitePath.isAllowed(byte) {
        return nil
      }
    }
    guard SitePath.isPart(bytes[start...]), !SitePath.isReserved(bytes) else { return nil }
    bytes.append(0)
    self.bytes = bytes
    self.folderCount = folderCount
  }

  /// A path that was checked before, or a foreign one that only ever is looked up.
  init(trusting path: some Collection<UInt8>) {
    bytes = Array(path) + [0]
    folderCount = max(0, bytes.lastIndex(of: UInt8(ascii: "/")) ?? 0)
  }

  private static func isPart(_ part: ArraySlice<UInt8>) -> Bool {
    guard (1...255).contains(part.count) else { return false }
    return !(part.count <= 2 && part.allSatisfy { $0 == UInt8(ascii: ".") })
  }

  private static func isAllowed(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "_"),
      UInt8(ascii: "~"), UInt8(ascii: "-"):
      true
    default: false
    }
  }

  /// What the publisher itself puts into the root for a while.
  private static func isReserved(_ bytes: [UInt8]) -> Bool {
    bytes.starts(with: Names.prefix.utf8)
  }

  /// The last part, ended by a NUL.
  func withName<R, E>(_ body: (UnsafePointer<CChar>) throws(E) -> R) throws(E) -> R {
    try bytes.withUnsafeBufferPointer { buffer throws(E) in
      guard let start = UnsafeRawBufferPointer(buffer).baseAddress else {
        preconditionFailure("a path has a NUL")
      }
      return try body(start.advanced(by: nameStart).assumingMemoryBound(to: CChar.self))
    }
  }

  /// The whole path, without the NUL.
  func withBytes<R, E>(_ body: (UnsafeRawBufferPointer) throws(E) -> R) throws(E) -> R {
    try bytes.withUnsafeBufferPointer { buffer throws(E) in
      try body(UnsafeRawBufferPointer(UnsafeBufferPointer(rebasing: buffer.dropLast())))
    }
  }
}

extension SitePath {
  /// When a file takes its place in a publication in place: what refers to others comes later.
  static let ranks = 0...4

  var rank: Int {
    // A packed twin goes with its file.
    let name = text.hasSuffix(".gz") ? text.dropLast(3) : text[...]
    return switch name {
    case "index.html": 2
    case "404.html": 3
    case "build.json": 4
    default: name.hasSuffix("/index.html") ? 1 : 0
    }
  }
}

/// Names of the publisher's own files and folders.
enum Names {
  static let prefix = ".rollbook"
  static let state = ".rollbook"
  static let staging = ".rollbook-staging"
  static let previous = "previous"
  static let lock = "lock"
  static let database = "state.sqlite"
}
