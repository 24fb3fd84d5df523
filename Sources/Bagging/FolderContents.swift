import Glibc

extension Descriptor {
  /// The names of all entries of this folder but `.` and `..`, sorted by bytes.
  func names() throws(SystemFault) -> [FileName] {
    let copy = openat(raw, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard copy != -1 else { throw SystemFault("list it") }
    guard let stream = fdopendir(copy) else {
      let fault = SystemFault("list it")
      close(copy)
      throw fault
    }
    defer { closedir(stream) }
    var names: [FileName] = []
    while true {
      errno = 0
      guard let entry = readdir(stream) else {
        guard errno == 0 else { throw SystemFault("list it") }
        return names.sorted()
      }
      let offset = MemoryLayout<dirent>.offset(of: \.d_name) ?? 0
      let start = UnsafeRawPointer(entry).advanced(by: offset)
      let count = strlen(start.assumingMemoryBound(to: CChar.self))
      let name = FileName(UnsafeRawBufferPointer(start: start, count: count))
      if !name.bytes.elementsEqual(".".utf8), !name.bytes.elementsEqual("..".utf8) {
        names.append(name)
      }
    }
  }

  /// How deep folders may be nested before they are left alone.
  static let depthLimit = 200

  /// Removes an entry of this folder; a folder with all that is in it. Nothing there is fine.
  func remove(_ name: FileName, depth: Int = 0) throws(SystemFault) {
    guard depth <= Descriptor.depthLimit else { throw SystemFault("remove it", code: ENAMETOOLONG) }
    if name.withPointer({ unlinkat(raw, $0, 0) }) == 0 || errno == ENOENT { return }
    guard errno == EISDIR else { throw SystemFault("remove it") }
    let inner = try folder(name)
    for entry in try inner.names() { try inner.remove(entry, depth: depth + 1) }
    guard name.withPointer({ unlinkat(raw, $0, AT_REMOVEDIR) }) == 0 || errno == ENOENT else {
      throw SystemFault("remove it")
    }
  }
}
