import Model
import Site
import Testing

/// File names for ids.
@Suite struct PathTests {
  @Test(arguments: [
    "ab", "github-run-123-1", "v1.2.30", "a_b", "0-9", "con1", "com", "console", "lpt", "com10",
    "aux-1", String(repeating: "a", count: 100),
  ])
  func plainIdsAreTheirOwnNames(id: String) {
    #expect(SitePaths.stem(Text(id)) == id)
  }

  @Test(arguments: [
    ("", "id"), ("a", "a"), ("A1", "a1"), (".ab", "ab"), ("-ab", "ab"), ("_ab", "ab"),
    ("v1.2.3", "v1-2-3"), ("ab.", "ab"), ("ab.c", "ab-c"), ("a b", "a-b"), ("a/b", "a-b"),
    ("../../etc/passwd", "etc-passwd"), ("a~b", "a-b"), ("con", "con"), ("nul", "nul"),
    ("aux.json", "aux-json"), ("prn.tar.gz", "prn-tar-gz"), ("com1", "com1"), ("com0", "com0"),
    ("lpt9.txt", "lpt9-txt"), ("größe", "gr-e"), ("日本語", "id"), ("#?%", "id"),
    ("UPPER-Case", "upper-case"),
    (String(repeating: "a", count: 101), String(repeating: "a", count: 40)),
    (String(repeating: "ab ", count: 20), String(repeating: "ab-", count: 13) + "a"),
  ])
  func otherIdsGetASlugAndAHash(id: String, slug: String) throws {
    let stem = SitePaths.stem(Text(id))
    let parts = stem.split(separator: "~", omittingEmptySubsequences: false)
    #expect(parts.count == 2)
    #expect(parts.first.map(String.init) == slug)
    #expect(parts.last?.wholeMatch(of: /[0-9a-f]{32}/) != nil)
  }

  /// SHA-256 of the bytes "A1" begins with these 16 bytes.
  @Test func theHashIsOfTheBytes() {
    #expect(SitePaths.stem("A1") == "a1~16a36e86f6fed5d465ff332511a0ce1a")
    #expect(SitePaths.stem("e\u{301}") != SitePaths.stem("\u{E9}"))
  }

  @Test(arguments: 1...8 as ClosedRange<UInt64>)
  func twoIdsNeverShareAFileOnAnyFileSystem(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    var owners: [String: String] = [:]
    for _ in 0..<3000 {
      let id = PathTests.randomID(&generator)
      let stem = SitePaths.stem(Text(id))
      #expect(isSafeEverywhere(stem), "\(id.debugDescription) gives \(stem)")
      #expect(stem.hasSuffix(SitePaths.shard(stem)) && SitePaths.shard(stem).utf8.count == 2)
      // File systems that fold case or normalise see nothing to fold: all is lower-case ASCII.
      if let other = owners[stem] {
        #expect(Text(other) == Text(id), "\(other.debugDescription) and \(id.debugDescription)")
      }
      owners[stem] = id
    }
  }

  private static func randomID(_ generator: inout SeededGenerator) -> String {
    let alphabets: [[Character]] = [
      Array("ab1.-_"), Array("aAbB"), Array("a/.~ "), Array("e\u{E9}ß日 "),
      Array("conuxlpt1."), ["e", "\u{301}", "\u{E9}"], ["\u{0}", "\u{202E}", "\n", "a"],
    ]
    let alphabet = alphabets.randomElement(using: &generator) ?? ["a"]
    let isLong = Int.random(in: 0..<20, using: &generator) == 0
    let count = Int.random(in: isLong ? 90...110 : 0...6, using: &generator)
    return String((0..<count).compactMap { _ in alphabet.randomElement(using: &generator) })
  }

  /// By the rules of contract.md and what Windows keeps for itself.
  private func isSafeEverywhere(_ stem: String) -> Bool {
    let reserved = /(con|prn|aux|nul|com[0-9]|lpt[0-9])(\..*)?/
    return stem.wholeMatch(of: /[a-z0-9][a-z0-9._~-]{1,99}/) != nil
      && stem.wholeMatch(of: reserved) == nil && !stem.suffix(2).contains(".")
  }

  @Test func pagesAndTwinsStandWhereTheContractSays() {
    #expect(SitePaths.job("github-run-7-1") == "jobs/-1/github-run-7-1.html")
    #expect(SitePaths.jobTwin("ab") == "api/dashboard/jobs/id/ab/ab.json")
    #expect(SitePaths.deployment("d-10") == "deployments/10/d-10.html")
    #expect(SitePaths.deploymentTwin("d-10") == "api/dashboard/deployments/id/10/d-10.json")
    #expect(SitePaths.service("checkout") == "services/checkout.html")
    let november = Month(year: 2026, month: 11)
    #expect(SitePaths.month("jobs", november) == "jobs/months/2026-11.html")
    #expect(SitePaths.month("jobs", november, part: 2) == "jobs/months/2026-11-p2.html")
    #expect(SitePaths.month("deployments", nil) == "deployments/months/undated.html")
    #expect(SitePaths.twin(of: "services/checkout.html") == "api/services/checkout.json")
  }
}
