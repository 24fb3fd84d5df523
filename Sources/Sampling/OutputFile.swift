import Model

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A file that appears under its name only when it is whole. Until then it has a temporary name
/// beside it; if it is not finished, that goes away.
struct OutputFile: ~Copyable {
  private let path: String
  private let temporary: String?
  private let descriptor: Int32
  private var buffer = ByteBuffer(capacity: OutputFile.size + 16_384)
  private var isFinished = false

  private static let size = 1 << 20

  /// `-` is standard output.
  init(path: String) throws(SampleError) {
    self.path = path
    if path == "-" {
      temporary = nil
      descriptor = STDOUT_FILENO
      return
    }
    let name = temporaryName(for: path)
    removeFile(name)
    descriptor = open(name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
    temporary = name
    if descriptor < 0 { throw .cannotWrite(path: path, errno: errno) }
  }

  deinit {
    guard let temporary, descriptor >= 0 else { return }
    close(descriptor)
    if !isFinished { removeFile(temporary) }
  }

  mutating func write(_ text: StaticString) {
    buffer.append(text)
  }

  mutating func write(_ bytes: ByteBuffer) throws(SampleError) {
    buffer.append(contentsOf: bytes.bytes)
    if buffer.count >= OutputFile.size { try flush() }
  }

  /// Writes what is left and gives the file its name.
  mutating func finish() throws(SampleError) {
    try flush()
    guard let temporary else { return }
    try renameFile(temporary, to: path)
    isFinished = true
  }

  private mutating func flush() throws(SampleError) {
    if let failure = writeAll(buffer.bytes, to: descriptor) {
      throw .cannotWrite(path: path, errno: failure)
    }
    buffer.removeAll()
  }
}

/// A name beside `path` that no other process uses.
func temporaryName(for path: String) -> String {
  "\(path).\(getpid()).tmp"
}

func renameFile(_ temporary: String, to path: String) throws(SampleError) {
  if rename(temporary, path) != 0 { throw .cannotWrite(path: path, errno: errno) }
}

/// Removes a file, if it is there.
func removeFile(_ path: String) {
  unlink(path)
}

/// The system's words for an error number.
func describe(errno number: Int32) -> String {
  String(cString: strerror(number))
}

/// Nil, or the error number of what went wrong.
private func writeAll(_ bytes: [UInt8], to descriptor: Int32) -> Int32? {
  bytes.withUnsafeBytes { raw in
    var done = 0
    while done < raw.count {
      let count = write(descriptor, raw.baseAddress?.advanced(by: done), raw.count - done)
      if count >= 0 {
        done += count
      } else if errno != EINTR {
        return errno
      }
    }
    return nil
  }
}
