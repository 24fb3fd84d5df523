/// The path of one file in a bag that Rollbook writes, from the folder it is counted from.
///
/// Components of `A-Z a-z 0-9 . _ ~ -` divided by single slashes. None begins with `.` or `~`, ends
/// with `.`, is a device's name on Windows, or is longer than 255 bytes; the first does not begin with
/// `-`, as an option would. So every file system, shell and checksum tool means the same file by it,
/// and no line of a manifest needs an escape.
/// Two paths of one bag must differ also without regard to case; `BagWriter` sees to that.
package struct BagPath: Hashable, Comparable, Sendable {
  /// The path; ASCII.
  package let string: String

  /// Most bytes of a whole path.
  package static let byteLimit = 2048
  /// Most components of a path.
  package static let depthLimit = 64

  /// Checks the path; throws the first fault, in the order of its bytes.
  package init(_ path: String) throws(BagPathFault) {
    guard path.utf8.count <= BagPath.byteLimit else { throw .tooLong }
    let components = path.utf8.split(separator: 0x2F, omittingEmptySubsequences: false)
    for component in components { try BagPath.check(component) }
    guard components.first?.first != 0x2D else { throw .start(0x2D) }
    guard components.count <= BagPath.depthLimit else { throw .tooDeep }
    string = path
  }

  /// A path of which it is known that it is one.
  init(trusting path: String) {
    string = path
  }

  /// By bytes.
  package static func < (a: BagPath, b: BagPath) -> Bool {
    a.string.utf8.lexicographicallyPrecedes(b.string.utf8)
  }

  private static func check(_ component: Substring.UTF8View) throws(BagPathFault) {
    guard let first = component.first, let last = component.last else { throw .emptyComponent }
    if let byte = component.first(where: { !isAllowed($0) }) { throw .character(byte) }
    if component.allSatisfy({ $0 == 0x2E }), component.count <= 2 { throw .dots }
    if [0x2E, 0x7E].contains(first) { throw .start(first) }
    if last == 0x2E { throw .endsWithDot }
    guard component.count <= 255 else { throw .tooLong }
    if DeviceName.isReserved(component) { throw .deviceName }
  }

  private static func isAllowed(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x41...0x5A, 0x61...0x7A, 0x30...0x39, 0x2E, 0x5F, 0x7E, 0x2D: true
    default: false
    }
  }
}

/// Names that Windows keeps for devices, whatever their case and ending. Source: Microsoft, Naming
/// Files, Paths, and Namespaces.
enum DeviceName {
  static func isReserved(_ component: some Collection<UInt8>) -> Bool {
    let base = component.prefix { $0 != 0x2E }.map { ASCII.lowered($0) }
    switch base.count {
    case 3: return ["con", "prn", "aux", "nul"].contains { base.elementsEqual($0.utf8) }
    case 4:
      let isNumbered = base.starts(with: "com".utf8) || base.starts(with: "lpt".utf8)
      return isNumbered && 0x30...0x39 ~= base[3]
    default: return false
    }
  }
}
