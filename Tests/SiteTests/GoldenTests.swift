import Foundation
import Model
import Testing

@testable import Site

/// One page of each kind, and of each outcome of a deployment, byte for byte as it was read and found
/// good. `UPDATE_GOLDEN=1 swift test --filter Golden` writes them anew; read the difference.
@Suite struct GoldenTests {
  private static let pages = [
    "data-quality", "deployments", "deployments/months/2026-03", "failures", "index", "jobs",
    "jobs/months/2026-03", "releases", "rollbacks", "services", "services/api", "services/batch",
    "services/api/releases", "releases/api/v1.1.0", "releases/api/v1.3.1",
  ]
  private static let deployments: [Text] = [
    // Superseded, rolled back in place, rework, live until now, a failed attempt, live now.
    "dep-api-1", "dep-api-2", "dep-api-3", "dep-api-4", "dep-api-5", "dep-api-6",
    // Rolled back by the second; on staging; failed in production.
    "dep-web-3", "dep-web-4", "dep-batch-2", "dep-batch-3",
  ]
  private static let jobs: [Text] = ["job-api-build-1", "job-api-test-2", "job|ci|<12>"]

  private static let lists = [
    SitePaths.dashboardSummary, SitePaths.jobList, SitePaths.jobList(.failed),
    SitePaths.jobList(.unknown), SitePaths.runningJobList, SitePaths.deploymentList,
    SitePaths.serviceDeploymentList("api"),
  ]

  static var paths: [String] {
    [SitePaths.notFound] + lists
      + pages.flatMap { [$0 + ".html", SitePaths.twin(of: $0 + ".html")] }
      + deployments.flatMap { [SitePaths.deployment($0), SitePaths.deploymentTwin($0)] }
      + jobs.flatMap { [SitePaths.job($0), SitePaths.jobTwin($0)] }
  }

  private static let expected = GoldenSite.folder.appendingPathComponent("expected")

  /// Built once, and written down if that is asked for.
  private static let site = Result {
    let site = try GoldenSite()
    if ProcessInfo.processInfo.environment["UPDATE_GOLDEN"] != nil { try rewrite(site) }
    return site
  }

  @Test func showsTheGoldenRecordsAsExpected() throws {
    let site = try GoldenTests.site.get()
    for path in GoldenTests.paths {
      guard let actual = site.files[path] else {
        Issue.record("\(path): the site has no such page")
        continue
      }
      guard let data = try? Data(contentsOf: GoldenTests.expected.appendingPathComponent(path))
      else {
        Issue.record("\(path): nothing is expected; run with UPDATE_GOLDEN=1")
        continue
      }
      guard let place = firstDifference(actual, Array(data)) else { continue }
      Issue.record(
        "\(path):\(place.line)\nexpected: \(place.expected)\nactual:   \(place.actual)")
    }
  }

  @Test func usesEveryExpectedFile() throws {
    _ = try GoldenTests.site.get()
    let walk = FileManager.default.enumerator(atPath: GoldenTests.expected.path)
    let known = Set(GoldenTests.paths)
    var found = 0
    for case let path as String in try #require(walk)
    where walk?.fileAttributes?[.type] as? FileAttributeType == .typeRegular {
      found += 1
      #expect(known.contains(path), "no test reads this file; delete it")
    }
    #expect(found >= known.count)
  }

  /// The same records give the same bytes.
  @Test func buildsTheSameSiteTwice() throws {
    #expect(try GoldenSite().files == GoldenTests.site.get().files)
  }

  private static func rewrite(_ site: GoldenSite) throws {
    let manager = FileManager.default
    if manager.fileExists(atPath: expected.path) { try manager.removeItem(at: expected) }
    for path in paths {
      guard let bytes = site.files[path] else { continue }
      let file = expected.appendingPathComponent(path)
      try manager.createDirectory(
        at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(bytes).write(to: file)
    }
  }

  private func firstDifference(
    _ actual: [UInt8], _ expected: [UInt8]
  ) -> (line: Int, actual: String, expected: String)? {
    guard actual != expected else { return nil }
    let ours = actual.split(separator: 0x0A, omittingEmptySubsequences: false)
    let theirs = expected.split(separator: 0x0A, omittingEmptySubsequences: false)
    let line =
      zip(ours, theirs).enumerated().first { $0.element.0 != $0.element.1 }?.offset
      ?? min(ours.count, theirs.count)
    let same =
      line < min(ours.count, theirs.count)
      ? zip(ours[line], theirs[line]).prefix { $0 == $1 }.count : 0
    func text(_ lines: [ArraySlice<UInt8>]) -> String {
      line < lines.count ? GoldenTests.part(of: lines[line], from: same) : "(end of file)"
    }
    return (line + 1, text(ours), text(theirs))
  }

  /// The line from a little before the difference on: a twin is one long line.
  private static func part(of line: ArraySlice<UInt8>, from place: Int) -> String {
    let start = max(0, place - 80)
    let text = String(decoding: line.dropFirst(start).prefix(400), as: UTF8.self)
    return (start > 0 ? "…" : "") + text
  }
}
