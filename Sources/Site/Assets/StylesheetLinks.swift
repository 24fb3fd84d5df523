/// The files that a stylesheet names: `url(...)` and `@import "..."`, outside of comments and strings.
struct StylesheetLinks {
  struct Link {
    /// As it stands there, without quotes.
    let text: String
    let range: Range<Int>
  }

  private(set) var links: [Link] = []
  private let bytes: [UInt8]
  private var position = 0

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
    while position < bytes.count { step() }
  }

  private mutating func step() {
    switch bytes[position] {
    case 0x2F where isAt("/*"): skip(past: "*/")
    case 0x22, 0x27: _ = readString()
    case 0x55 where startsURL: readURL()
    case 0x75 where startsURL: readURL()
    case 0x40 where isAt("@import"): readImport()
    default: position += 1
    }
  }

  private func isAt(_ text: String) -> Bool {
    let end = position + text.utf8.count
    guard end <= bytes.count else { return false }
    return zip(bytes[position..<end], text.utf8).allSatisfy { byte, wanted in
      byte == wanted || ((0x41...0x5A).contains(byte) && byte | 0x20 == wanted)
    }
  }

  private var startsURL: Bool { isAt("url(") && !isInName }

  /// Whether the byte before belongs to a name, such as `my-url(`.
  private var isInName: Bool {
    guard position > 0 else { return false }
    switch bytes[position - 1] {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x5F, 0x80...: return true
    default: return false
    }
  }

  private mutating func skip(past text: String) {
    position += 2
    while position < bytes.count, !isAt(text) { position += 1 }
    position = min(bytes.count, position + text.utf8.count)
  }

  private mutating func skipSpaces() {
    while position < bytes.count, [0x20, 0x09, 0x0A, 0x0D].contains(bytes[position]) {
      position += 1
    }
  }

  /// What stands between two quotes; goes on behind them.
  private mutating func readString() -> Range<Int> {
    let quote = bytes[position]
    position += 1
    let start = position
    while position < bytes.count, bytes[position] != quote, bytes[position] != 0x0A {
      position += bytes[position] == 0x5C ? 2 : 1
    }
    let end = min(position, bytes.count)
    position = end + 1
    return start..<end
  }

  private mutating func readURL() {
    position += 4
    skipSpaces()
    guard position < bytes.count else { return }
    if [0x22, 0x27].contains(bytes[position]) { return add(readString()) }
    let start = position
    while position < bytes.count, bytes[position] > 0x20, bytes[position] != 0x29 { position += 1 }
    add(start..<position)
  }

  private mutating func readImport() {
    position += "@import".utf8.count
    skipSpaces()
    guard position < bytes.count, [0x22, 0x27].contains(bytes[position]) else { return }
    add(readString())
  }

  private mutating func add(_ range: Range<Int>) {
    links.append(Link(text: String(decoding: bytes[range], as: UTF8.self), range: range))
  }

  // MARK: - Where they lead

  /// The asset that a link in the stylesheet `source` names, and what follows its path: `?v=1`, `#icon`.
  /// Nil for what is no file beside it: another host, `data:`, an id.
  static func target(of link: String, in source: String) -> (path: String, rest: String)? {
    let path = link.prefix { !"?#".contains($0) }
    guard !path.isEmpty, !path.hasPrefix("/"), !path.prefix(while: { $0 != "/" }).contains(":")
    else { return nil }
    var parts = source.split(separator: "/").dropLast().map(String.init)
    for part in path.split(separator: "/") where part != "." {
      if part == "..", !parts.isEmpty { parts.removeLast() } else { parts.append(String(part)) }
    }
    return (parts.joined(separator: "/"), String(link.dropFirst(path.count)))
  }

  /// The way from the folder of `source` to `path`, both from `Templates/`.
  static func relative(_ path: String, from source: String) -> String {
    var folders = source.split(separator: "/").dropLast()
    var parts = path.split(separator: "/")[...]
    while let folder = folders.first, parts.count > 1, parts.first == folder {
      folders = folders.dropFirst()
      parts = parts.dropFirst()
    }
    return String(repeating: "../", count: folders.count) + parts.joined(separator: "/")
  }
}
