import Model

/// What a request line asks for: the path's segments and the query, both percent-decoded.
///
/// A segment is split off before it is decoded, so that an encoded slash belongs to an id. Empty
/// segments count for nothing, as with nginx.
struct RequestTarget: Equatable, Sendable {
  /// As bytes: an id may be any text, and what is no text is no id.
  var segments: [[UInt8]]
  /// Whether the path ends in a slash.
  var isFolder: Bool
  var query: [QueryItem]

  struct QueryItem: Equatable, Sendable {
    let name: [UInt8]
    let value: [UInt8]
  }

  /// Nil for what is no path: `*`, or an escape that is none (RFC 3986 section 2.1).
  init?(_ raw: String) {
    var bytes = Array(raw.utf8)[...]
    // The absolute form that a proxy's client sends, RFC 9112 section 3.2.2.
    if bytes.starts(with: "http://".utf8) {
      bytes = bytes.dropFirst("http://".utf8.count).drop { $0 != 0x2F && $0 != 0x3F }
    }
    if let fragment = bytes.firstIndex(of: 0x23) { bytes = bytes[..<fragment] }
    let path = bytes.prefix { $0 != 0x3F }
    guard path.isEmpty || path.first == 0x2F else { return nil }
    var segments: [[UInt8]] = []
    for part in path.split(separator: 0x2F) {
      guard let segment = RequestTarget.decoded(part) else { return nil }
      segments.append(segment)
    }
    var query: [QueryItem] = []
    for part in bytes.dropFirst(path.count + 1).split(separator: 0x26) {
      let name = part.prefix { $0 != 0x3D }
      guard let decodedName = RequestTarget.decoded(name, plusIsSpace: true),
        let value = RequestTarget.decoded(part.dropFirst(name.count + 1), plusIsSpace: true)
      else { return nil }
      query.append(QueryItem(name: decodedName, value: value))
    }
    self.segments = segments
    self.query = query
    isFolder = path.isEmpty || path.last == 0x2F
  }

  /// The value of a parameter; of several the last, as the old service took it.
  func value(of name: String) -> [UInt8]? {
    query.last { $0.name.elementsEqual(name.utf8) }?.value
  }

  /// The path without `base`, if it is below it.
  func dropping(_ base: [[UInt8]]) -> RequestTarget {
    guard !base.isEmpty, segments.starts(with: base) else { return self }
    var rest = self
    rest.segments.removeFirst(base.count)
    return rest
  }

  private static func decoded(_ part: ArraySlice<UInt8>, plusIsSpace: Bool = false) -> [UInt8]? {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(part.count)
    var i = part.startIndex
    while i < part.endIndex {
      if part[i] == 0x25 {
        guard i + 2 < part.endIndex, let high = Hexadecimal.value(part[i + 1]),
          let low = Hexadecimal.value(part[i + 2])
        else { return nil }
        bytes.append(high << 4 | low)
        i += 3
      } else {
        bytes.append(plusIsSpace && part[i] == 0x2B ? 0x20 : part[i])
        i += 1
      }
    }
    return bytes
  }
}
