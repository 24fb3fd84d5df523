import Bagging
import Foundation
import Glibc
import Testing

struct BagArchiveTests {
  private let options = BagOptions(sync: .none, modifiedSeconds: 1_700_000_000)

  /// A path of so many bytes, in folders.
  private static func long(_ count: Int) -> String {
    let folder = String(repeating: "d", count: 59) + "/"
    var path = ""
    while path.utf8.count + 60 < count { path += folder }
    return path + String(repeating: "f", count: count - path.utf8.count)
  }

  private func archive(_ folder: TestFolder, to name: String = "bag.tar.gz") throws {
    try BagArchive.write(
      folder.bag, files: BagArchive.files(of: folder.bag), named: BagPath("sample"),
      to: "\(folder.path)/\(name)", options: options)
  }

  @Test func gnuTarUnpacksTheSameFiles() throws {
    let folder = try TestFolder()
    let lengths = [90, 92, 93, 94, 99, 100, 101, 155, 200, 240, 255, 256, 257, 300, 600]
    let files = lengths.map { (path: Self.long($0), text: "\($0)") } + SampleBag.files
    try SampleBag.write(to: folder, files: files)
    try archive(folder)
    let list = try Tool.run("tar", ["tzf", "bag.tar.gz"], in: folder.path)
    #expect(list.code == 0)
    for file in files { #expect(list.output.contains("sample/data/\(file.path)\n")) }
    try folder.makeFolder("out")
    let unpacked = try Tool.run("tar", ["xzf", "../bag.tar.gz"], in: "\(folder.path)/out")
    #expect(unpacked.code == 0 && unpacked.output.isEmpty, "\(unpacked)")
    #expect(try folder.tree("out/sample") == folder.tree("bag"))
    let status = try folder.status("out/sample/bagit.txt")
    #expect(status.st_mode & 0o7777 == 0o644 && status.st_mtim.tv_sec == 1_700_000_000)
    let report = try BagVerifier.verify("\(folder.path)/out/sample")
    #expect(report.isWhole)
  }

  @Test func pythonReadsTheSameFilesAndPlainHeaders() throws {
    let folder = try TestFolder()
    let files = [(path: Self.long(300), text: "long")] + SampleBag.files
    try SampleBag.write(to: folder, files: files)
    try archive(folder)
    let script = """
      import hashlib, sys, tarfile
      def fits(path):
        slashes = [i for i, c in enumerate(path[:-1]) if c == "/"]
        return len(path) <= 100 or any(i <= 155 and len(path) - i - 1 <= 100 for i in slashes)
      with tarfile.open(sys.argv[1]) as tar:
        for m in tar:
          assert (m.uid, m.gid, m.uname, m.gname, m.mtime) == (0, 0, "", "", 1700000000), m
          assert m.mode == (0o755 if m.isdir() else 0o644), m
          assert bool(m.pax_headers) != fits(m.name + "/" * m.isdir()), m.name
          if m.isfile():
            print(m.name, hashlib.sha512(tar.extractfile(m).read()).hexdigest())
      """
    let read = try Tool.run("python3", ["-c", script, "bag.tar.gz"], in: folder.path)
    let expected = try folder.tree("bag").map { "sample/\($0.key) \(sha512($0.value))" }.sorted()
    #expect(read.code == 0, "\(read)")
    #expect(read.output.split(separator: "\n").map(String.init).sorted() == expected)
  }

  @Test func theSameFilesGiveTheSameBytes() throws {
    let (first, second) = (try TestFolder(), try TestFolder())
    try SampleBag.write(to: first, BagOptions(sync: .none, modifiedSeconds: 1))
    try SampleBag.write(to: second, files: SampleBag.files.reversed())
    try archive(first)
    try archive(second)
    let bytes = try first.bytes("bag.tar.gz")
    #expect(try bytes == second.bytes("bag.tar.gz"))
    // RFC 1952: no flags, so no name; no time.
    #expect(bytes.prefix(8) == [0x1F, 0x8B, 8, 0, 0, 0, 0, 0])
    #expect(try first.status("bag.tar.gz").st_mode & 0o7777 == 0o644)
    #expect(try first.names == ["bag", "bag.tar.gz"])
  }

  @Test func largeFilesGoThroughInPieces() throws {
    let folder = try TestFolder()
    var random = SplitMix64(seed: 1)
    let writer = try BagWriter(target: folder.bag, options: options)
    try writer.add(BagPath("large")) { file in
      for _ in 0..<36 {
        let words = (0..<(1 << 17)).map { _ in random.next() }
        try file.write(words.withUnsafeBytes { Array($0) })
      }
    }
    _ = try writer.finish(info: SampleBag.info)
    try archive(folder)
    try folder.makeFolder("out")
    let unpacked = try Tool.run("tar", ["xzf", "../bag.tar.gz"], in: "\(folder.path)/out")
    #expect(unpacked.code == 0, "\(unpacked)")
    #expect(try BagVerifier.verify("\(folder.path)/out/sample").isWhole)
    let read = try Tool.run("gzip", ["-t", "bag.tar.gz"], in: folder.path)
    #expect(read.code == 0, "\(read)")
  }

  @Test(arguments: [-5, 0o100_000_000_000] as [Int64])
  func timesBeyondTheFieldAreKept(_ seconds: Int64) throws {
    let folder = try TestFolder()
    try SampleBag.write(to: folder)
    try BagArchive.write(
      folder.bag, files: [BagPath("bagit.txt")], named: BagPath("b"),
      to: "\(folder.path)/a.tar.gz", options: BagOptions(sync: .none, modifiedSeconds: seconds))
    let script = "import sys, tarfile; print({int(m.mtime) for m in tarfile.open(sys.argv[1])})"
    let read = try Tool.run("python3", ["-c", script, "a.tar.gz"], in: folder.path)
    #expect(read.output == "{\(seconds)}\n", "\(read)")
  }

  @Test func keepsTheOrderThatIsGiven() throws {
    let folder = try TestFolder()
    try SampleBag.write(to: folder)
    let files = try ["data/index.html", "bagit.txt", "data/a/b.txt"].map { try BagPath($0) }
    try BagArchive.write(
      folder.bag, files: files, named: BagPath("b"), to: "\(folder.path)/a.tar.gz")
    let list = try Tool.run("tar", ["tzf", "a.tar.gz"], in: folder.path)
    #expect(
      list.output == "b/\nb/data/\nb/data/index.html\nb/bagit.txt\nb/data/a/\nb/data/a/b.txt\n")
  }

