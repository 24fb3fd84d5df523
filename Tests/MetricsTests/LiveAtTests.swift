import Metrics
import Model
import Testing

@Suite struct LiveAtTests {
  @Test func tellsOneVersionPerEnvironmentAtAnInstant() {
    let story = Story([
      deployed("d1", "V1", at: 1), deployed("d2", "V2", at: 4) { $0.flag(at: 6, to: "V1") },
      deployed("d3", "V1", at: 3) { $0.environment = "eu" },
    ])
    let versions = { (time: Int64) in
      live(at: Timestamp(milliseconds: time), story.history.spans)
        .map { "\($0.environment) \($0.version)" }
    }
    #expect(versions(0) == [])
    #expect(versions(1) == ["production V1"])
    #expect(versions(4) == ["eu V1", "production V2"])
    #expect(versions(5) == ["eu V1", "production V2"])
    #expect(versions(6) == ["eu V1", "production V1"])
  }
}
