import Foundation
import Glibc
import Model
import TestWeb
import Testing

@testable import Serving

@_silgen_name("renameat2")
private func exchange(
  _ oldFolder: Int32, _ old: UnsafePointer<CChar>, _ newFolder: Int32, _ new: UnsafePointer<CChar>,
  _ flags: UInt32
) -> Int32

/// RENAME_EXCHANGE of linux/fs.h.
private let renameExchange: UInt32 = 2

/// The server as its clients see it: over the wire.
@Suite(.serialized)
struct ServerTests {
  private func withSite<R>(_ body: (TestFolder, Wire) async throws -> R) async throws -> R {
    let folder = try TestFolder()
    try SampleSite.write(into: folder)
    try folder.write("secret.txt", "a secret")
    symlink("..", "\(folder.path)/site/link")
    symlink("../secret.txt", "\(folder.path)/site/link.txt")
    return try await serving("\(folder.path)/site") { try await body(folder, $0) }
  }

  @Test func answersAsTheConformanceListSays() async throws {
    try await withSite { _, wire async throws in
      for each in Conformance.all { try await each.check(wire) }
    }
  }

  @Test func answersHeadWithTheHeadersOfGet() async throws {
    try await withSite { _, wire async throws in
      for target in [
        "/", "/nothing", "/dashboard/jobs", "/dashboard/jobs/zz", "/dashboard/jobs?limit=1",
      ] {
        let get = try await wire.get(target)
        let head = try await wire.ask("HEAD", target)
        #expect(head.status == get.status)
        #expect(head.headers == get.headers)
        #expect(head.body.isEmpty)
        #expect(get.headers["content-length"] == "\(get.body.count)")
      }
    }
  }

  @Test func saysWhatProtectsThePage() async throws {
    try await withSite { _, wire async throws in
      let reply = try await wire.get("/")
      #expect(reply.headers["x-content-type-options"] == "nosniff")
      #expect(reply.headers["referrer-policy"] == "no-referrer")
      #expect(reply.headers["content-security-policy"] == "frame-ancestors 'none'")
      #expect(reply.headers["date"] == "Sun, 06 Nov 1994 08:49:37 GMT")
      #expect(reply.headers["cache-control"] == "no-cache")
      let asset = try await wire.get("/assets/style.0123456789.css")
      #expect(asset.headers["cache-control"] == "public, max-age=31536000, immutable")
      #expect(asset.headers["content-type"] == "text/css; charset=utf-8")
    }
  }

