import Testing

@testable import Model

@Suite struct NearestNameTests {
  /// Optimal string alignment distance as its definition says it, by recursion.
  private func distance(_ a: ArraySlice<UInt8>, _ b: ArraySlice<UInt8>) -> Int {
    guard let x = a.last, let y = b.last else { return max(a.count, b.count) }
    let (shortA, shortB) = (a.dropLast(), b.dropLast())
    var best = min(
      distance(shortA, b) + 1, distance(a, shortB) + 1, distance(shortA, shortB) + (x == y ? 0 : 1))
    if a.count > 1, b.count > 1, x == shortB.last, y == shortA.last {
      best = min(best, distance(shortA.dropLast(), shortB.dropLast()) + 1)
    }
    return best
  }

  @Test func findsWhatTheDefinitionFinds() {
    var random = SplitMix64(seed: 7)
    func word() -> String {
      String(
        (0..<Int.random(in: 0...6, using: &random)).map { _ in
          "abc".randomElement(using: &random) ?? "a"
        })
    }
    var found = 0
    for _ in 0..<300 {
      let name = word()
      let candidates = (0..<8).map { _ in word() }
      let expected = candidates.enumerated().filter { $0.element != name }.compactMap { i, other in
        let distance = distance(Array(name.utf8)[...], Array(other.utf8)[...])
        let limit = max(1, max(name.utf8.count, other.utf8.count) / 3)
        return distance <= limit ? (distance, i, other) : nil
      }.sorted { ($0.0, $0.1) < ($1.0, $1.1) }.prefix(3).map(\.2)
      found += expected.count
      #expect(
        nearestNames(to: name, among: candidates, limit: 3) == expected, "\(name) \(candidates)")
    }
    #expect(found > 100)
  }

  @Test func isQuickWithLongNames() {
    let names = (0..<2000).map { String(repeating: "x", count: 290) + "-\($0)" }
    let wanted = String(repeating: "x", count: 290) + "-20000"
    #expect(nearestNames(to: wanted, among: names, limit: 1) == [names[200]])
  }
}
