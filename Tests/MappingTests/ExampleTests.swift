import Foundation
import Model
import Testing

@testable import Importing

/// The example that people start from says what it says.
@Suite struct ExampleTests {
  @Test func theExampleReadsWhatItDescribes() throws {
    var url = URL(fileURLWithPath: #filePath)
    for _ in 0..<3 { url.deleteLastPathComponent() }
    let yaml = try String(
      contentsOf: url.appendingPathComponent("Examples/mapping.yml"), encoding: .utf8)
    let found = try read(
      #"{"type":"build","id":7,"attempt":2,"pipeline":{"name":"ci"},"state":"broken","message":"no","#
        + #""git":{"ref":"refs/heads/x","commit":"abc"},"runner.name":"r1","labels":"a,b","run":"5","#
        + #""started":"2026-10-01T12:00:00","took":1500,"steps":[{"code":0},{"code":3}]}"#,
      #"{"type":"deploy","id":"d1","image":"reg:5000/team/shop:1.2","target":"blue","state":"ok","#
        + #""finished":"2026-10-01T12:00:00Z","undo":true}"#,
      #"{"type":"ping"}"#,
      by: yaml)
    let job = try #require(found.jobs.first, "\(found.defects)")
    #expect(job.id == "ci-7-2" && job.type == "ci" && job.status == .failed && job.ref == "x")
    #expect(job.agentID == "r1" && job.exitCode == 3 && job.errorMessage == "no")
    #expect(job.startedAt?.rfc3339 == "2026-10-01T10:00:00Z" && job.durationSeconds == 1.5)
    #expect(job.completedAt?.rfc3339 == "2026-10-01T10:00:01.500Z" && job.tags == ["a", "b"])
    #expect(job.metadata.text(of: "run_id") == "5")
    let deployment = try #require(found.deployments.first, "\(found.defects)")
    #expect(deployment.service == "shop" && deployment.version == "1.2")
    #expect(deployment.status == .live && deployment.deployedToProduction == true)
    #expect(deployment.metadata.text(of: "rollback_signal") == "undo")
    #expect(found.summary.ignored == 1)
  }
}
