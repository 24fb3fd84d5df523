import Foundation
import Testing

/// The records listed behind a figure are those that it counts.
@Suite struct EvidenceTests {
  private func objects(_ pattern: Regex<Substring>) throws -> [(
    path: String, object: [String: Any]
  )] {
    let site = try BuiltSite.sample.get()
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

  @Test func aMonthsDeploymentsAddUpToItsFigures() throws {
    let months = try objects(/api\/evidence\/[^\/]+\/\d{4}-\d{2}\.json/)
    #expect(months.count > 20)
    for (path, month) in months where !path.hasSuffix("2026-11.json") {
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
}
