import Glibc

/// A call of the system that failed: what was to be done, and the system's error number.
package struct SystemFault: Error, Hashable, Sendable {
  /// In the form of "read it".
  package let action: String
  package let code: Int32

  init(_ action: String, code: Int32) {
    self.action = action
    self.code = code
  }

  /// The failure that `errno` tells.
  init(_ action: String) {
    self.init(action, code: errno)
  }

  /// What the system calls the error, without locale.
  package var reason: String {
    guard let text = strerror(code) else { return "error \(code)" }
    return String(cString: text)
  }
}

extension SystemFault: CustomStringConvertible {
  package var description: String { "cannot \(action): \(reason)" }
}
