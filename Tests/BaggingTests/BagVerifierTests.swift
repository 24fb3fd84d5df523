import Bagging
import Foundation
import Glibc
import Model
import Testing

struct BagVerifierTests {
  private func report(
    _ change: (TestFolder) throws -> Void
  ) throws -> BagReport {
    let folder = try TestFolder()
    try ForeignBag().write(to: folder)
    try change(folder)
    return try BagVerifier.verify(folder.bag)
  }

  @Test func saysOnlyThatThereIsNoFolder() throws {
    let folder = try TestFolder()
    try folder.write("file", "x")
    for name in ["nowhere", "file"] {
      let error = #expect(throws: BagError.self) {
        try BagVerifier.verify("\(folder.path)/\(name)")
      }
      #expect(error?.kind == .noFolder)
    }
    try folder.makeFolder("empty")
    #expect(
      try BagVerifier.verify("\(folder.path)/empty").lines == [
        "malformed bagit.txt:0 it is not there, so this is no bag",
        "malformed data:0 there is no such folder",
        "malformed manifest-*.txt:0 there is no payload manifest",
      ])
  }

  @Test func namesTheDigests() throws {
    let report = try report { try $0.write("bag/data/a.txt", "b") }
    let altered = try #require(report.altered.first)
    #expect(altered.expected == sha256("a"))
    #expect(altered.actual == sha256("b"))
  }

  // MARK: Links and special files

  @Test func followsNoLinkToAFile() throws {
    let report = try report { folder in
      try folder.write("outside", "a")
      try folder.remove("bag/data/a.txt")
      try folder.link("bag/data/a.txt", to: "../../outside")
      try folder.link("bag/data/more", to: "/etc/passwd")
    }
    #expect(
      report.lines == [
        "unsafe data/a.txt is a symbolic link", "unsafe data/more is a symbolic link",
      ])
  }

  @Test func followsNoLinkToAFolder() throws {
    let report = try report { folder in
      try folder.write("outside/c.txt", "c")
      try folder.remove("bag/data/b")
      try folder.link("bag/data/b", to: "../../outside")
    }
    #expect(
      report.lines == [
        "unsafe data/b is a symbolic link",
        "unsafe data/b/c.txt leads through the symbolic link 'data/b'",
      ])
  }

  @Test func followsNoLinkToThePayload() throws {
    let report = try report { folder in
      try FileManager.default.moveItem(
        atPath: "\(folder.bag)/data", toPath: "\(folder.path)/data")
      try folder.link("bag/data", to: "../data")
    }
    #expect(
      report.lines == [
        "unsafe data is a symbolic link",
        "unsafe data/a.txt leads through the symbolic link 'data'",
        "unsafe data/b/c.txt leads through the symbolic link 'data'",
      ])
  }

  @Test(arguments: ["bagit.txt", "manifest-sha256.txt", "bag-info.txt", "fetch.txt"])
  func readsNoTagFileThroughALink(_ name: String) throws {
    let report = try report { folder in
      if folder.exists("bag/\(name)") { try folder.remove("bag/\(name)") }
      try folder.link("bag/\(name)", to: "/dev/zero")
    }
    #expect(report.lines.contains("unsafe \(name) is a symbolic link"))
    #expect(!report.isWhole)
  }

  @Test func waitsForNoPipe() throws {
    let report = try report { folder in
      try folder.remove("bag/data/a.txt")
      try folder.makePipe("bag/data/a.txt")
      try folder.makePipe("bag/bag-info.txt")
    }
    #expect(
      report.lines == [
        "unsafe bag-info.txt is a pipe, socket or device",
        "unsafe data/a.txt is a pipe, socket or device",
      ])
  }

  // MARK: What cannot be read

  @Test func saysThatAFolderIsNoFile() throws {
    let report = try report { folder in
      try folder.remove("bag/data/a.txt")
      try folder.makeFolder("bag/data/a.txt/inner")
      try folder.makeFolder("bag/bag-info.txt")
    }
    #expect(
      report.lines == [
        "unreadable bag-info.txt: it is a folder", "unreadable data/a.txt: it is a folder",
      ])
  }

  @Test(.enabled(if: geteuid() != 0, "the superuser may read everything"))
  func saysWhyAFileCannotBeRead() throws {
    let report = try report { folder in
      chmod("\(folder.bag)/data/a.txt", 0)
      chmod("\(folder.bag)/data/b", 0)
    }
    #expect(
      report.lines == [
        "unreadable data/a.txt: cannot open it: Permission denied",
        "unreadable data/b: cannot open it: Permission denied",
        "unreadable data/b/c.txt: cannot open it: Permission denied",
      ])
  }

  @Test func leavesFoldersThatAreNestedWithoutEnd() throws {
    let folder = try TestFolder()
    try ForeignBag().write(to: folder)
    var open = [try #require(Self.open(folder.bag + "/data", nil))]
    for _ in 0..<300 {
      let parent = try #require(open.last)
      #expect(mkdirat(parent, "d", 0o755) == 0)
      open.append(try #require(Self.open("d", parent)))
    }
    for descriptor in open { close(descriptor) }
    let report = try BagVerifier.verify(folder.bag)
    #expect(report.unreadable.map(\.reason) == ["folders are nested too deep"])
  }

  private static func open(_ path: String, _ parent: Int32?) -> Int32? {
    let descriptor = openat(parent ?? AT_FDCWD, path, O_RDONLY | O_DIRECTORY)
    return descriptor == -1 ? nil : descriptor
  }

  // MARK: What is no fault

  @Test func listsTagFilesApartThatNoManifestLists() throws {
    let report = try report { folder in
      try folder.write("bag/tagmanifest-sha256.txt.sig", "x")
      try folder.write("bag/notes/b.txt", "x")
    }
    #expect(report.unlisted == ["notes/b.txt", "tagmanifest-sha256.txt.sig"])
    #expect(report.isWhole)
  }

  @Test func saysWhichManifestsItDidNotCheck() throws {
    let report = try report { try $0.write("bag/manifest-sha3256.txt", "00 data/a.txt\n") }
    #expect(report.notChecked.map(\.algorithm) == ["sha3256"])
    #expect(report.isChecked)
    let folder = try TestFolder()
    var bag = ForeignBag()
    bag.remove("manifest-sha256.txt")
    bag["manifest-blake2b.txt"] = "00 data/a.txt\n00 data/b/c.txt\n"
    try bag.write(to: folder)
    let unchecked = try BagVerifier.verify(folder.bag)
    #expect(unchecked.lines == [])
    #expect(!unchecked.isChecked && !unchecked.isWhole)
  }

  @Test func warnsOfNamesThatAreOneElsewhere() throws {
    let report = try report { folder in
      try folder.write("bag/data/A.txt", "x")
      try folder.write("bag/data/B/x", "x")
      let lines = "\(sha256("x"))  data/A.txt\n\(sha256("x"))  data/B/x\n"
      try folder.write(
        "bag/manifest-sha256.txt", try folder.read("bag/manifest-sha256.txt") + lines)
    }
    #expect(report.isWhole)
    #expect(
      report.warnings == [
        .caseCollision("data/a.txt", "data/A.txt"), .caseCollision("data/b/c.txt", "data/B/x"),
      ])
  }

  @Test func namesThatAreNoTextStayTwo() throws {
    let folder = try TestFolder()
    try ForeignBag().write(to: folder)
    for byte in [0xFE, 0xFF] as [UInt8] {
      let path = Array("\(folder.bag)/data/".utf8) + [byte, 0]
      path.withUnsafeBytes { bytes in
        let name = bytes.assumingMemoryBound(to: CChar.self)
        if let start = name.baseAddress { close(creat(start, 0o644)) }
      }
    }
    #expect(
      try BagVerifier.verify(folder.bag).extra.map(\.string) == ["data/\\xfe", "data/\\xff"])
  }

  @Test func tellsHowFarItIs() throws {
    let folder = try TestFolder()
    let writer = try BagWriter(target: folder.bag, options: BagOptions(sync: .none))
    try writer.add(BagPath("large"), bytes: Array(repeating: 7, count: 3 << 20))
    _ = try writer.finish(info: SampleBag.info)
    var steps: [(Int, Int)] = []
    _ = try BagVerifier.verify(folder.bag) { steps.append(($0.fileCount, $0.byteCount)) }
    let last = try #require(steps.last)
    #expect(last.0 == 5)
    #expect(last.1 > 3 << 20)
    #expect(steps.count == 5 + 3)
    #expect(zip(steps, steps.dropFirst()).allSatisfy { $0 <= $1 })
  }

  @Test func namesAThousandFaultsAndCountsTheRest() throws {
    let report = try report { folder in
      try folder.write("bag/manifest-md5.txt", String(repeating: "\n", count: 2500))
    }
    let faults = report.malformed.filter { $0.file == "manifest-md5.txt" }
    #expect(faults.contains { $0.fault == .more(1500) && $0.line == nil })
    #expect(faults.filter { $0.fault == .emptyLine }.count == 1000)
  }

  // MARK: Bags of Rollbook's own

  @Test func missesTheTagManifestOfItsOwnBags() throws {
    let folder = try TestFolder()
    try SampleBag.write(to: folder)
    try folder.remove("bag/tagmanifest-sha512.txt")
    #expect(try BagVerifier.verify(folder.bag).lines == ["missing tagmanifest-sha512.txt"])
  }

  @Test func takesNothingForItsOwnFormThatOnlyMeansTheSame() throws {
    let changes: [(String) -> String] = [
      { $0.replacing("  bag", with: " *bag") }, { $0.replacing("  bag", with: " \tbag") },
      { $0.replacing("\n", with: "\r\n") }, { String($0.dropLast()) }, { $0.uppercased() },
      { $0.split(separator: "\n").reversed().joined(separator: "\n") + "\n" },
    ]
    for (i, change) in changes.enumerated() {
      let folder = try TestFolder()
      try SampleBag.write(to: folder)
      let text = try folder.read("bag/tagmanifest-sha512.txt")
      try folder.write("bag/tagmanifest-sha512.txt", change(text))
      #expect(try !BagVerifier.verify(folder.bag).isWhole, "change \(i)")
    }
  }
}
