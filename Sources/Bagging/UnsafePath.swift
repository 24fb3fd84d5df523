/// Why a path in a bag is not followed.
package enum UnsafePath: Hashable, Sendable {
  /// It begins with `/`.
  case absolute
  /// It begins with `~`, which is a home folder to a shell.
  case home
  /// A component is `..`.
  case parent
  /// A component is `.` or empty.
  case emptyComponent
  /// It begins with a letter and a colon.
  case drive
  /// It has a `\`: another separator, or the beginning of a UNC path.
  case backslash
  case nul
  /// There is a symbolic link.
  case symbolicLink
  /// There is a symbolic link on the way to it.
  case throughLink(String)
  /// There is a pipe, socket or device.
  case specialFile

  /// What is wrong with a path as such; nil for nothing.
  init?(_ path: [UInt8]) {
    if path.contains(0) {
      self = .nul
    } else if path.contains(0x5C) {
      self = .backslash
    } else if path.first == ASCII.slash {
      self = .absolute
    } else if path.first == 0x7E {
      self = .home
    } else if UnsafePath.hasDrive(path) {
      self = .drive
    } else if let fault = UnsafePath.componentFault(path) {
      self = fault
    } else {
      return nil
    }
  }

  private static func hasDrive(_ path: [UInt8]) -> Bool {
    guard path.count >= 2, path[1] == 0x3A else { return false }
    return 0x61...0x7A ~= ASCII.lowered(path[0])
  }

  private static func componentFault(_ path: [UInt8]) -> UnsafePath? {
    for component in path.split(separator: ASCII.slash, omittingEmptySubsequences: false) {
      if component.elementsEqual("..".utf8) { return .parent }
      if component.isEmpty || component.elementsEqual(".".utf8) { return .emptyComponent }
    }
    return nil
  }
}

extension UnsafePath: CustomStringConvertible {
  /// The reason, to stand after the path.
  package var description: String {
    switch self {
    case .absolute: "begins at the root of the file system"
    case .home: "begins with '~'"
    case .parent: "has a part '..'"
    case .emptyComponent: "has an empty part, or '.'"
    case .drive: "begins with a drive's letter"
    case .backslash: "has a backslash"
    case .nul: "has a NUL"
    case .symbolicLink: "is a symbolic link"
    case .throughLink(let link): "leads through the symbolic link \(Quoting.quoted(link))"
    case .specialFile: "is a pipe, socket or device"
    }
  }
}
