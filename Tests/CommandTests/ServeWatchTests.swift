import Foundation
import Glibc
import TestWeb
import Testing

extension CommandTests {
  /// `serve --watch`: what changes is built, what is wrong is shown in place of the pages.
  @Suite struct ServeWatchTests {
    private func job(_ id: String) -> String { #"{"job_id":"\#(id)","job_type":"build"}"# + "\n" }

    private func served(_ folder: TestFolder, _ arguments: String...) async throws -> ServedProgram
    {
      try await ServedProgram(folder, "--watch", "--as-of", "2026-11-01", more: arguments)
    }

    @Test func buildsFirstAndAgainWhenASourceChangesOrComes() async throws {
      let folder = try TestFolder()
      try folder.write("in/a.ndjson", job("a1"))
      let server = try await served(folder, "in/*.ndjson", "-o", "site")
      _ = try await server.answer(to: "/jobs/a1/a1.html") { $0.status == 200 }
      let page = try await server.answer(to: "/") { $0.status == 200 }
      #expect(page.text.contains("<script src=\"/~rollbook/reload.js?build="))
      let build = try await server.answer(to: "/~rollbook/build-id") { $0.text.hasSuffix(".1\n") }
        .text
      try folder.write("in/b.ndjson", job("b2"))
      _ = try await server.answer(to: "/jobs/b2/b2.html") { $0.status == 200 }
      // The number of the build follows the files.
      _ = try await server.answer(to: "/~rollbook/build-id") { $0.text != build }
      try folder.write("in/b.ndjson", job("b2") + job("b3"))
      _ = try await server.answer(to: "/dashboard/jobs/b3") { $0.status == 200 }
      let outcome = try server.stop()
      #expect(outcome.code == 0, "\(outcome)")
      #expect(outcome.output == "http://localhost:\(server.wire.port)/\n")
      #expect(outcome.errorLines.filter { $0.contains("site: built; ") }.count == 3, "\(outcome)")
      // What is published is the site alone, without what the server adds to it.
      #expect(try !folder.read("site/index.html").contains("~rollbook"))
      let plain = try TestFolder()
      try plain.write("in/a.ndjson", job("a1"))
      try plain.write("in/b.ndjson", job("b2") + job("b3"))
      #expect(try plain.build("in/*.ndjson").code == 0)
      let site = try FileTree(folder.path + "/site")
      #expect(try FileTree(plain.path + "/site").differences(from: site) == [])
    }

    @Test func showsATemplateErrorInThePageUntilItIsMended() async throws {
      let folder = try TestFolder()
      try folder.write("a.ndjson", job("a1"))
      try folder.write("T/pages/404.md", "---\ntitle: Gone\n---\n# Gone\n")
      let server = try await served(folder, "a.ndjson", "-o", "site", "--templates", "T")
      _ = try await server.answer(to: "/") { $0.status == 200 }
      let before = try FileStamps(folder.path + "/site")
      try folder.write(
        "T/pages/home.md", "---\ntitle: Home\n---\n\n# {{as_off}} & <b>\n")
      for target in ["/", "/services.html", "/nothing/here"] {
        let page = try await server.answer(to: target) { $0.status == 500 }
        #expect(page.headers["content-type"] == "text/html; charset=utf-8")
        #expect(
          page.text.contains(
            "<pre>T/pages/home.md:5:3: error: unknown name &#39;as_off&#39;; did you mean "
              + "&#39;as_of&#39;?\n# {{as_off}} &amp; &lt;b&gt;\n  ^"), "\(page.text)")
        #expect(page.text.contains("/~rollbook/reload.js?build="))
      }
      #expect(try await server.wire.get("/dashboard/jobs/a1").status == 200)
      #expect(before.differences(from: try FileStamps(folder.path + "/site")) == [])
      try folder.write("T/pages/home.md", "---\ntitle: Home\n---\n\n# Mended {{as_of}}\n")
      let mended = try await server.answer(to: "/") { $0.status == 200 }
      #expect(mended.text.contains("<h1>Mended <time datetime=\"2026-11-01\">"), "\(mended.text)")
      let outcome = try server.stop()
      #expect(outcome.code == 0)
      #expect(
        outcome.errors.contains("rollbook: error: T/pages/home.md:5:3: error: unknown name"),
        "\(outcome)")
      #expect(outcome.errors.contains("\n# {{as_off}} & <b>\n  ^\n"), "\(outcome)")
    }

