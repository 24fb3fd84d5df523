import Foundation
import Glibc
import Model
import Publishing
import Testing

struct PublisherTests {
  private let files = [
    "index.html": "home", "a/b/c.html": "c", "a/b.html": "b", "build.json": "{}",
  ]

  @Test(arguments: [PublishMode.auto, .exchange, .inPlace])
  func publishesWhatWasPutAndNothingElse(mode: PublishMode) throws {
    let folder = try TestFolder()
    let options = PublishOptions(mode: mode, sync: .fs)
    let first = try publish(files, into: folder, options)
    #expect(first.added == 4)
    #expect(first.mode == (mode == .auto ? .exchange : mode))
    #expect(try tree(folder.site) == tree(of: files))
    var next = files
    next["a/b/c.html"] = "other"
    next["a/b.html"] = nil
    next["new/x.html"] = "x"
    let second = try publish(next, into: folder, options)
    #expect(second.counts == [1, 1, 2, 1])
    #expect(second.filesWritten == 2)
    #expect(second.bytesWritten == 6)
    #expect(second.changedPaths == ["a/b/c.html", "new/x.html"])
    #expect(second.removedPaths == ["a/b.html"])
    #expect(try tree(folder.site) == tree(of: next))
  }

  @Test(arguments: [PublishMode.exchange, .inPlace])
  func touchesNothingWhenNothingChanged(mode: PublishMode) throws {
    let folder = try TestFolder()
    let options = PublishOptions(mode: mode, sync: .fs)
    try publish(files, into: folder, options)
    var next = files
    next["index.html"] = "new home"
    try publish(next, into: folder, options)
    func stamps() throws -> [[Int]] {
      try ["site", "site/index.html", "site/a", "site/a/b.html", ".rollbook/site/state.sqlite"].map
      {
        let status = try folder.status($0)
        return [
          Int(status.st_ino), status.st_mtim.tv_sec, status.st_mtim.tv_nsec, status.st_ctim.tv_nsec,
        ]
      }
    }
    let before = try stamps()
    let result = try publish(next, into: folder, options)
    #expect(!result.isChange)
    #expect(result.unchanged == 4)
    #expect(result.filesWritten == 0)
    #expect(try stamps() == before)
  }

  @Test func keepsInodeAndTimeOfWhatStays() throws {
    let folder = try TestFolder()
    try publish(files, into: folder)
    let before = try folder.status("site/a/b.html")
    for i in 0..<4 {
      try publish(files.merging(["index.html": "\(i)"]) { $1 }, into: folder)
      let after = try folder.status("site/a/b.html")
      #expect(after.st_ino == before.st_ino)
      #expect(after.st_nlink == 2)
      #expect(after.st_mtim.tv_sec == before.st_mtim.tv_sec)
      #expect(after.st_mtim.tv_nsec == before.st_mtim.tv_nsec)
    }
  }

  @Test(arguments: [PublishMode.exchange, .inPlace])
  func givesChangedBytesALaterTime(mode: PublishMode) throws {
    let folder = try TestFolder()
    let record = Timestamp(seconds: 1_700_000_000)
    let options = PublishOptions(mode: mode, sync: .none, newestRecord: record)
    for i in 0..<5 {
      try publish(["index.html": "\(i)", "same.html": "same"], into: folder, options)
      #expect(try folder.status("site/index.html").st_mtim.tv_sec == 1_700_000_000 + i)
      #expect(try folder.status("site/same.html").st_mtim.tv_sec == 1_700_000_000)
    }
    var later = options
    later.newestRecord = Timestamp(seconds: 1_800_000_000)
    try publish(["index.html": "later", "same.html": "same"], into: folder, later)
    #expect(try folder.status("site/index.html").st_mtim.tv_sec == 1_800_000_000)
  }

  @Test(arguments: [PublishMode.exchange, .inPlace])
  func makesDamagedAndLostFilesAnew(mode: PublishMode) throws {
    let folder = try TestFolder()
    let options = PublishOptions(mode: mode, sync: .none)
    try publish(files, into: folder, options)
    try publish(files.merging(["index.html": "2"]) { $1 }, into: folder, options)
    // Written through the link, so the tree before has the same damage.
    let handle = try #require(FileHandle(forWritingAtPath: "\(folder.site)/a/b.html"))
    try handle.write(contentsOf: Data("X".utf8))
    try handle.close()
    unlink("\(folder.site)/a/b/c.html")
    let wanted = files.merging(["index.html": "2"]) { $1 }
    let result = try publish(wanted, into: folder, options)
    #expect(result.changed == 2)
    #expect(result.warnings.count == 1)
    #expect(try tree(folder.site) == tree(of: wanted))
    #expect(try publish(wanted, into: folder, options).isChange == false)
  }

  @Test func keepsFilesWithoutTheirBytes() throws {
    let folder = try TestFolder()
    try publish(files, into: folder)
    let publisher = try Publisher(
      directory: folder.site, archiveID: "a", options: PublishOptions(sync: .none))
    for path in ["a/b/c.html", "a/b.html", "build.json"] { try publisher.keep(path) }
    try publisher.put("index.html", Array("new".utf8))
    let result = try publisher.finish(counts: [:])
    #expect(result.counts == [0, 1, 3, 0])
    #expect(try tree(folder.site) == tree(of: files.merging(["index.html": "new"]) { $1 }))
  }

