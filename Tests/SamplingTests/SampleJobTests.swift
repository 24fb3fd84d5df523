import Model
import Sampling
import Testing

/// The jobs of the default sample: attempts, rhythm, what went wrong, what is dangerous to show.
struct SampleJobTests {
  let sample = Samples.standard
  let until = SampleOptions.defaultUntil
  let day: Int64 = 86_400_000

  @Test func hasJobsOfEveryType() {
    let types: Set<Text> = ["build", "test", "lint", "deploy", "e2e", "nightly"]
    #expect(Set(sample.jobs.map(\.type)) == types)
  }

  @Test func runsFailedTestsAgain() {
    let reruns = sample.jobs.filter { $0.metadata.json.string.contains("\"attempt\":2") }
    #expect(reruns.count >= 30)
    #expect(sample.jobs.contains { $0.metadata.json.string.contains("\"attempt\":3") })
    #expect(flakyCommits(repo: nil) >= 20)
    #expect(flakyCommits(repo: "acme/search") >= 10)
  }

  /// Commits of which one test both failed and passed.
  private func flakyCommits(repo: Text?) -> Int {
    let tests = sample.jobs.filter { $0.type == "test" && (repo == nil || $0.repo == repo) }
    let groups = Dictionary(grouping: tests) { [$0.repo, $0.commitSHA] }
    return groups.values.filter { group in
      let verdicts = group.map(\.status.verdict)
      return verdicts.contains(.fail) && verdicts.contains(.pass)
    }.count
  }

  @Test func leavesJobsOpen() throws {
    let open = sample.jobs.filter(\.isRunning)
    let limit = until.adding(milliseconds: -2 * day)
    let stale = try open.filter { try #require($0.createdAt) < limit }
    let fresh = try open.filter {
      try #require($0.createdAt) > until.adding(milliseconds: -3_600_000)
    }
    #expect(stale.count >= 3)
    #expect(Set(stale.map(\.status)) == [.pending, .queued, .running])
    #expect(Set(fresh.map(\.status)) == [.pending, .queued, .running])
  }

  @Test func keepsZeroAsAValue() {
    #expect(sample.jobs.contains { $0.exitCode == 0 })
    #expect(sample.jobs.contains { $0.durationSeconds == 0 })
    #expect(sample.jobs.contains { $0.status == .success && $0.exitCode == nil })
  }

  @Test func hasDefectsForTheLedger() {
    let negative = sample.jobs.filter { ($0.queueMilliseconds ?? 0) < 0 }
    #expect((1...120).contains(negative.count))
    let wrong = sample.jobs.filter { job in
      guard let measured = job.measuredRunMilliseconds, let said = job.durationSeconds else {
        return false
      }
      return abs(Double(measured) / 1000 - said) > 10
    }
    #expect((1...120).contains(wrong.count))
    let late = sample.deployments.filter { deployment in
      guard let staged = deployment.stagingDeployedAt else { return false }
      return deployment.productionDeployedAt.map { staged > $0 } ?? false
    }
    #expect(!late.isEmpty)
  }

  @Test func queuesLongerWhenEveryonePushes() {
    let waits = sample.jobs.compactMap { job -> (hour: Int64, wait: Double)? in
      guard let created = job.createdAt, let wait = job.queueMilliseconds else { return nil }
      return (created.milliseconds / 3_600_000 % 24, Double(wait))
    }
    let busy = waits.filter { 8...10 ~= $0.hour }.map(\.wait)
    let quiet = waits.filter { $0.hour >= 19 || $0.hour < 5 }.map(\.wait)
    #expect(median(busy) > 2 * median(quiet))
  }

  @Test func worksOnWorkdaysAndLessOnFridayAfternoons() {
    var perWeekday = [Int](repeating: 0, count: 7)
    var afternoons = [Int](repeating: 0, count: 7)
    for time in sample.deployments.compactMap(\.createdAt) {
      let weekday = LocalDay(number: Int(time.milliseconds / day)).weekday
      perWeekday[weekday] += 1
      if 13...17 ~= time.milliseconds / 3_600_000 % 24 { afternoons[weekday] += 1 }
    }
    #expect(perWeekday[5] + perWeekday[6] < perWeekday[2] / 2)
    #expect(afternoons[4] * 2 < afternoons[3])
    #expect(perWeekday[5] > 0)
  }

  @Test func restsInTheHolidays() {
    let week = LocalDay(year: 2026, month: 8, day: 10)..<LocalDay(year: 2026, month: 8, day: 17)
    let before = LocalDay(year: 2026, month: 8, day: 3)..<week.lowerBound
    let days = sample.jobs.compactMap(\.createdAt).map {
      LocalDay(number: Int($0.milliseconds / day))
    }
    let resting = days.filter { week.contains($0) }.count
    #expect(resting * 5 < days.filter { before.contains($0) }.count)
    #expect(resting > 0)
  }

  @Test func hasABadDayForSeveralServices() {
    let failed = sample.jobs.filter { $0.status.verdict == .fail }
    let days = Dictionary(grouping: failed) { ($0.createdAt?.milliseconds ?? 0) / day }
    let bad = days.values.filter { $0.count >= 8 && Set($0.map(\.repo)).count >= 4 }
    #expect(!bad.isEmpty)
  }

  @Test func namesTheServiceOfSomeJobsOnly() {
    let referred = Set(sample.deployments.flatMap { $0.jobReferences.map(\.id) })
    let unnamed = sample.jobs.filter { !$0.metadata.json.string.contains("\"service\":") }
    #expect(unnamed.count < sample.jobs.count)
    #expect(unnamed.contains { referred.contains($0.id) })
    #expect(unnamed.contains { $0.repo == "acme/infra-tools" && !referred.contains($0.id) })
  }

  @Test func speaksOfErrorsInColourAndAtLength() {
    let messages = sample.jobs.compactMap(\.errorMessage?.string)
    #expect(messages.contains { $0.contains("\u{1B}[") })
    #expect(messages.contains { $0.contains("\n") })
  }

  @Test func hidesHostileTextInAboutOneInAHundredRecords() {
    let hostile = sample.records.filter { record in
      let json = record.canonicalJSON.string
      return markers.contains { json.contains($0) }
    }
    #expect(hostile.count * 400 > sample.records.count)
    #expect(hostile.count * 40 < sample.records.count)
    for marker in markers {
      #expect(hostile.contains { $0.canonicalJSON.string.contains(marker) }, "\(marker)")
    }
  }

  private let markers = [
    "<script>", "](javascript:", "\u{202E}", "{{commit_message}}", "=HYPERLINK", "../../etc/passwd",
    "without an end a very long line", "\\u0000", "| a | b |", "data:text/html",
  ]

  @Test func hasIDsOfManyShapes() {
    let ids = sample.records.map(\.id.string)
    #expect(ids.contains { $0.hasPrefix("github-run-") })
    #expect(ids.contains { $0.hasPrefix("gitlab-job-") })
    #expect(ids.contains { $0.contains("/") })
    #expect(ids.contains { $0 != $0.lowercased() })
    #expect(ids.contains { $0.utf8.count > 100 })
    #expect(ids.contains { $0.utf8.contains { $0 >= 0x80 } })
    #expect(sample.deployments.contains { $0.id.byteCount == 36 && $0.service == "payments-api" })
  }
}
