import Model
import Sampling
import Testing

/// The default sample shows everything that Rollbook has a word for.
struct SampleSituationTests {
  let sample = Samples.standard
  let until = SampleOptions.defaultUntil
  let day: Int64 = 86_400_000

  @Test func deploysAHealthyServiceManyTimesADay() {
    let checkout = sample.deployments(of: "checkout")
    let days = Dictionary(grouping: checkout.compactMap(\.bucketTime)) { $0.milliseconds / day }
    #expect(days.values.filter { $0.count >= 4 }.count >= 10)
    #expect(checkout.filter(\.isRolledBack).count * 20 < checkout.count)
  }

  @Test func runsAWeeklyTrain() {
    let times = sample.deployments(of: "mobile-bff").compactMap(\.createdAt)
    let tuesdays = times.filter { weekday($0) == 1 }
    #expect(times.count >= 20)
    #expect(tuesdays.count * 10 >= times.count * 6)
  }

  @Test func rollsRecommendationsBackOften() {
    let deployments = sample.deployments(of: "recommendations")
    #expect(deployments.filter(\.isRolledBack).count >= 5)
  }

  @Test func stopsOneFeedThreeWeeksBeforeTheEnd() throws {
    let limit = until.adding(milliseconds: -21 * day)
    let deployments = sample.deployments(of: "legacy-invoicing").compactMap(\.latestTime)
    let jobs = sample.jobs.filter { $0.repo == "acme/legacy-invoicing" }.compactMap(\.createdAt)
    #expect(deployments.count >= 10)
    #expect(try #require(deployments.max()) <= limit)
    #expect(try #require(jobs.max()) <= limit)
  }

  @Test func startsAServiceJustNow() {
    let deployments = sample.deployments(of: "returns-portal")
    #expect((1..<6).contains(deployments.count))
    let limit = until.adding(milliseconds: -13 * day)
    #expect(deployments.compactMap(\.createdAt).allSatisfy { $0 > limit })
  }

  @Test func keepsOneServiceInStaging() {
    let deployments = sample.deployments(of: "design-preview")
    #expect(deployments.filter { $0.status == .staged }.count >= 10)
    #expect(deployments.allSatisfy { $0.productionDeployedAt == nil })
    #expect(deployments.contains { $0.effectiveEnvironment == "staging" })
  }

  @Test func deploysPaymentsToTwoRegions() {
    let deployments = sample.deployments(of: "payments-api").filter(\.isLiveInProduction)
    let europe = Set(deployments.filter { $0.environment == "eu-production" }.map(\.version))
    let america = Set(deployments.filter { $0.environment == "us-production" }.map(\.version))
    #expect(europe.intersection(america).count >= 10)
  }

  @Test func hasAttemptsThatNeverArrived() {
    let failed = sample.deployments(of: "warehouse-sync").filter {
      $0.status == .failed && $0.productionDeployedAt == nil
    }
    #expect(failed.count >= 5)
    #expect(failed.contains { $0.deployedToProduction == false })
  }

  @Test func leavesOneFailureOpen() {
    let last = sample.deployments(of: "ledger").last
    #expect(last?.status == .failed)
    #expect(last?.productionDeployedAt != nil)
  }

  @Test func rollsBackInPlace() {
    let rolledBack = sample.deployments.filter(\.isRolledBack)
    #expect(rolledBack.filter { $0.rolledBackTo != nil && $0.rolledBackAt != nil }.count >= 10)
    #expect(rolledBack.allSatisfy { $0.rollbackReason != nil })
    #expect(rolledBack.contains { $0.rolledBackTo == nil })
  }

  @Test func rollsBackByDeployingAnOlderVersion() {
    var plain = 0
    var flagged = 0
    for group in sample.arrivals {
      for i in group.indices.dropFirst(2) where group[i].version == group[i - 2].version {
        if group[i - 1].version == group[i].version { continue }
        if group[i - 1].isRolledBack { flagged += 1 } else { plain += 1 }
      }
    }
    #expect(plain >= 2)
    #expect(flagged >= 1)
  }

  @Test func rollsBackBehindTwoVersions() {
    let found = sample.arrivals.map { group in
      group.indices.dropFirst(3).filter { i in
        let versions = Set(group[i - 3..<i].map(\.version))
        return versions.count == 3 && group[i].version == group[i - 3].version
      }.count
    }
    #expect(found.reduce(0, +) >= 1)
  }

  @Test func redeploysTheSameVersion() {
    let found = sample.arrivals.map { group in
      zip(group, group.dropFirst()).filter {
        $0.version == $1.version && $0.commitSHA == $1.commitSHA && !$0.isRolledBack
      }.count
    }
    #expect(found.reduce(0, +) >= 5)
  }

  @Test func hasReworkOfEveryKind() {
    let messages = sample.deployments.compactMap(\.commitMessage?.string)
    #expect(messages.contains { $0.hasPrefix("Revert \"") })
    #expect(messages.contains { $0.hasPrefix("Reapply \"") })
    #expect(messages.contains { $0.hasPrefix("hotfix: ") })
    #expect(sample.deployments.contains { $0.tags.contains("hotfix") })
    #expect(sample.deployments.contains { $0.metadata.json.string.contains("\"hotfix\":true") })
    #expect(
      sample.deployments.contains { $0.metadata.json.string.contains("\"fixes_deployment\"") })
  }

  @Test func usesEveryStatus() {
    #expect(Set(sample.jobs.map(\.status)) == Set(JobStatus.allCases))
    #expect(Set(sample.deployments.map(\.status)) == Set(DeploymentStatus.allCases))
    #expect(sample.jobs.filter { $0.status == .unknown }.allSatisfy { $0.sourceStatus != nil })
  }

  @Test func measuresBadVersionsWorse() {
    let rates = sample.deployments.filter { $0.errorRate != nil }
    let bad = rates.filter(\.isRolledBack).compactMap(\.errorRate)
    let good = rates.filter { !$0.isRolledBack }.compactMap(\.errorRate)
    #expect(median(bad) > 5 * median(good))
    #expect(good.contains(0))
    #expect(sample.deployments.contains { $0.requestsPerSecond == 0 })
    #expect(sample.deployments.contains { $0.isLiveInProduction && $0.errorRate == nil })
    #expect(rates.compactMap(\.errorRate).allSatisfy { (0...1).contains($0) })
  }

  @Test func namesCommitTimesOnMostAndNotOnAll() {
    let named = sample.deployments.filter {
      $0.metadata.json.string.contains("\"commit_timestamp\"")
    }
    #expect(named.count > sample.deployments.count / 2)
    #expect(named.count < sample.deployments.count)
  }

  private func weekday(_ time: Timestamp) -> Int {
    LocalDay(number: Int(time.milliseconds / day)).weekday
  }
}