  @Test func saysWhichKeptFileIsDamagedOrUnknown() throws {
    let folder = try TestFolder()
    try publish(files, into: folder)
    try folder.write("edited", to: "site/a/b.html")
    let publisher = try Publisher(
      directory: folder.site, archiveID: "a", options: PublishOptions(sync: .none))
    #expect(throws: PublishError(.damaged, at: "a/b.html")) { try publisher.keep("a/b.html") }
    #expect(throws: PublishError(.notPublished, at: "no.html")) { try publisher.keep("no.html") }
    try publisher.put("a/b.html", Array("b".utf8))
    for path in ["a/b/c.html", "index.html", "build.json"] { try publisher.keep(path) }
    #expect(try publisher.finish(counts: [:]).changed == 1)
    #expect(try tree(folder.site) == tree(of: files))
  }

  @Test func believesNothingOfAnotherArchive() throws {
    let folder = try TestFolder()
    try publish(files, into: folder, archive: "a")
    let publisher = try Publisher(
      directory: folder.site, archiveID: "b", options: PublishOptions(sync: .none))
    #expect(publisher.lastArchiveID == "a")
    #expect(throws: PublishError(.notPublished, at: "index.html")) {
      try publisher.keep("index.html")
    }
    publisher.abandon()
    let result = try publish(["index.html": "home", "b.html": "b"], into: folder, archive: "b")
    #expect(result.counts == [1, 0, 1, 3])
    #expect(try tree(folder.site) == tree(of: ["index.html": "home", "b.html": "b"]))
  }

  @Test func remembersCountsAndFingerprint() throws {
    let folder = try TestFolder()
    let options = PublishOptions(sync: .none)
    var publisher = try Publisher(directory: folder.site, archiveID: "a", options: options)
    #expect(publisher.lastCounts.isEmpty)
    try publisher.put("index.html", [1])
    _ = try publisher.finish(counts: ["records": 7, "services": 0], fingerprint: "f")
    publisher = try Publisher(directory: folder.site, archiveID: "a", options: options)
    #expect(publisher.lastCounts == ["records": 7, "services": 0])
    #expect(publisher.lastFingerprint == "f")
  }

  @Test func leavesTheOldSiteWhenAbandoned() throws {
    let folder = try TestFolder()
    try publish(files, into: folder)
    do {
      let publisher = try Publisher(
        directory: folder.site, archiveID: "a", options: PublishOptions(sync: .none))
      try publisher.put("index.html", Array("never".utf8))
      try publisher.put("never.html", Array("never".utf8))
    }
    #expect(try tree(folder.site) == tree(of: files))
    try publish(files.merging(["index.html": "2"]) { $1 }, into: folder)
    #expect(try tree(folder.site) == tree(of: files.merging(["index.html": "2"]) { $1 }))
  }

  @Test func writesNothingInADryRun() throws {
    let folder = try TestFolder()
    let dry = PublishOptions(dryRun: true)
    #expect(try publish(files, into: folder, dry).added == 4)
    #expect(try tree(folder.path).isEmpty)
    try publish(files, into: folder)
    let before = try tree(folder.path)
    let result = try publish(["index.html": "2", "x.html": "x"], into: folder, dry)
    #expect(result.counts == [1, 1, 0, 3])
    #expect(result.changedPaths == ["index.html", "x.html"])
    #expect(result.removedPaths == ["a/b.html", "a/b/c.html", "build.json"])
    var after = try tree(folder.path)
    after[".rollbook/site/lock"] = before[".rollbook/site/lock"]
    #expect(after == before)
  }

  @Test func refusesASecondRunAndNamesTheFirst() throws {
    let folder = try TestFolder()
    let first = try Publisher(directory: folder.site, archiveID: "a")
    do {
      _ = try Publisher(directory: folder.site, archiveID: "a")
      Issue.record("two runs at once")
    } catch {
      guard case .locked(let pid, let since, let age) = error.kind else { throw error }
      #expect(pid == Int(getpid()))
      #expect(since != nil)
      #expect((0..<60).contains(age ?? -1))
    }
    first.abandon()
  }

  @Test func waitsForAnotherRun() throws {
    let folder = try TestFolder()
    try publish(files, into: folder)
    let other = open("\(folder.state)/lock", O_RDWR)
    #expect(flock(other, LOCK_EX | LOCK_NB) == 0)
    DispatchQueue.global().asyncAfter(deadline: .now() + 0.3) { close(other) }
    let waiting = PublishOptions(sync: .none, lockWaitSeconds: 20)
    #expect(try publish(files, into: folder, waiting).unchanged == 4)
  }

  @Test func givesTheLockBackWhenItIsOver() throws {
    let folder = try TestFolder()
    let first = try Publisher(directory: folder.site, archiveID: "a")
    #expect(throws: PublishError.self) { try publish(files, into: folder) }
    first.abandon()
    #expect(try publish(files, into: folder).added == 4)
    #expect(throws: PublishError(.over, at: folder.site)) { try first.put("x", [1]) }
  }

  @Test func refusesAPathTwiceAndAFileThatIsAFolder() throws {
    for pair in [["a", "a"], ["a", "a/b"], ["a/b", "a"]] {
      let folder = try TestFolder()
      try publish(["index.html": "1"], into: folder)
      #expect(throws: PublishError.self, "\(pair)") {
        let publisher = try Publisher(
          directory: folder.site, archiveID: "a", options: PublishOptions(sync: .none))
        for path in pair { try publisher.put(path, [1]) }
        _ = try publisher.finish(counts: [:])
      }
      #expect(try tree(folder.site) == ["index.html": "1"])
      #expect(try publish(["index.html": "2"], into: folder).changed == 1)
      #expect(try tree(folder.site) == ["index.html": "2"])
    }
  }
}
