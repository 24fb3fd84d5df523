import Foundation
import Glibc
import Publishing
import Testing

struct LockTests {
  /// A child between fork and exec has the lock's file open too; that must not keep it locked.
  @Test func givesTheLockBackWhoeverElseHasItsFileOpen() throws {
    let folder = try TestFolder()
    let site = "\(folder.path)/site"
    let publisher = try Publisher(directory: site, archiveID: "a")
    let shared = dup(try #require(try LockTests.descriptor(ofLockBelow: folder.path)))
    defer { close(shared) }
    publisher.abandon()
    let next = try Publisher(directory: site, archiveID: "a")
    next.abandon()
  }

  /// The descriptor by which this process has the lock's file open.
  private static func descriptor(ofLockBelow folder: String) throws -> Int32? {
    let files = FileManager.default
    for name in try files.contentsOfDirectory(atPath: "/proc/self/fd") {
      let target = try? files.destinationOfSymbolicLink(atPath: "/proc/self/fd/\(name)")
      guard let target, target.hasPrefix(folder), target.hasSuffix("/lock") else { continue }
      return Int32(name)
    }
    return nil
  }
}
