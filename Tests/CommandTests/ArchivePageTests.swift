import Crypto
import Foundation
import Testing

extension CommandTests {
  /// The archive's index and the files of its months.
  @Suite struct ArchivePageTests {
    private func months(_ site: FileTree) -> [String] {
      site.files.keys.filter { $0.hasSuffix(".ndjson.gz") }.sorted()
    }

    @Test func filesOfMonthsMakeTheSameSiteAgain() throws {
      let folder = try TestFolder()
      try folder.writeSample("sample.ndjson")
      #expect(try folder.build("sample.ndjson").code == 0)
      let first = try FileTree(folder.path + "/site")
      let files = months(first)
      #expect(files.count > 5)
      let again = try TestFolder()
      // Members of gzip after one another are one file.
      try again.write("all.ndjson.gz", files.reduce(Data()) { $0 + (first.files[$1] ?? Data()) })
      let outcome = try again.build("all.ndjson.gz")
      #expect(outcome.code == 0, "\(outcome)")
      let second = try FileTree(again.path + "/site")
      // What tells of sources differs, nothing else.
      #expect(first.differences(from: second) == [])
    }

    @Test func namesSizeAndSumOfEachFile() throws {
      let site = try SmallSample.site.get()
      let page = Value(try JSON.object(site.text("api/archive.json")))
      let rows = page["years"].list.flatMap { $0["months"].list }
      var sums = ""
      for row in rows.sorted(by: { $0["records_path"].text < $1["records_path"].text }) {
        let path = row["records_path"].text
        let bytes = try #require(site.files[path], "\(path)")
        #expect(row["bytes"].integer == bytes.count)
        let sum = SHA256.hash(data: bytes).map { byte in
          String(byte >> 4, radix: 16) + String(byte & 15, radix: 16)
        }.joined()
        #expect(row["sha256"].text == sum)
        sums += "\(sum)  \(path.dropFirst("archive/".count))\n"
      }
      #expect(try site.text("archive/SHA256SUMS").contains(sums))
      let html = try site.text("archive.html")
      #expect(html.contains("href=\"archive/2026-10.ndjson.gz\""))
      #expect(html.contains("href=\"jobs/months/2026-10.html\""))
      #expect(try site.text("jobs.html").contains("href=\"archive.html\""))
    }

    @Test func keepsTheFilesOfMonthsThatAreOver() throws {
      let folder = try TestFolder()
      try folder.writeSample("sample.ndjson")
      #expect(try folder.build("sample.ndjson").code == 0)
      let before = try FileTree(folder.path + "/site")
      try folder.write(
        "new.ndjson",
        #"{"job_id":"the-new-one","job_type":"build","status":"success","#
          + #""completed_at":"2026-10-31T10:05:00Z"}"# + "\n")
      #expect(try folder.build("sample.ndjson", "new.ndjson").code == 0)
      let changed = before.differences(from: try FileTree(folder.path + "/site"))
      #expect(changed.filter { $0.hasSuffix(".gz") } == ["archive/2026-10.ndjson.gz"])
    }

    @Test func publishesRecordsAsTheSiteShowsThem() throws {
      let folder = try TestFolder()
      let token = "ghp_0123456789abcdefghijABCDEFGHIJ012345"
      try folder.write(
        "a.ndjson",
        #"{"job_id":"the-job","job_type":"t","status":"failed","commit_author":"Jane Roe","#
          + #""error_message":"token \#(token)","completed_at":"2026-10-01T10:05:00Z"}"# + "\n")
      try folder.write("rollbook.yml", "people: initials\n")
      #expect(try folder.build("a.ndjson", "-c", "rollbook.yml").code == 0)
      // Whoever builds from the file alone can show no more than it holds.
      let again = try TestFolder()
      try again.write("month.ndjson.gz", folder.bytes("site/archive/2026-10.ndjson.gz"))
      try again.write("rollbook.yml", "redaction: off\n")
      #expect(try again.build("month.ndjson.gz", "-c", "rollbook.yml").code == 0)
      let job = try again.read("site/api/dashboard/jobs/id/ob/the-job.json")
      #expect(job.contains(#""commit_author":"JR""#), "\(job)")
      #expect(!job.contains(token) && job.contains("github"), "\(job)")
    }
  }
}

extension FileTree {
  fileprivate func text(_ path: String) throws -> String {
    guard let bytes = files[path] else { throw Problem("\(path) is not there") }
    return String(decoding: bytes, as: UTF8.self)
  }
}
