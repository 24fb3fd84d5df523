import Glibc

/// An open file or folder, closed when the last reference goes.
final class Descriptor {
  let raw: Int32

  init(_ raw: Int32) {
    self.raw = raw
  }

  deinit {
    close(raw)
  }

  func status(place: @autoclosure () -> String) throws(PublishError) -> stat {
    var status = stat()
    guard fstat(raw, &status) == 0 else { throw .io("look at it", at: place()) }
    return status
  }
}

extension PublishError {
  /// The failure that `errno` tells.
  static func io(_ action: String, at place: String) -> PublishError {
    PublishError(.io(action: action, errno: errno), at: place)
  }
}

/// Repeats a call that a signal interrupted.
@inline(__always)
func uninterrupted(_ call: () -> Int32) -> Int32 {
  while true {
    let result = call()
    if result != -1 || errno != EINTR { return result }
  }
}

@_silgen_name("syncfs")
private func systemSyncFileSystem(_ descriptor: Int32) -> Int32

/// Brings the whole file system of `folder` to the disk. Not repeated: a second try would lie.
func syncFileSystem(of folder: Descriptor, place: String) throws(PublishError) {
  guard systemSyncFileSystem(folder.raw) == 0 else { throw .io("sync it", at: place) }
}

func syncToDisk(_ file: Descriptor, place: @autoclosure () -> String) throws(PublishError) {
  guard fsync(file.raw) == 0 else { throw .io("sync it", at: place()) }
}
