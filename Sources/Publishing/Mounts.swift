import Glibc

/// The mount points of this process, as the kernel lists them.
///
/// A bind mount has the device number of what it shows, so device numbers alone cannot tell.
enum Mounts {
  /// Whether `path`, absolute and real, is a mount point or has one inside it. False where the
  /// kernel does not say; the exchange itself then fails, and is met there.
  static func exist(atOrIn path: String) -> Bool {
    guard let text = list() else { return false }
    let wanted = Array(path.utf8)
    for line in text.split(separator: UInt8(ascii: "\n")) {
      let fields = line.split(separator: UInt8(ascii: " "), maxSplits: 5)
      guard fields.count > 4 else { continue }
      let point = unescaped(fields[4])
      if point == wanted || point.starts(with: wanted + [UInt8(ascii: "/")]) { return true }
    }
    return false
  }

  private static func list() -> [UInt8]? {
    let raw = open("/proc/self/mountinfo", O_RDONLY | O_CLOEXEC)
    guard raw != -1 else { return nil }
    let file = Descriptor(raw)
    var bytes: [UInt8] = []
    do {
      try file.read(place: "/proc/self/mountinfo") { bytes.append(contentsOf: $0) }
    } catch {
      return nil
    }
    return bytes
  }

  /// Space, tab, line feed and backslash stand as three octal digits after a backslash.
  private static func unescaped(_ field: ArraySlice<UInt8>) -> [UInt8] {
    var result: [UInt8] = []
    var rest = field
    while let byte = rest.popFirst() {
      let digits = rest.prefix(3)
      if byte == UInt8(ascii: "\\"), digits.count == 3,
        let code = UInt8(String(decoding: digits, as: UTF8.self), radix: 8)
      {
        result.append(code)
        rest = rest.dropFirst(3)
      } else {
        result.append(byte)
      }
    }
    return result
  }
}
