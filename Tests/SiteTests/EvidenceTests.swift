import Foundation
import Model
import Sampling
import Testing

/// The records listed behind a figure are those that it counts.
@Suite struct EvidenceTests {
  private typealias File = (path: String, object: [String: Any])

  /// Many jobs within little more than the days that figures of jobs count.
  private static let busy = Result {
    var records: [Record] = []
    Sampling.sample(SampleOptions(jobs: 1500, deployments: 20, services: 4, days: 40)) {
      records.append($0)
    }
    return try BuiltSite(records)
  }

  private func objects(
    _ pattern: Regex<Substring>, in site: BuiltSite? = nil
  ) throws -> [File] {
    let site = try site ?? BuiltSite.sample.get()
    return try site.files.keys.filter { $0.wholeMatch(of: pattern) != nil }.sorted().map { path in
      let object = try JSONSerialization.jsonObject(with: Data(site.files[path] ?? []))
      return (path, try #require(object as? [String: Any]))
    }
  }

  private func number(_ object: Any?, _ names: String...) -> Int? {
    var value = object
    for name in names { value = (value as? [String: Any])?[name] }
    return value as? Int
  }

  /// Every third deployment is corrected in one way or another.
  private static let corrected = Result {
    var records: [Record] = []
    Sampling.sample(SampleOptions(jobs: 50, deployments: 300, services: 4)) { records.append($0) }
    var corrections: [Correction] = []
    for (i, record) in records.enumerated() {
      guard case .deployment(let deployment) = record, i % 3 == 0 else { continue }
      var correction = Correction(
        .deployment, deployment.id, author: "Ana", date: LocalDay(year: 2026, month: 11, day: 1),
        note: "so it was")
      switch i / 3 % 5 {
      case 0: correction.isExcluded = true
      case 1: correction.isRolledBack = true
      case 2: correction.isRolledBack = false
      case 3: correction.isDrill = true
      default: correction.isRollback = i % 2 == 0
      }
      corrections.append(correction)
    }
    return try BuiltSite(records, corrections: corrections)
  }

  @Test func aMonthsDeploymentsAddUpToItsFigures() throws {
    try expectSums(in: BuiltSite.sample.get())
  }

  @Test func aMonthsDeploymentsAddUpToItsFiguresAsCorrected() throws {
    let site = try EvidenceTests.corrected.get()
    try expectSums(in: site)
    let left = try objects(/api\/evidence\/[^\/]+\/\d{4}-\d{2}\.json/, in: site).flatMap {
      ($0.object["deployments"] as? [[String: Any]] ?? []).compactMap {
        $0["rework_rate"] as? String
      }
    }
    #expect(left.contains("left out: excluded by a correction"))
    // The shares by everybody's rules are those of the records listed for them.
    for (path, page) in try objects(/api\/evidence\/[^\/]+\.json/, in: site) {
      let figures = try #require(page["figures"] as? [[String: Any]])
      for figure in figures where figure["unit"] as? String == "share" {
        #expect(number(figure, "n") == (figure["counted"] as? [String])?.count, "\(path)")
      }
    }
  }

  private func expectSums(in site: BuiltSite) throws {
    let months = try objects(/api\/evidence\/[^\/]+\/\d{4}-\d{2}\.json/, in: site)
    #expect(months.count > 20)
    for (path, month) in months {
      let rows = try #require(month["deployments"] as? [[String: Any]])
      #expect(number(month, "total") == rows.count)
      let roles = rows.compactMap { $0["change_failure_rate"] as? String }
      let hits = roles.count { $0 == "in numerator and denominator" }
      let counted = hits + roles.count { $0 == "in the denominator" }
      let figures = month["figures"]
      #expect(number(figures, "change_failure_rate", "k") == hits, "\(path)")
      #expect(number(figures, "change_failure_rate", "n") == counted, "\(path)")
      #expect(rows.count { $0["kind"] as? String == "forward" } == counted, "\(path)")
      #expect(rows.count { $0["change_failure"] is String } == hits, "\(path)")
    }
  }

  /// All complete days: the months before the running one, and its days so far.
  @Test func monthsAddUpToAllTime() throws {
    var total = 0
    for (path, service) in try objects(/api\/services\/[^\/]+\.json/) {
      let name = path.dropFirst("api/services/".count).dropLast(".json".count)
      let months = try objects(/api\/evidence\/[^\/]+\/\d{4}-\d{2}\.json/).filter {
        $0.path.hasPrefix("api/evidence/\(name)/")
      }
      let windows = try #require(service["windows"] as? [[String: Any]])
      let all = try #require(windows.last)
      let sum = months.reduce(0) {
        $0 + (number($1.object, "figures", "deployments", "count") ?? 0)
      }
      #expect(number(all, "deployments", "count") == sum, "\(path)")
      total += sum
    }
    #expect(total > 50)
  }

  /// What stands on the page is what the days count.
  @Test func jobsOnAPageAreThoseThatTheRateCounts() throws {
    let pages = try objects(/api\/evidence\/[^\/]+\/jobs\.json/, in: EvidenceTests.busy.get())
    #expect(pages.count >= 4)
    var (failures, leftOut) = (0, 0)
    for (path, page) in pages {
      let failed = number(page, "failed_total") ?? -1
      #expect(number(page, "job_failure_rate", "k") == failed, "\(path)")
      #expect(
        number(page, "job_failure_rate", "n") == failed + (number(page, "succeeded") ?? 0),
        "\(path)")
      for (total, list) in [
        ("failed_total", "failed"), ("left_out_total", "left_out"), ("negative_total", "negative"),
      ] {
        let rows = try #require(page[list] as? [[String: Any]])
        #expect(rows.count == min(200, number(page, total) ?? -1), "\(path)")
      }
      let negative =
        (number(page, "run_time", "left_out") ?? 0) + (number(page, "queue_time", "left_out") ?? 0)
      #expect(number(page, "negative_total") == negative, "\(path)")
      failures += failed
      leftOut += number(page, "left_out_total") ?? 0
    }
    #expect(failures > 0)
    #expect(leftOut > 0)
  }

