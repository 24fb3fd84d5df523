import Glibc

/// An open file or folder, closed when the last reference goes.
final class OpenFile: Sendable {
  let raw: Int32

  init(_ raw: Int32) {
    self.raw = raw
  }

  deinit {
    close(raw)
  }
}
