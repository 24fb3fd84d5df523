import Glibc
import Model

/// The lock on one folder's state, held from `init` until the last reference goes.
///
/// The file is never removed: a run that waits on a removed file would hold a lock nobody sees. What
/// stands in it is only for people and for the message to the next run.
final class PublishLock {
  private let file: Descriptor

  /// Waits at most `waitSeconds` for another run. `writing` makes the file if there is none.
  init(state: Descriptor, place: String, folder: String, waitSeconds: Double) throws(PublishError) {
    let flags = O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC
    let raw = uninterrupted { openat(state.raw, Names.lock, flags, 0o600) }
    guard raw != -1 else { throw PublishError(.cannotCreate(errno: errno), at: place) }
    file = Descriptor(raw)
    var waited = 0.0
    while uninterrupted({ flock(raw, LOCK_EX | LOCK_NB) }) == -1 {
      guard errno == EWOULDBLOCK else { throw .io("lock it", at: place) }
      guard waited < waitSeconds else { throw PublishLock.busy(raw, folder) }
      usleep(50_000)
      waited += 0.05
    }
    try sign(place)
  }

  /// Closing alone would not do: a child of this process, between fork and exec, shares the lock.
  deinit {
    flock(file.raw, LOCK_UN)
  }

  private static var now: Timestamp {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    return Timestamp(milliseconds: Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000)
  }

  private func sign(_ place: String) throws(PublishError) {
    var text = "pid \(getpid())\nsince_ms \(PublishLock.now.milliseconds)\n"
    let written = text.withUTF8 { pwrite(file.raw, $0.baseAddress, $0.count, 0) }
    guard written == text.utf8.count, ftruncate(file.raw, off_t(written)) == 0 else {
      throw .io("write it", at: place)
    }
  }

  /// The error that names who holds the lock, as far as the file says.
  private static func busy(_ raw: Int32, _ folder: String) -> PublishError {
    var bytes = [UInt8](repeating: 0, count: 128)
    let count = pread(raw, &bytes, bytes.count, 0)
    let words = String(decoding: bytes.prefix(max(0, count)), as: UTF8.self)
      .split { $0 == " " || $0 == "\n" }
    var pid: Int?
    var since: Timestamp?
    if words.count == 4, words[0] == "pid", words[2] == "since_ms" {
      pid = Int(words[1])
      since = Int64(words[3]).map { Timestamp(milliseconds: $0) }
    }
    let age = since.map { Int(max(0, now.milliseconds(since: $0)) / 1000) }
    return PublishError(.locked(pid: pid, since: since, ageSeconds: age), at: folder)
  }
}
