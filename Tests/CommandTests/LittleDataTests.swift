import Foundation
import Testing

extension CommandTests {
  /// Services of which little or nothing is known: no figure pretends to be one.
  @Suite struct LittleDataTests {
    private static let records = [
      job("c1", "cancelled", "cancelled"), job("c2", "cancelled", "cancelled"),
      job("o1", "open", "running"), job("o2", "open", "queued"),
      deployment("one", "one", "1", "live", at: "2026-10-20T10:00:00Z"),
      deployment(
        "r1", "back", "1", "rolled_back", at: "2026-10-20T10:00:00Z",
        #","rolled_back":true,"rolled_back_at":"2026-10-20T11:00:00Z""#),
      deployment(
        "r2", "back", "2", "rolled_back", at: "2026-10-21T10:00:00Z",
        #","rolled_back":true,"rolled_back_at":"2026-10-21T11:00:00Z""#),
      // The source reaches to the day before the report.
      deployment("end", "late", "1", "live", at: "2026-10-31T10:00:00Z"),
    ]

    private static func job(_ id: String, _ service: String, _ status: String) -> String {
      #"{"job_id":"\#(id)","job_type":"t","status":"\#(status)","#
        + #""created_at":"2026-10-20T10:00:00Z","metadata":{"service":"\#(service)"}}"#
    }

    private static func deployment(
      _ id: String, _ service: String, _ version: String, _ status: String, at: String,
      _ more: String = ""
    ) -> String {
      #"{"deployment_id":"\#(id)","service_name":"\#(service)","version":"\#(version)","#
        + #""status":"\#(status)","production_deployed_at":"\#(at)"\#(more)}"#
    }

    private let folder: TestFolder

    init() throws {
      folder = try TestFolder()
      try folder.write("a.ndjson", Self.records.joined(separator: "\n") + "\n")
      let outcome = try folder.rollbook(
        "build", "a.ndjson", "-o", "site", "--as-of", "2026-11-01", "--sync", "none", "--quiet")
      guard outcome.code == 0 else { throw Problem(outcome.description) }
    }

    private func service(_ name: String) throws -> Value {
      Value(try JSON.object(folder.read("site/api/services/\(name).json")))
    }

    @Test(arguments: ["cancelled", "open"])
    func jobsThatNeverEndedInAVerdictGiveNoRate(name: String) throws {
      let rate = try service(name)["headline"]["job_failure_rate"]
      #expect(rate.ofCounts == [0, 0])
      #expect(rate["value"].isNull)
      #expect(rate["low"].isNull)
      #expect(rate["note"].text.hasPrefix("no finished jobs"), "\(rate["note"].text)")
      for figure in try service(name)["delivery"].list {
        #expect(figure["value"].isNull, "\(figure["metric"].text)")
        #expect(!figure["note"].text.isEmpty, "\(figure["metric"].text)")
      }
    }

    @Test func oneRecordIsNoPercentage() throws {
      let rate = try service("one")["headline"]["change_failure_rate"]
      #expect(rate.ofCounts == [0, 1])
      #expect(rate["note"].text.hasPrefix("too few for a percentage"))
      let html = try folder.read("site/services/one.html")
      // A chart's axis may begin with it; no figure may be it.
      #expect(!html.contains("0.0\u{A0}% <"))
      #expect(!html.contains("100.0\u{A0}% <"))
      #expect(html.contains("0 of 1"))
    }

    @Test func onlyRollbacksHaveNoRecovery() throws {
      let figures = try service("back")["delivery"].list
      let recovery = try #require(figures.first { $0["metric"].text == "recovery_time" })
      #expect(recovery["value"].isNull)
      let changes = try #require(figures.first { $0["metric"].text == "change_failure_rate" })
      #expect(changes.ofCounts == [2, 2])
    }

    @Test func noPageSaysThatAnythingIsNotANumber() throws {
      for (path, bytes) in try FileTree(folder.path + "/site").files
      where path.hasSuffix(".html") || path.hasSuffix(".json") {
        let text = String(decoding: bytes, as: UTF8.self)
        #expect(!text.contains(#/\b(nan|NaN|inf)\b/#), "\(path)")
      }
    }
  }
}
