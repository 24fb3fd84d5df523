/// Why a path is not one that a bag of Rollbook's may have.
package enum BagPathFault: Error, Hashable, Sendable {
  /// A component is empty, the path begins or ends with `/`, or is empty itself.
  case emptyComponent
  /// A byte that is not allowed anywhere.
  case character(UInt8)
  /// A component is `.` or `..`.
  case dots
  /// A component begins with `.`, `-` or `~`.
  case start(UInt8)
  case endsWithDot
  /// A component is a device's name on Windows.
  case deviceName
  /// A component has over 255 bytes, or the path over 2,048.
  case tooLong
  /// Over 64 components.
  case tooDeep
}

extension BagPathFault: CustomStringConvertible {
  /// A reason, to stand after "not a path a bag may have: ".
  package var description: String {
    switch self {
    case .emptyComponent: "a part of it is empty"
    case .character(let byte):
      "it has \(Quoting.quoted([byte])); letters, digits, '-', '.', '_' and '~' are allowed"
    case .dots: "a part of it is '.' or '..'"
    case .start(let byte): "a part of it begins with \(Quoting.quoted([byte]))"
    case .endsWithDot: "a part of it ends with '.'"
    case .deviceName: "a part of it is a device's name on Windows"
    case .tooLong: "it has over 2048 bytes, or a part of it over 255"
    case .tooDeep: "it has over 64 parts"
    }
  }
}
