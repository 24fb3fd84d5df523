import Foundation
import TestWeb
import Testing

extension CommandTests {
  /// What the description of the API promises, asked of `serve` by a program that knows nothing else.
  @Suite struct ServeConformanceTests {
    /// Records with the ids of the description's examples, beside the sample.
    private static let examples = [
      #"{"job_id":"build-17","job_type":"build","status":"success","agent_id":"runner-1"}"#,
      #"{"deployment_id":"deploy-9","service_name":"checkout","version":"1","status":"live"}"#,
      #"{"deployment_id":"build-17","service_name":"build-17","version":"1","status":"live"}"#,
    ]

    @Test func answersAsTheDescriptionSays() async throws {
      let folder = try TestFolder()
      try folder.writeSample("sample.ndjson")
      try folder.writeLines(
        "examples.ndjson", ServeConformanceTests.examples.map { Substring($0) })
      let built = try folder.build("*.ndjson")
      #expect(built.code == 0, "\(built)")
      let server = try await ServedProgram(folder, "-o", "site")
      let outcome = try PythonScript.run(
        "Schema/ask.py", ["http://localhost:\(server.wire.port)"], in: folder)
      #expect(outcome.code == 0, "\(outcome)")
      let counts = try #require(
        outcome.output.firstMatch(of: /Selected: (\d+)\/(\d+)\s+Tested: (\d+)/), "\(outcome)")
      #expect(counts.1 == counts.2 && counts.2 == counts.3, "\(outcome)")
      #expect(Int(counts.3) ?? 0 > 15, "\(outcome)")
      #expect(outcome.output.contains(/\d+ generated, \d+ passed/), "\(outcome)")
      #expect(try server.stop().code == 0)
    }
  }
}
