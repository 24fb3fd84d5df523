import Foundation
import TestWeb
import Testing

/// Sites as they are built and served, in Chromium; see Tests/Browser.
@Suite(
  .serialized,
  .enabled(if: Program.path(of: "chromium") != nil, "chromium is not here; CI installs it"),
  .enabled(if: Program.path(of: "java") != nil, "java is not here; CI installs it"),
  .enabled(if: WebServer.path(of: .nginx) != nil, "nginx is not here; CI installs it"))
struct BrowserTests {
  /// What the checks say of a site that nginx serves with the configuration that is shipped.
  private func check(_ folder: TestFolder, _ options: [String]) async throws -> Outcome {
    let server = try await WebServer(.nginx, over: "\(folder.path)/site")
    defer { server.stop() }
    let url = "http://127.0.0.1:\(server.wire.port)/"
    return try PythonScript.run("Browser/check.py", ["site", "--url", url] + options, in: folder)
  }

  private func site(_ sample: [String]) throws -> TestFolder {
    let folder = try TestFolder()
    let written = try folder.start(["sample", "-o", "sample.ndjson"] + sample).finish()
    #expect(written.code == 0, "\(written)")
    let built = try folder.build("sample.ndjson")
    #expect(built.code == 0, "\(built)")
    return folder
  }

  /// Nothing is found, and enough was looked at.
  private func expectGood(_ outcome: Outcome, pages: Int, kinds: Int, states: Int) throws {
    #expect(outcome.code == 0, "\(outcome)")
    let summary = outcome.output.wholeMatch(
      of: /(\d+) pages of (\d+) kinds in (\d+) states; .*; 0 problems\n/)
    let (_, seenPages, seenKinds, seenStates) = try #require(summary?.output, "\(outcome)")
    #expect((Int(seenPages) ?? 0) >= pages)
    #expect((Int(seenKinds) ?? 0) >= kinds)
    #expect((Int(seenStates) ?? 0) >= states)
  }

  @Test func readersOfTheDemoSiteFindNothingAmiss() async throws {
    let outcome = try await check(try site([]), ["--markup-every", "3"])
    try expectGood(outcome, pages: 25, kinds: 20, states: 300)
  }

  @Test func readersOfALargeSiteFindNothingAmiss() async throws {
    let folder = try site(
      ["--services", "200", "--days", "1095", "--jobs", "6000", "--deployments", "6000"])
    let outcome = try await check(folder, ["--markup-every", "30"])
    try expectGood(outcome, pages: 25, kinds: 20, states: 300)
  }
}