  @Test func replacesAFileOnlyIfToldTo() throws {
    let folder = try TestFolder()
    try SampleBag.write(to: folder)
    try folder.write("bag.tar.gz", "mine")
    let error = #expect(throws: BagError.self) { try archive(folder) }
    #expect(error?.kind == .exists)
    #expect(try folder.read("bag.tar.gz") == "mine")
    try BagArchive.write(
      folder.bag, files: [BagPath("bagit.txt")], named: BagPath("b"),
      to: "\(folder.path)/bag.tar.gz", options: BagOptions(replaces: true, sync: .none))
    #expect(try folder.bytes("bag.tar.gz").prefix(2) == [0x1F, 0x8B])
    #expect(try folder.names == ["bag", "bag.tar.gz"])
  }

  @Test func aMissingFileLeavesNothing() throws {
    let folder = try TestFolder()
    try SampleBag.write(to: folder)
    #expect(throws: BagError.self) {
      try BagArchive.write(
        folder.bag, files: [BagPath("gone")], named: BagPath("b"), to: "\(folder.path)/a.tar.gz")
    }
    #expect(try folder.names == ["bag"])
  }

  @Test func listsNoLinksAndNoOddNames() throws {
    for name in ["link", "a b"] {
      let folder = try TestFolder()
      try SampleBag.write(to: folder)
      if name == "link" {
        try folder.link("bag/link", to: "x")
      } else {
        try folder.write("bag/a b", "")
      }
      #expect(throws: BagError.self) { try BagArchive.files(of: folder.bag) }
    }
  }
}
