import Foundation
import Glibc
import TestWeb
import Testing

extension CommandTests {
  /// `serve`: the site and the old addresses, over the wire.
  @Suite struct ServeTests {
    private func built(_ records: String = #"{"job_id":"a1","job_type":"build"}"#) throws
      -> TestFolder
    {
      let folder = try TestFolder()
      try folder.write("a.ndjson", records)
      let outcome = try folder.build("a.ndjson")
      guard outcome.code == 0 else { throw Problem("\(outcome)") }
      return folder
    }

    @Test(arguments: [SIGINT, SIGTERM])
    func printsItsURLServesAndEndsWhenTold(signal: Int32) async throws {
      let folder = try built()
      let server = try await ServedProgram(folder, "-o", "site")
      #expect(try await server.wire.get("/").text == folder.read("site/index.html"))
      #expect(
        try await server.wire.get("/dashboard/jobs/a1").text
          == folder.read("site/api/dashboard/jobs/id/a1/a1.json"))
      let outcome = try server.stop(signal)
      #expect(outcome.code == 0, "\(outcome)")
      #expect(outcome.output == "http://localhost:\(server.wire.port)/\n", "\(outcome)")
      #expect(outcome.errorLines == ["serving site to this machine; Ctrl-C ends it"], "\(outcome)")
    }

    @Test func adviseToBuildWhereThereIsNoSite() throws {
      let folder = try TestFolder()
      let outcome = try folder.rollbook("serve", "-o", "nowhere")
      #expect(outcome.code == 66, "\(outcome)")
      #expect(outcome.errors.contains("nowhere: there is no site yet; 'rollbook build'"))
      #expect(outcome.output == "")
      #expect(try folder.names == [])
    }

    @Test(arguments: [
      (["a.ndjson"], "--watch"), (["--templates", "T"], "--watch"), (["--port", "0"], "65535"),
      (["--port", "65536"], "65536"), (["--watch", "-"], "standard input"),
      (["--watch"], "nothing to build from"),
    ])
    func saysWhatDoesNotGoTogether(arguments: [String], words: String) throws {
      let folder = try built()
      let outcome = try folder.start(["serve", "-o", "site"] + arguments).finish()
      #expect(outcome.code == 64, "\(outcome)")
      #expect(outcome.errors.contains(words), "\(outcome)")
    }

    @Test func takesAnotherPortOnlyIfNoneIsNamed() async throws {
      let folder = try built()
      let first = try await ServedProgram(folder, "-o", "site", choosesPort: false)
      let second = try await ServedProgram(folder, "-o", "site", choosesPort: false)
      #expect(first.wire.port >= 8080)
      #expect(second.wire.port > first.wire.port)
      #expect(try await second.wire.get("/").status == 200)
      let third = try folder.rollbook("serve", "-o", "site", "--port", "\(first.wire.port)")
      #expect(third.code == 73, "\(third)")
      #expect(third.errors.contains("port \(first.wire.port) is taken"), "\(third)")
      #expect(third.output == "")
      #expect(try first.stop().code == 0)
      #expect(try second.stop().code == 0)
    }

    @Test func showsTheNewSiteAsSoonAsAnotherBuildHasPublishedIt() async throws {
      let folder = try built()
      let server = try await ServedProgram(folder, "-o", "site")
      for i in 2...6 {
        let before = try await server.wire.get("/")
        try folder.write(
          "a.ndjson", (1...i).map { #"{"job_id":"a\#($0)","job_type":"build"}"# + "\n" }.joined())
        #expect(try folder.build("a.ndjson").code == 0)
        #expect(try await server.wire.get("/jobs/a\(i)/a\(i).html").status == 200)
        let tag = try #require(before.headers["etag"])
        let after = try await server.wire.get("/", ["If-None-Match": tag])
        #expect(after.status == 200)
        #expect(try after.text == folder.read("site/index.html"))
      }
      #expect(try server.stop().code == 0)
    }

    @Test func outlivesClientsThatGoAwayEarly() async throws {
      let folder = try built()
      try folder.write("site/great.txt", String(repeating: "0123456789", count: 2_000_000))
      let server = try await ServedProgram(folder, "-o", "site")
      for _ in 0..<20 { try server.wire.hangUp(after: "GET /great.txt HTTP/1.1\r\n\r\n") }
      #expect(try await server.wire.get("/build.json").status == 200)
      #expect(try server.stop().code == 0)
    }

    /// Every id has its answer, whatever it is made of, as has every agent and service.
    @Test func findsRecordsOfHostileIDs() async throws {
      let ids = [
        "a/b", "../../x", "%2e%2e", "a%00b", "..", ".", "CON", "e\u{301}", "\u{e9}", "Build-17",
        "build-17", "a b", "a?b=c#d", "running", "agent", "summary", "x.json", "\u{202E}gnp.exe",
        String(repeating: "n", count: 300), "👩‍👩‍👧", "-", "~", "id~0", "a\\b", "a\nb", "<b>&amp;",
      ]
      let lines = try ids.flatMap { id in
        try [
          ["job_id": id, "job_type": "t", "created_at": "2026-10-30T00:00:00Z"],
          ["deployment_id": id, "service_name": id, "version": "1", "status": "live"],
        ].map { String(decoding: try JSONEncoder().encode($0), as: UTF8.self) }
      }
      let folder = try built(lines.joined(separator: "\n"))
      let server = try await ServedProgram(folder, "-o", "site")
      for id in ids {
        let escaped = id.utf8.map { "%" + ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
        for kind in ["job", "deployment"] where !(kind == "job" && id == "running") {
          let reply = try await server.wire.get("/dashboard/\(kind)s/\(escaped)")
          #expect(reply.status == 200, "\(kind) \(id.debugDescription)")
          let said = try JSON.object(reply.text)["\(kind)_id"] as? String
          #expect(said?.unicodeScalars.elementsEqual(id.unicodeScalars) == true, "\(reply.text)")
        }
      }
      #expect(try server.stop().code == 0)
    }
  }
}
