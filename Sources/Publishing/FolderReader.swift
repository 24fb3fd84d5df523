import Glibc

/// Reads the entries of a folder one by one, in the order the file system has them.
enum FolderReader {
  /// One entry; `name` is valid only during the call that hands it out.
  struct Entry {
    let name: UnsafePointer<CChar>
    let nameCount: Int
    private let type: UInt8

    fileprivate init(name: UnsafePointer<CChar>, type: UInt8) {
      self.name = name
      nameCount = strlen(name)
      self.type = type
    }

    /// Nil where the file system does not say.
    var isFolder: Bool? { type == UInt8(DT_UNKNOWN) ? nil : type == UInt8(DT_DIR) }

    var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(start: name, count: nameCount) }

    fileprivate var isSelfOrParent: Bool {
      strcmp(name, ".") == 0 || strcmp(name, "..") == 0
    }
  }

  /// Calls `body` for each entry but `.` and `..`. Entries may be removed and made meanwhile.
  static func each(
    of folder: Descriptor, place: @autoclosure () -> String,
    _ body: (Entry) throws(PublishError) -> Void
  ) throws(PublishError) {
    let raw = openat(folder.raw, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard raw != -1 else { throw .io("list it", at: place()) }
    guard let stream = fdopendir(raw) else {
      close(raw)
      throw .io("list it", at: place())
    }
    defer { closedir(stream) }
    while true {
      errno = 0
      guard let next = readdir(stream) else {
        guard errno == 0 else { throw .io("list it", at: place()) }
        return
      }
      let nameOffset = MemoryLayout<dirent>.offset(of: \.d_name) ?? 0
      let name = UnsafeRawPointer(next).advanced(by: nameOffset)
      let entry = Entry(name: name.assumingMemoryBound(to: CChar.self), type: next.pointee.d_type)
      if !entry.isSelfOrParent { try body(entry) }
    }
  }
}
