import Bagging
import Foundation
import Glibc
import Model
import Testing

struct BagWriterTests {
  @Test func writesTheFilesOfTheStandardToTheByte() throws {
    let folder = try TestFolder()
    let result = try SampleBag.write(to: folder)
    let payload = SampleBag.files.map { ("data/\($0.path)", $0.text) }.sorted { $0.0 < $1.0 }
    let manifest = payload.map { "\(sha512($0.1))  \($0.0)\n" }.joined()
    let declaration = "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
    let info =
      "Source-Organization: Example\nBagging-Date: 2026-11-28\nPayload-Oxum: 33.5\n"
      + "Rollbook-Record-Count-Jobs: 2\n"
    let tagManifest =
      "\(sha512(info))  bag-info.txt\n\(sha512(declaration))  bagit.txt\n"
      + "\(sha512(manifest))  manifest-sha512.txt\n"
    var expected = [
      "bagit.txt": declaration, "bag-info.txt": info, "manifest-sha512.txt": manifest,
      "tagmanifest-sha512.txt": tagManifest,
    ]
    for (path, text) in payload { expected[path] = text }
    #expect(try folder.tree("bag").mapValues { String(decoding: $0, as: UTF8.self) } == expected)
    #expect(result.fileCount == 5)
    #expect(result.byteCount == 33)
    #expect(result.tagManifestSHA512 == sha512(tagManifest))
    #expect(try BagVerifier.tagManifestSHA512(of: folder.bag) == sha512(tagManifest))
    #expect(try folder.names == ["bag"])
  }

  @Test func acceptedByItsOwnVerifier() throws {
    let folder = try TestFolder()
    try SampleBag.write(to: folder)
    let report = try BagVerifier.verify(folder.bag)
    #expect(report.lines == [])
    #expect(report.isWhole)
    #expect(report.fileCount == 5)
    #expect(report.info.entries.count == 4)
    #expect(report.unlisted == [] && report.warnings == [] && report.notChecked == [])
  }

  @Test(arguments: BagSync.allCases)
  func givesModesAndTimesWhateverTheUmask(_ sync: BagSync) throws {
    let folder = try TestFolder()
    let before = umask(0o077)
    defer { umask(before) }
    try SampleBag.write(to: folder, BagOptions(sync: sync, modifiedSeconds: 1_700_000_000))
    let walker = try #require(FileManager.default.enumerator(atPath: folder.bag))
    for path in walker.compactMap({ $0 as? String }) + ["."] {
      let status = try folder.status("bag/\(path)")
      let isFolder = status.st_mode & S_IFMT == S_IFDIR
      #expect(status.st_mode & 0o7777 == (isFolder ? 0o755 : 0o644), "\(path)")
      #expect(status.st_mtim.tv_sec == 1_700_000_000, "\(path)")
    }
  }

  @Test func theOrderOfAddingDoesNotMatter() throws {
    let (first, second) = (try TestFolder(), try TestFolder())
    let a = try SampleBag.write(to: first)
    let b = try SampleBag.write(to: second, files: SampleBag.files.reversed())
    #expect(a == b)
    #expect(try first.tree("bag") == second.tree("bag"))
  }

  @Test func takesBytesPiecesAndFiles() throws {
    let folder = try TestFolder()
    let large = (0..<3_000_001).map { UInt8(truncatingIfNeeded: $0 &* 31) }
    try folder.write("source", large)
    let writer = try BagWriter(target: folder.bag, options: BagOptions(sync: .none))
    try writer.add(BagPath("copied"), copying: "\(folder.path)/source")
    try writer.add(BagPath("pieces")) { file in
      for start in stride(from: 0, to: large.count, by: 70_000) {
        try file.write(Array(large[start..<min(start + 70_000, large.count)]))
      }
      #expect(file.byteCount == large.count)
    }
    try writer.add(BagPath("bytes"), bytes: large)
    try writer.addTag(BagPath("notes/about.txt"), bytes: Array("note".utf8))
    let result = try writer.finish(info: SampleBag.info)
    #expect(result.byteCount == 3 * large.count)
    for name in ["copied", "pieces", "bytes"] {
      #expect(try folder.bytes("bag/data/\(name)") == large)
    }
    #expect(try folder.read("bag/tagmanifest-sha512.txt").hasSuffix("  notes/about.txt\n"))
    #expect(try BagVerifier.verify(folder.bag).isWhole)
  }