  @Test func answersNotModifiedToWhoHasIt() async throws {
    try await withSite { folder, wire async throws in
      let first = try await wire.get("/dashboard/jobs")
      let tag = try #require(first.headers["etag"])
      let again = try await wire.get("/dashboard/jobs", ["If-None-Match": "\"x\", W/\(tag)"])
      #expect(again.status == 304)
      #expect(again.body.isEmpty)
      #expect(again.headers["etag"] == tag)
      let modified = try #require(first.headers["last-modified"])
      #expect(try await wire.get("/", ["If-Modified-Since": "x"]).status == 200)
      #expect(
        try await wire.get("/dashboard/jobs", ["If-Modified-Since": modified]).status == 304)
      // A shorter list is another representation.
      #expect(
        try await wire.get("/dashboard/jobs?limit=1", ["If-None-Match": tag]).status == 200)
      try folder.write("site/api/dashboard/jobs.json", SampleSite.list("jobs", ["z9", "y8", "x7"]))
      #expect(try await wire.get("/dashboard/jobs", ["If-None-Match": tag]).status == 200)
    }
  }

  @Test func packsWhatIsWorthIt() async throws {
    try await withSite { folder, wire async throws in
      let text = String(repeating: "<p>much the same</p>\n", count: 400)
      try folder.write("site/long.html", text)
      let packed = try await wire.get("/long.html", ["Accept-Encoding": "br, gzip"])
      #expect(packed.headers["content-encoding"] == "gzip")
      #expect(packed.headers["vary"] == "Accept-Encoding")
      #expect(packed.body.count < text.utf8.count / 10)
      #expect(packed.body.starts(with: [0x1F, 0x8B]))
      let tag = try #require(packed.headers["etag"])
      let again = try await wire.get(
        "/long.html", ["Accept-Encoding": "gzip", "If-None-Match": tag])
      #expect(again.status == 304)
      for refusal in ["gzip;q=0", "identity", "*;q=0, br"] {
        let plain = try await wire.get("/long.html", ["Accept-Encoding": refusal])
        #expect(plain.headers["content-encoding"] == nil)
        #expect(plain.text == text)
      }
    }
  }

  @Test func cutsListsToTheLimit() async throws {
    try await withSite { _, wire async throws in
      for (limit, ids) in [(1, ["a1"]), (2, ["a1", "b2"]), (3, ["a1", "b2", "c3"])] {
        let reply = try await wire.get("/dashboard/jobs?limit=\(limit)")
        #expect(reply.text == SampleSite.list("jobs", ids))
      }
      let failed = try await wire.get("/api/dashboard/jobs?limit=5&status=failed")
      #expect(failed.text == SampleSite.list("jobs", ["failed"]))
      let service = try await wire.get("/dashboard/deployments/service/checkout?limit=1")
      #expect(service.text == SampleSite.list("deployments", ["d1"]))
    }
  }

  @Test func findsEveryIDByItsEscapedAddress() async throws {
    let ids = [
      "a/b", "../x", "a b", "e\u{301}", "\u{e9}", "Ünï", "CON", "x..", ".", "..", "a%2Fb", "a?b#c",
      "🚀", "a\u{0}b", "a\nb", "running ", String(repeating: "x", count: 300), "+", "a+b",
      "\u{202E}x", "%", "~", "a~b", "\\", "x", "job.json",
    ]
    try await withSite { folder, wire async throws in
      for (i, id) in ids.enumerated() {
        let stem = SampleSite.stem(Text(id))
        let body = "{\"n\":\(i)}"
        try folder.write("site/api/dashboard/jobs/id/\(stem.suffix(2))/\(stem).json", body)
        try folder.write("site/api/dashboard/deployments/id/\(stem.suffix(2))/\(stem).json", body)
        try folder.write("site/api/dashboard/jobs/agent/\(stem).json", body)
      }
      for (i, id) in ids.enumerated() {
        let escaped = id.utf8.map { "%" + ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
        for address in ["jobs/\(escaped)", "deployments/\(escaped)", "jobs/agent/\(escaped)"] {
          #expect(try await wire.get("/dashboard/\(address)").text == "{\"n\":\(i)}", "\(id)")
          #expect(try await wire.get("/api/dashboard/\(address)").text == "{\"n\":\(i)}", "\(id)")
        }
      }
    }
  }

  @Test func answersFiftyClientsAtOnce() async throws {
    try await withSite { folder, wire async throws in
      let text = String(repeating: "0123456789", count: 100_000)
      try folder.write("site/long.txt", text)
      try await withThrowingTaskGroup(of: Bool.self) { group in
        for i in 0..<50 {
          group.addTask {
            for j in 0..<5 {
              if (i + j) % 2 == 0 {
                guard try await wire.get("/long.txt").text == text else { return false }
              } else {
                let reply = try await wire.get("/dashboard/jobs/build-17")
                guard reply.text == "{\"job_id\":\"build-17\"}" else { return false }
              }
            }
            return true
          }
        }
        for try await isRight in group { #expect(isRight) }
      }
    }
  }

  /// What is too great to be packed or held is sent from the file.
  @Test func streamsGreatFiles() async throws {
    try await withSite { folder, wire async throws in
      var bytes = [UInt8](repeating: 0, count: 9_000_001)
      for i in bytes.indices { bytes[i] = UInt8(truncatingIfNeeded: i &* 31 >> 3) }
      try folder.write("site/great.ndjson", bytes)
      let reply = try await wire.get("/great.ndjson", ["Accept-Encoding": "gzip"])
      #expect(reply.headers["content-length"] == "9000001")
      #expect(reply.body == bytes)
    }
  }

  @Test func servesWholeFilesWhileTheyAreReplaced() async throws {
    try await withSite { folder, wire async throws in
      let versions = ["a", "b"].map { String(repeating: $0, count: 200_000) }
      try folder.write("site/turn.txt", versions[0])
      let writer = Task {
        for i in 0..<200 {
          try folder.write("site/turn.txt", versions[i % 2])
          try await Task.sleep(for: .milliseconds(1))
        }
      }
      for _ in 0..<100 {
        let text = try await wire.get("/turn.txt").text
        #expect(versions.contains(text))
      }
      try await writer.value
    }
  }

  /// An exchange of the folder: the next answer is the new site's.
  @Test func followsThePathWhenTheFolderIsExchanged() async throws {
    try await withSite { folder, wire async throws in
      try SampleSite.write(into: folder, "next")
      try folder.write("next/index.html", "new")
      #expect(try await wire.get("/").text == SampleSite.page)
      let code = exchange(
        AT_FDCWD, "\(folder.path)/site", AT_FDCWD, "\(folder.path)/next", renameExchange)
      guard code == 0 else { return }
      #expect(try await wire.get("/").text == "new")
    }
  }

  @Test func answersForLocalhostOnly() async throws {
    try await withSite { _, wire async throws in
      for host in ["localhost", "localhost:8080", "127.0.0.1:1", "[::1]:8080", "a.localhost"] {
        #expect(try await wire.get("/", ["Host": host]).status == 200, "\(host)")
      }
      for host in ["example.org", "127.0.0.1.example.org", "localhost.example.org:8080", ""] {
        #expect(try await wire.get("/", ["Host": host]).status == 421, "\(host)")
      }
    }
  }

  @Test func servesBelowItsBasePathToo() async throws {
    let folder = try TestFolder()
    try SampleSite.write(into: folder)
    try folder.write("site/sub/index.html", "sub")
    try await serving("\(folder.path)/site", basePath: "/reports/") { wire async throws in
      #expect(try await wire.get("/reports/").text == SampleSite.page)
      #expect(try await wire.get("/reports/dashboard/summary").status == 200)
      #expect(try await wire.get("/services/checkout.html").status == 200)
      let reply = try await wire.get("/reports//sub")
      #expect(reply.status == 301)
      #expect(reply.headers["location"] == "/reports/sub/")
    }
  }

  @Test func takesTheNextFreePortOnlyIfItMay() async throws {
    let folder = try TestFolder()
    try SampleSite.write(into: folder)
    let site = "\(folder.path)/site"
    try await serving(site) { wire async throws in
      let second = LocalServer(
        Responder(site: StaticSite(root: site), stems: { [SampleSite.stem($0)] }))
      await #expect(throws: ServeError.portsTaken(wire.port...wire.port)) {
        try await second.start(.exactly(wire.port))
      }
      let port = try await second.start(.from(wire.port))
      #expect(port > wire.port)
      #expect(try await Wire(port: port).get("/").status == 200)
      await second.stop()
    }
  }

  @Test func readsTheAbsoluteFormAndOldClients() async throws {
    try await withSite { _, wire async throws in
      #expect(try await wire.get("http://localhost/build.json").text == "{\"version\":\"1\"}")
      let old = try await wire.send(Array("GET /build.json HTTP/1.0\r\n\r\n".utf8))
      #expect(old.text == "{\"version\":\"1\"}")
    }
  }
}