  @Test func everyFigureOfDeliveryHasItsRecords() throws {
    let pages = try objects(/api\/evidence\/[^\/]+\.json/)
    #expect(!pages.isEmpty)
    for (path, page) in pages {
      for figure in try #require(page["figures"] as? [[String: Any]])
      where figure["unit"] as? String == "share" {
        let counted = figure["counted"] as? [String] ?? []
        let hits = figure["hits"] as? [String] ?? []
        #expect(number(figure, "n") == counted.count, "\(path)")
        #expect(number(figure, "k") == hits.count, "\(path)")
        #expect(Set(hits).isSubset(of: counted), "\(path)")
        #expect(Set(counted).count == counted.count, "\(path)")
      }
    }
  }

  @Test func anExcludedJobStandsInTheEvidenceAsLeftOut() throws {
    var records: [Record] = []
    Sampling.sample(SampleOptions(jobs: 600, deployments: 60, services: 2, days: 30)) {
      records.append($0)
    }
    let pattern = /api\/evidence\/[^\/]+\/jobs\.json/
    let before = try #require(
      try objects(pattern, in: BuiltSite(records)).first {
        number($0.object, "failed_total").map { $0 > 0 } ?? false
      })
    let failed = try #require(before.object["failed"] as? [[String: Any]])
    let id = try #require(failed.first?["job_id"] as? String)
    var correction = Correction(
      .job, Text(id), author: "Ana", date: LocalDay(year: 2026, month: 10, day: 30), note: "so")
    correction.isExcluded = true
    let site = try BuiltSite(records, corrections: [correction])
    let after = try #require(try objects(pattern, in: site).first { $0.path == before.path })
    let counts = { (object: [String: Any]) in
      (self.number(object, "job_failure_rate", "k"), self.number(object, "job_failure_rate", "n"))
    }
    #expect(counts(after.object).0 == counts(before.object).0.map { $0 - 1 })
    #expect(number(after.object, "failed_total") == counts(after.object).0)
    let succeeded = number(after.object, "succeeded") ?? 0
    #expect(counts(after.object).1 == counts(after.object).0.map { $0 + succeeded })
    let leftOut = try #require(after.object["left_out"] as? [[String: Any]])
    let row = leftOut.first { $0["job_id"] as? String == id }
    #expect(row?["role"] as? String == "left out: excluded by a correction")
  }
}
