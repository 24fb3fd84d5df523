import Foundation
import Glibc
import Publishing
import Testing

struct SafetyTests {
  private func error(_ body: () throws -> Void) -> PublishError.Kind? {
    do {
      try body()
      return nil
    } catch {
      return (error as? PublishError)?.kind
    }
  }

  @Test(arguments: [
    "", "/a", "a/", "a//b", ".", "..", "a/../b", "./a", "a/.", "a\0b", "a b", "ä", "a\\b", "a\nb",
    ".rollbook", ".rollbook-staging/x", String(repeating: "x", count: 256),
  ])
  func refusesPathsThatLeaveTheSiteOrNeedCare(path: String) throws {
    let folder = try TestFolder()
    let publisher = try Publisher(directory: folder.site, archiveID: "a")
    #expect(throws: PublishError(.badPath, at: path)) { try publisher.put(path, [1]) }
  }

  @Test func refusesFoldersThatAreNoPlaceForASite() throws {
    let folder = try TestFolder()
    func kind(_ path: String) -> PublishError.Kind? {
      error { _ = try Publisher(directory: path, archiveID: "a") }
    }
    #expect(kind("/") == .unsafeTarget(.root))
    #expect(kind("/usr") == .unsafeTarget(.system))
    #expect(kind(FileManager.default.currentDirectoryPath + "/..") != nil)
    try folder.write("x", to: "project/.rollbook/archive.sqlite")
    #expect(kind("\(folder.path)/project") == .unsafeTarget(.holdsState))
    #expect(kind("\(folder.path)/project/.rollbook/site") == .unsafeTarget(.insideState))
    #expect(kind("\(folder.path)/project/.rollbook/archive.sqlite") != nil)
    try folder.write("x", to: "file")
    #expect(kind("\(folder.path)/file") == .unsafeTarget(.notAFolder))
    #expect(kind("") != nil)
    symlink("\(folder.path)/nowhere", "\(folder.path)/dangling")
    #expect(kind("\(folder.path)/dangling") != nil)
  }

  @Test func publishesToWhereALinkLeads() throws {
    let folder = try TestFolder()
    try folder.write("x", to: "real/site/.keep")
    symlink("real/site", "\(folder.path)/site")
    try publish(["index.html": "1"], into: folder)
    try publish(["index.html": "2"], into: folder)
    #expect(try folder.status("site").st_mode & S_IFMT == S_IFLNK)
    #expect(try tree("\(folder.path)/real/site") == ["index.html": "2", ".keep": "x"])
    #expect(folder.exists("real/.rollbook/site/state.sqlite"))
  }

  @Test func makesTheFoldersAboveTheSite() throws {
    let folder = try TestFolder()
    let publisher = try Publisher(directory: "\(folder.path)/x/y/site", archiveID: "a")
    try publisher.put("index.html", [49])
    _ = try publisher.finish(counts: [:])
    #expect(try tree("\(folder.path)/x/y/site") == ["index.html": "1"])
  }

  @Test(arguments: [PublishMode.exchange, .inPlace])
  func carriesAlongWhatItDidNotWrite(mode: PublishMode) throws {
    let folder = try TestFolder()
    let options = PublishOptions(mode: mode, sync: .none)
    try folder.write("*\n", to: "site/.gitignore")
    try folder.write("mine", to: "site/d/notes.txt")
    try folder.write("deep", to: "site/x/y/z.txt")
    mkdir("\(folder.site)/empty", 0o750)
    chmod("\(folder.site)/empty", 0o750)
    symlink("../elsewhere", "\(folder.site)/link")
    var foreign = try tree(folder.site)
    for i in 0..<4 {
      let files = ["index.html": "\(i)", "d/\(i).html": "x"]
      try publish(files, into: folder, options)
      let wanted = tree(of: files).merging(foreign) { $1 }
      #expect(try tree(folder.site) == wanted)
      #expect(try folder.status("site/empty").st_mode & 0o777 == 0o750)
    }
    // Changed, replaced and removed by their owner.
    try folder.write("changed", to: "site/d/notes.txt")
    unlink("\(folder.site)/link")
    rmdir("\(folder.site)/empty")
    foreign["d/notes.txt"] = "changed"
    foreign["link"] = nil
    foreign["empty/"] = nil
    for i in 4..<7 {
      try publish(["index.html": "\(i)"], into: folder, options)
      #expect(try tree(folder.site) == foreign.merging(["index.html": "\(i)"]) { $1 })
    }
  }

