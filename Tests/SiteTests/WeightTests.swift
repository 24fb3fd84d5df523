import Site
import Testing

/// How much a reader loads beside a page.
@Suite struct WeightTests {
  @Test func styleAndScriptsTogetherAreAtMostThirtyKilobytes() throws {
    let assets = try BuiltSite.sample.get().files.filter {
      $0.key.hasPrefix("assets/") && ($0.key.hasSuffix(".css") || $0.key.hasSuffix(".js"))
    }
    #expect(assets.count == 3)
    let total = assets.values.reduce(0) { $0 + $1.count }
    #expect(total <= 30_000, "\(assets.mapValues(\.count)) is \(total)")
  }
}