  @Test func withoutPayloadItIsABagAllTheSame() throws {
    let folder = try TestFolder()
    try SampleBag.write(to: folder, files: [])
    #expect(try folder.read("bag/bag-info.txt").contains("Payload-Oxum: 0.0\n"))
    #expect(try BagVerifier.verify(folder.bag).isWhole)
  }

  // MARK: Refusals

  @Test(arguments: [
    (["a", "a"], BagError.Kind.pathTwice), (["a", "a/b"], .pathTwice), (["a/b", "a"], .pathTwice),
    (["A.txt", "a.txt"], .collision(other: "data/a.txt")),
    (["dir/x", "Dir/y"], .collision(other: "data/Dir/y")),
    (["a", "a-b", "A/c"], .collision(other: "data/A/c")),
  ])
  func refusesPathsThatAreOne(_ paths: [String], _ kind: BagError.Kind) throws {
    let folder = try TestFolder()
    let error = #expect(throws: BagError.self) {
      try SampleBag.write(to: folder, files: paths.map { ($0, $0) })
    }
    #expect(error?.kind == kind)
    #expect(try folder.names == [])
  }

  @Test(arguments: [
    "bagit.txt", "bag-info.txt", "fetch.txt", "BagIt.txt", "manifest-md5.txt", "data/x", "Data",
    "tagmanifest-sha256.txt",
  ])
  func refusesTagFilesThatAreItsOwn(_ path: String) throws {
    let folder = try TestFolder()
    let writer = try BagWriter(target: folder.bag)
    let error = #expect(throws: BagError.self) { try writer.addTag(BagPath(path), bytes: []) }
    #expect(error?.kind == .reservedName)
  }

  @Test func refusesSourcesThatAreNoFiles() throws {
    let folder = try TestFolder()
    try folder.makeFolder("folder")
    try folder.makePipe("pipe")
    try folder.write("file", "x")
    try folder.link("link", to: "file")
    for name in ["folder", "pipe", "link"] {
      let writer = try BagWriter(target: folder.bag)
      let error = #expect(throws: BagError.self) {
        try writer.add(BagPath("x"), copying: "\(folder.path)/\(name)")
      }
      #expect(error?.kind == .notAFile, "\(name)")
    }
    #expect(!folder.exists("bag"))
  }

  @Test func afterAnErrorNothingIsThere() throws {
    let folder = try TestFolder()
    do {
      let writer = try BagWriter(target: folder.bag)
      #expect(throws: Problem.self) {
        try writer.add(BagPath("x")) { file in
          try file.write([1])
          throw Problem("no more")
        }
      }
      let error = #expect(throws: BagError.self) { try writer.finish(info: []) }
      #expect(error?.kind == .over)
    }
    #expect(try folder.names == [])
  }

  @Test func aFileThatIsDoneTakesNoMore() throws {
    let folder = try TestFolder()
    let writer = try BagWriter(target: folder.bag, options: BagOptions(sync: .none))
    var kept: BagFile?
    try writer.add(BagPath("x")) { kept = $0 }
    let error = #expect(throws: BagError.self) { try kept?.write([1]) }
    #expect(error?.kind == .over)
    _ = try writer.finish(info: SampleBag.info)
    #expect(try BagVerifier.verify(folder.bag).isWhole)
  }

  @Test func cancellingRemovesEverything() throws {
    let folder = try TestFolder()
    let writer = try BagWriter(target: folder.bag)
    try writer.add(BagPath("a/b/c"), bytes: [1])
    try writer.cancel()
    #expect(try folder.names == [])
    #expect(throws: BagError.self) { try writer.add(BagPath("d"), bytes: []) }
  }

  @Test(arguments: ["", "/", ".", "a/..", "x/.", "nowhere/bag"])
  func refusesTargetsThatAreNone(_ target: String) throws {
    let folder = try TestFolder()
    #expect(throws: BagError.self) { try BagWriter(target: "\(folder.path)/\(target)/.") }
    #expect(throws: BagError.self) { try BagWriter(target: target) }
  }

  // MARK: Replacing

  @Test func leavesWhatIsThereUnlessToldOtherwise() throws {
    let folder = try TestFolder()
    try SampleBag.write(to: folder)
    let before = try folder.tree("bag")
    let error = #expect(throws: BagError.self) { try SampleBag.write(to: folder, files: []) }
    #expect(error?.kind == .exists)
    #expect(try folder.tree("bag") == before)
    #expect(try folder.names == ["bag"])
  }

  @Test func takesThePlaceOfABagOfItsOwn() throws {
    let folder = try TestFolder()
    try SampleBag.write(to: folder)
    try folder.write("bag/tagmanifest-sha512.txt.sig", "signed")
    let files = [(path: "new.txt", text: "new")]
    try SampleBag.write(to: folder, BagOptions(replaces: true, sync: .none), files: files)
    #expect(
      try folder.tree("bag").keys.sorted().filter { $0.hasPrefix("data") } == ["data/new.txt"])
    #expect(try folder.names == ["bag"])
    #expect(try BagVerifier.verify(folder.bag).isWhole)
  }

  @Test func replacesNothingThatIsNotItsOwn() throws {
    let replacing = BagOptions(replaces: true, sync: .none)
    let cases: [(String, (TestFolder) throws -> Void)] = [
      ("a file", { try $0.write("bag", "x") }),
      ("a folder", { try $0.makeFolder("bag") }),
      ("a link", { try $0.link("bag", to: "elsewhere") }),
      ("a foreign bag", { try SampleBag.write(to: $0, info: []) }),
      (
        "a bag with a payload file more",
        {
          try SampleBag.write(to: $0)
          try $0.write("bag/data/mine.txt", "x")
        }
      ),
      (
        "a bag with a file more",
        {
          try SampleBag.write(to: $0)
          try $0.write("bag/notes.txt", "x")
        }
      ),
      (
        "a bag with a link",
        {
          try SampleBag.write(to: $0)
          try $0.link("bag/data/link", to: "x")
        }
      ),
    ]
    for (name, prepare) in cases {
      let folder = try TestFolder()
      try prepare(folder)
      let before = try folder.tree("")
      #expect(throws: BagError.self, "\(name)") { try SampleBag.write(to: folder, replacing) }
      #expect(try folder.tree("") == before, "\(name)")
    }
  }

  // MARK: What was left behind

  @Test func removesWhatAKilledRunLeft() throws {
    let folder = try TestFolder()
    try folder.write(".bag.staging-999999-0/data/x", "x")
    try folder.write(".bag.staging-notes", "mine")
    try folder.write(".other.staging-1-0/x", "x")
    try SampleBag.write(to: folder)
    #expect(try folder.names == [".bag.staging-notes", ".other.staging-1-0", "bag"])
  }

  @Test func leavesWhatAnotherRunIsAt() throws {
    let folder = try TestFolder()
    let first = try BagWriter(target: folder.bag, options: BagOptions(sync: .none))
    try first.add(BagPath("first"), bytes: [1])
    let second = try BagWriter(target: folder.bag, options: BagOptions(sync: .none))
    _ = try first.finish(info: SampleBag.info)
    let error = #expect(throws: BagError.self) { try second.finish(info: SampleBag.info) }
    #expect(error?.kind == .exists)
    #expect(folder.exists("bag/data/first"))
  }

  // MARK: Others' tools

  @Test func coreutilsCheckTheBag() throws {
    let folder = try TestFolder()
    try SampleBag.write(to: folder)
    for manifest in ["tagmanifest-sha512.txt", "manifest-sha512.txt"] {
      let outcome = try Tool.run(
        "sha512sum", ["--strict", "--warn", "-c", manifest], in: folder.bag)
      #expect(outcome.code == 0, "\(outcome)")
    }
    try folder.write("bag/data/index.html", "<p>Hullo</p>\n")
    let outcome = try Tool.run("sha512sum", ["-c", "manifest-sha512.txt"], in: folder.bag)
    #expect(outcome.code == 1)
    #expect(outcome.output.contains("data/index.html: FAILED"))
  }

  @Test func bagitPythonFindsItValid() throws {
    let folder = try TestFolder()
    let info =
      SampleBag.info + [
        BagInfo.Entry("Long", Text(String(repeating: "word ", count: 100))),
        BagInfo.Entry("Empty", ""), BagInfo.Entry("Breaks", "a\r\nb\u{85}c\u{2028}d:e"),
      ]
    try SampleBag.write(to: folder, info: info)
    let valid = try Python.run(["-m", "bagit", "--validate", folder.bag], in: folder.path)
    #expect(valid.code == 0, "\(valid)")
    let script = "import bagit, sys; print(bagit.Bag(sys.argv[1]).info['Breaks'])"
    let read = try Python.run(["-c", script, folder.bag], in: folder.path)
    #expect(read.output == "a b c d:e\n")
    try folder.write("bag/data/extra", "x")
    let invalid = try Python.run(["-m", "bagit", "--validate", folder.bag], in: folder.path)
    #expect(invalid.code != 0)
  }
}