    @Test func servesFromTheFirstMomentThoughTheFirstBuildFails() async throws {
      let folder = try TestFolder()
      try folder.write("rollbook.yml", "sources: [a.ndjson]\n")
      let server = try await served(folder)
      let page = try await server.answer(to: "/") { $0.status == 500 }
      #expect(page.text.contains("a.ndjson"), "\(page.text)")
      #expect(try await server.wire.get("/dashboard/summary").status == 503)
      try folder.write("a.ndjson", job("a1"))
      _ = try await server.answer(to: "/jobs/a1/a1.html") { $0.status == 200 }
      #expect(try server.stop().code == 0)
    }

    @Test func followsTheConfigurationAndSaysWhatIsWrongWithIt() async throws {
      let folder = try TestFolder()
      try folder.write("a.ndjson", job("a1"))
      try folder.write("b.ndjson", job("b1"))
      try folder.write("rollbook.yml", "sources: [a.ndjson]\n")
      let server = try await served(folder)
      _ = try await server.answer(to: "/") { $0.status == 200 }
      try folder.write("rollbook.yml", "sources: [a.ndjson]\nsite_nam: Mine\n")
      let wrong = try await server.answer(to: "/") { $0.status == 500 }
      #expect(wrong.text.contains("rollbook.yml:2:1: error: unknown key &#39;site_nam&#39;"))
      // The other source is watched as soon as it is named.
      try folder.write("rollbook.yml", "sources: [a.ndjson, b.ndjson]\nsite_name: Mine\n")
      let page = try await server.answer(to: "/") { $0.status == 200 }
      #expect(page.text.contains("<title>Summary · Mine</title>"), "\(page.text)")
      try folder.write("b.ndjson", job("b1") + job("b2"))
      _ = try await server.answer(to: "/jobs/b2/b2.html") { $0.status == 200 }
      #expect(try server.stop().code == 0)
    }

    @Test func showsWhyASourceIsRefusedWithoutItsSecrets() async throws {
      let folder = try TestFolder()
      try folder.write("a.ndjson", job("a1"))
      let server = try await served(folder, "a.ndjson", "-o", "site", "--max-errors", "0")
      _ = try await server.answer(to: "/") { $0.status == 200 }
      let token = "ghp_" + String(repeating: "a1B2", count: 9)
      try folder.write("a.ndjson", job("a1") + "<script>\(token)\n")
      let page = try await server.answer(to: "/") { $0.status == 500 }
      #expect(page.text.contains("a.ndjson: 1 of 2 records are bad"), "\(page.text)")
      #expect(!page.text.contains(token))
      try folder.write("a.ndjson", job("a1") + job("a2"))
      _ = try await server.answer(to: "/jobs/a2/a2.html") { $0.status == 200 }
      #expect(try !server.stop().errors.contains(token))
    }

    /// Nothing has changed: nothing is built, nothing is written, hardly anything is computed.
    @Test func isIdleWhileNothingChanges() async throws {
      let folder = try TestFolder()
      try folder.write("a.ndjson", job("a1"))
      let server = try await served(folder, "a.ndjson", "-o", "site", "--archive", "x.sqlite")
      _ = try await server.answer(to: "/") { $0.status == 200 }
      let build = try await server.answer(to: "/~rollbook/build-id") { $0.text.hasSuffix(".1\n") }
        .text
      let before = try FileStamps(folder.path)
      try await Task.sleep(for: .seconds(2))
      #expect(try await server.wire.get("/~rollbook/build-id").text == build)
      #expect(before.differences(from: try FileStamps(folder.path)) == [])
      #expect(try server.stop().code == 0)
    }
  }
}