  @Test(arguments: [PublishMode.exchange, .inPlace])
  func replacesAForeignFileOnlyByForce(mode: PublishMode) throws {
    let folder = try TestFolder()
    var options = PublishOptions(mode: mode, sync: .none)
    try folder.write("theirs", to: "site/index.html")
    let name = "\(folder.site)/index.html"
    #expect(throws: PublishError(.foreignFile, at: name)) {
      try publish(["index.html": "ours"], into: folder, options)
    }
    #expect(try folder.read("site/index.html") == "theirs")
    options.force = true
    let result = try publish(["index.html": "ours"], into: folder, options)
    #expect(result.changed == 1)
    #expect(try tree(folder.site) == ["index.html": "ours"])
    options.force = false
    #expect(try !publish(["index.html": "ours"], into: folder, options).isChange)
  }

  @Test func takesOverAFileWithTheSameBytes() throws {
    let folder = try TestFolder()
    try folder.write("same", to: "site/index.html")
    chmod("\(folder.site)/index.html", 0o644)
    let before = try folder.status("site/index.html")
    let first = try publish(["index.html": "same", "a.html": "a"], into: folder)
    #expect(first.counts == [1, 0, 1, 0])
    #expect(try folder.status("site/index.html").st_ino == before.st_ino)
    // From now on it is ours: it goes when the site has it no more.
    #expect(try publish(["a.html": "a"], into: folder).removed == 1)
    #expect(try tree(folder.site) == ["a.html": "a"])
  }

  @Test(arguments: [PublishMode.exchange, .inPlace], [false, true])
  func neverRemovesAForeignFolderOrFollowsALink(mode: PublishMode, force: Bool) throws {
    let folder = try TestFolder()
    let options = PublishOptions(mode: mode, sync: .none, force: force)
    try folder.write("outside", to: "outside/index.html")
    try folder.write("x", to: "site/page.html/theirs.txt")
    symlink("../outside", "\(folder.site)/d")
    let before = try tree(folder.site)
    for path in ["page.html", "d/index.html"] {
      #expect(throws: PublishError.self) {
        try publish([path: "ours"], into: folder, options)
      }
      #expect(try tree(folder.site) == before)
      #expect(try folder.read("outside/index.html") == "outside")
    }
  }

  @Test(arguments: [PublishMode.exchange, .inPlace])
  func replacesALinkByForceAndNotWhatItLeadsTo(mode: PublishMode) throws {
    let folder = try TestFolder()
    try folder.write("outside", to: "outside.html")
    mkdir(folder.site, 0o755)
    symlink("../outside.html", "\(folder.site)/index.html")
    let options = PublishOptions(mode: mode, sync: .none, force: true)
    try publish(["index.html": "ours"], into: folder, options)
    #expect(try tree(folder.site) == ["index.html": "ours"])
    #expect(try folder.read("outside.html") == "outside")
  }

  @Test func recoversFromAnOverturnedTreeBefore() throws {
    let folder = try TestFolder()
    let files = ["index.html": "1", "a/x.html": "x", "b/y.html": "y"]
    try publish(files, into: folder)
    try publish(files.merging(["index.html": "2"]) { $1 }, into: folder)
    let previous = ".rollbook/site/previous"
    unlink("\(folder.path)/\(previous)/a/x.html")
    try FileManager.default.removeItem(atPath: "\(folder.path)/\(previous)/b")
    try folder.write("file", to: "\(previous)/b")
    try folder.write("junk", to: "\(previous)/junk/junk.html")
    unlink("\(folder.path)/\(previous)/index.html")
    try folder.write("junk", to: "\(previous)/index.html/junk")
    let wanted = files.merging(["a/x.html": "new"]) { $1 }
    try publish(wanted, into: folder)
    #expect(try tree(folder.site) == tree(of: wanted))
  }

  @Test func refusesADamagedRecordAndSaysWhatToDo() throws {
    let folder = try TestFolder()
    try publish(["index.html": "1"], into: folder)
    try folder.write(
      String(repeating: "not a database ", count: 500), to: ".rollbook/site/state.sqlite")
    do {
      try publish(["index.html": "2"], into: folder)
      Issue.record("a damaged record was used")
    } catch let error as PublishError {
      guard case .state = error.kind else { throw error }
      #expect(error.message.contains("--force"))
    }
    #expect(try folder.read("site/index.html") == "1")
    unlink("\(folder.state)/state.sqlite")
    try publish(
      ["index.html": "2"], into: folder, PublishOptions(sync: .none, force: true))
    #expect(try folder.read("site/index.html") == "2")
  }
}
