import Foundation
import Glibc
import Testing

extension CommandTests {
  /// Packed twins of files, for web servers that send them as they are.
  @Suite struct PackedTwinTests {
    private func unpacked(_ folder: TestFolder, _ name: String) throws -> Data {
      let gzip = try #require(Program.path(of: "gzip"), "the test needs gzip")
      let outcome = try Program(
        "/bin/sh", ["-c", "\"$0\" -dc \"$1\" > unpacked", gzip, name], in: folder.path
      ).finish()
      guard outcome.code == 0 else { throw Problem(outcome.description) }
      return try folder.bytes("unpacked")
    }

    private func inode(_ folder: TestFolder, _ name: String) throws -> UInt64 {
      var status = stat()
      guard lstat("\(folder.path)/\(name)", &status) == 0 else { throw Problem("no \(name)") }
      return UInt64(status.st_ino)
    }

    /// The records of a month are packed in any case.
    private func isTwin(_ name: String) -> Bool {
      name.hasSuffix(".gz") && !name.hasPrefix("archive/")
    }

    @Test func everyLargeFileOfWordsHasATwinOfTheSameBytes() throws {
      let folder = try TestFolder()
      try folder.writeSample("sample.ndjson")
      #expect(try folder.build("sample.ndjson", "--gzip").code == 0)
      let tree = try FileTree("\(folder.path)/site")
      let twins = tree.files.keys.filter(isTwin).sorted()
      for name in [
        "index.html", "api/index.json", "services.csv", "feeds/deployments.atom",
        "services/checkout.html", "jobs/months/2026-10.csv",
      ] {
        #expect(tree.files["\(name).gz"] != nil, "\(name)")
      }
      for twin in twins {
        let name = String(twin.dropLast(3))
        let original = try folder.bytes("site/\(name)")
        let packed = try folder.bytes("site/\(twin)")
        #expect(packed.count < original.count && original.count >= 512, "\(twin)")
        // No name and no time: RFC 1952, section 2.3.
        #expect(packed.prefix(8) == Data([0x1F, 0x8B, 8, 0, 0, 0, 0, 0]), "\(twin)")
      }
      for twin in twins.enumerated().filter({ $0.offset % 40 == 0 }).map(\.element) {
        #expect(
          try unpacked(folder, "site/\(twin)") == folder.bytes("site/\(twin.dropLast(3))"),
          "\(twin)")
      }
      #expect(twins.count > 500)
    }

    @Test func aTwinStaysWhileItsFileDoesAndGoesWhenItIsNotAskedFor() throws {
      let folder = try TestFolder()
      try folder.writeSample("sample.ndjson")
      try folder.write("rollbook.yml", "gzip: true\nsources: [sample.ndjson]\n")
      #expect(try folder.build().code == 0)
      let before = try inode(folder, "site/services/checkout.html.gz")
      let again = try folder.build("--job-pages", "all")
      #expect(again.code == 0)
      #expect(try inode(folder, "site/services/checkout.html.gz") == before)
      try folder.write(
        "more.ndjson",
        #"{"deployment_id":"more","service_name":"checkout","version":"99","status":"live","#
          + #""production_deployed_at":"2026-10-31T10:00:00Z"}"# + "\n")
      #expect(try folder.build("sample.ndjson", "more.ndjson", "--job-pages", "all").code == 0)
      #expect(try inode(folder, "site/services/checkout.html.gz") != before)
      #expect(
        try unpacked(folder, "site/services/checkout.html.gz")
          == folder.bytes("site/services/checkout.html"))
      #expect(try folder.build("sample.ndjson", "more.ndjson", "--no-gzip").code == 0)
      let names = try FileTree("\(folder.path)/site").files.keys
      #expect(names.filter(isTwin) == [])
    }

    @Test func oneBuildHasTheTwinsOfSeveral() throws {
      let folder = try TestFolder()
      try folder.writeSample("sample.ndjson")
      try folder.writeLines("first.ndjson", SmallSample.lines.prefix(200))
      try folder.write("rollbook.yml", "gzip: true\n")
      #expect(try folder.build("first.ndjson").code == 0)
      #expect(try folder.build("sample.ndjson").code == 0)
      let other = try TestFolder()
      try other.writeSample("sample.ndjson")
      try other.write("rollbook.yml", "gzip: true\n")
      #expect(try other.build("sample.ndjson").code == 0)
      let left = try FileTree("\(folder.path)/site").files.filter { $0.key.hasSuffix(".gz") }
      let right = try FileTree("\(other.path)/site").files.filter { $0.key.hasSuffix(".gz") }
      let pages = left.filter { $0.key.hasPrefix("deployments/") || $0.key.hasPrefix("assets/") }
      #expect(pages.count > 100)
      #expect(
        pages.count == right.keys.count { $0.hasPrefix("deployments/") || $0.hasPrefix("assets/") })
      #expect(pages.allSatisfy { right[$0.key] == $0.value })
    }
  }
}
