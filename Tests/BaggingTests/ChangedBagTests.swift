import Bagging
import Model
import Testing

/// Every small change to a bag is found, and named.
struct ChangedBagTests {
  private static let tagManifest = "tagmanifest-sha512.txt"

  private func smallBag() throws -> TestFolder {
    let folder = try TestFolder()
    try SampleBag.write(
      to: folder, files: [("a.txt", "abc\n"), ("b/c.txt", "x")],
      info: [BagInfo.Entry("Rollbook-Record-Count-Jobs", "2")])
    return folder
  }

  /// Whether the report names the file; for the tag manifest, which nothing covers, a file in it.
  private func names(_ file: String, _ report: BagReport) -> Bool {
    guard !report.isWhole else { return false }
    let isNamed =
      report.altered.contains { $0.path.string == file }
      || report.malformed.contains { $0.file.string == file }
    if file != Self.tagManifest || isNamed { return isNamed }
    let covered = ["bagit.txt", "bag-info.txt", "manifest-sha512.txt"]
    return report.altered.contains { covered.contains($0.path.string) }
  }

  private func eachFile(
    _ body: (TestFolder, String, [UInt8]) throws -> Void
  ) throws {
    let folder = try smallBag()
    for (file, bytes) in try folder.tree("bag").sorted(by: { $0.key < $1.key }) {
      try body(folder, file, bytes)
      try folder.write("bag/\(file)", bytes)
    }
    #expect(try BagVerifier.verify(folder.bag).isWhole)
  }

  private func check(_ folder: TestFolder, _ file: String, _ bytes: [UInt8], _ what: String) throws
  {
    try folder.write("bag/\(file)", bytes)
    let report = try BagVerifier.verify(folder.bag)
    if !names(file, report) { Issue.record("\(file), \(what): \(report.lines)") }
  }

  @Test func everyByteThatIsAnotherIsFound() throws {
    try eachFile { folder, file, bytes in
      for i in bytes.indices {
        var others: Set<UInt8> = [bytes[i] ^ 1, bytes[i] ^ 0x20, bytes[i] ^ 0x80, 0x0A, 0x0D]
        others.formUnion([0x20, 0x2A])
        for other in others.subtracting([bytes[i]]).sorted() {
          var changed = bytes
          changed[i] = other
          try check(folder, file, changed, "byte \(i) is \(other)")
        }
      }
    }
  }

  @Test func everyByteMoreOrLessIsFound() throws {
    try eachFile { folder, file, bytes in
      for i in 0...bytes.count {
        for byte in [0x0A, 0x0D, 0x20, 0x61] as [UInt8] {
          var longer = bytes
          longer.insert(byte, at: i)
          try check(folder, file, longer, "\(byte) inserted at \(i)")
        }
        guard i < bytes.count else { continue }
        var shorter = bytes
        shorter.remove(at: i)
        try check(folder, file, shorter, "byte \(i) is gone")
      }
    }
  }

  @Test func everyTruncationIsFound() throws {
    try eachFile { folder, file, bytes in
      for count in bytes.indices {
        try folder.write("bag/\(file)", bytes.prefix(count))
        let report = try BagVerifier.verify(folder.bag)
        #expect(!report.isWhole, "\(file) cut at \(count)")
      }
    }
  }

  @Test func everyFileThatIsGoneIsNamed() throws {
    for file in try smallBag().tree("bag").keys.sorted() {
      let folder = try smallBag()
      try folder.remove("bag/\(file)")
      let report = try BagVerifier.verify(folder.bag)
      #expect(report.missing.map(\.path.string).contains(file), "\(file)")
    }
  }

  @Test(arguments: [
    "data/new", "data/b/new", "data/new/new", "new", "new/new", "data2", ".new", "fetch.txt",
  ])
  func everyFileMoreIsNamed(_ file: String) throws {
    let folder = try smallBag()
    try folder.write("bag/\(file)", "")
    let report = try BagVerifier.verify(folder.bag)
    if file.hasPrefix("data/") {
      #expect(report.extra.map(\.string) == [file])
      #expect(report.wrongCounts.count == 1)
    } else {
      #expect(report.unlisted.map(\.string) == [file])
    }
  }

  @Test func twoFilesThatChangePlacesAreBothNamed() throws {
    let folder = try smallBag()
    try folder.write("bag/data/a.txt", "x")
    try folder.write("bag/data/b/c.txt", "abc\n")
    #expect(
      try BagVerifier.verify(folder.bag).lines == [
        "altered data/a.txt sha512", "altered data/b/c.txt sha512",
      ])
  }

  // MARK: Hostile files

  @Test(arguments: [
    "bagit.txt", "bag-info.txt", "fetch.txt", "manifest-sha512.txt", "tagmanifest-sha512.txt",
    "manifest-md5.txt", "manifest-x.txt",
  ])
  func noBytesStopIt(_ file: String) throws {
    let seed: UInt64 = 20_261_128
    var random = SplitMix64(seed: seed)
    let folder = try smallBag()
    let pieces: [[UInt8]] = [
      Array(sha512("x").utf8), Array(md5("x").utf8), Array("data/a.txt".utf8), [0x20, 0x20],
      [0x0A], [0x0D], [0x0D, 0x0A], [0x00], [0x09], Array("%0A%25%".utf8), [0xFF, 0xC3],
      Array("../".utf8), [0xEF, 0xBB, 0xBF], Array("*./".utf8), Array("Payload-Oxum: ".utf8),
      Array("9223372036854775808.1".utf8), Array("- ".utf8), Array(repeating: 0x61, count: 70_000),
    ]
    for round in 0..<150 {
      var bytes: [UInt8] = []
      for _ in 0..<Int.random(in: 0..<24, using: &random) {
        if Bool.random(using: &random) {
          bytes += pieces[Int.random(in: 0..<pieces.count, using: &random)]
        } else {
          bytes += (0..<8).map { _ in UInt8.random(in: 0...255, using: &random) }
        }
      }
      try folder.write("bag/\(file)", bytes)
      let report = try BagVerifier.verify(folder.bag)
      let isNamed = !report.isWhole || report.unlisted.map(\.string) == [file]
      #expect(isNamed, "round \(round) of seed \(seed)")
      for fault in report.malformed { #expect(!fault.fault.description.isEmpty) }
    }
  }
}
