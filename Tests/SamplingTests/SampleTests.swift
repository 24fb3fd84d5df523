import Foundation
import Model
import Sampling
import Testing

struct SampleTests {
  static let odd: [SampleOptions] = [
    SampleOptions(),
    SampleOptions(jobs: 0, deployments: 0),
    SampleOptions(jobs: 0, deployments: 50),
    SampleOptions(jobs: 100, deployments: 0),
    SampleOptions(jobs: 1, deployments: 1, services: 1, days: 1),
    SampleOptions(jobs: 10, deployments: 200, days: 3),
    SampleOptions(jobs: 999, deployments: 333, services: 3, seed: 7),
    SampleOptions(jobs: 3_001, deployments: 501, services: 450, days: 30, seed: .max),
    SampleOptions(jobs: 3_000, deployments: 500, services: 2, days: 1, seed: 3),
    SampleOptions(jobs: 700, deployments: 90, services: 0, days: 0),
    SampleOptions(jobs: -1, deployments: -1),
    SampleOptions(
      jobs: 500, deployments: 80, days: 45, until: Timestamp(milliseconds: 1_709_211_599_123)),
  ]
  static let made = odd.map { Samples($0) }

  @Test(arguments: odd.indices)
  func makesExactlyTheNumbersAskedFor(number: Int) {
    let (options, sample) = (SampleTests.odd[number], SampleTests.made[number])
    #expect(sample.jobs.count == max(0, options.jobs))
    #expect(sample.deployments.count == max(0, options.deployments))
  }

  @Test(arguments: odd.indices)
  func ordersRecordsByTimeOfCreationWithinTheSpan(number: Int) throws {
    let options = SampleTests.odd[number]
    let times = try SampleTests.made[number].records.map { try #require($0.createdAt) }
    #expect(zip(times, times.dropFirst()).allSatisfy { $0 <= $1 })
    #expect(times.allSatisfy { $0 < options.until })
    // Jobs may begin some hours before the first deployment.
    let span = Int64(max(1, options.days)) * 86_400_000 + 5 * 3_600_000
    #expect(times.allSatisfy { options.until.milliseconds(since: $0) <= span })
  }

  @Test(arguments: odd.indices)
  func hasNoTimeAfterTheEnd(number: Int) {
    let options = SampleTests.odd[number]
    let late = SampleTests.made[number].records.filter {
      ($0.latestTime ?? options.until) > options.until
    }
    // One clock in the sample is meant to run late, by a minute and a half.
    #expect(late.count <= options.deployments / 100)
  }

  @Test(arguments: odd.indices)
  func repeatsNoID(number: Int) {
    let sample = SampleTests.made[number]
    #expect(Set(sample.jobs.map(\.id)).count == sample.jobs.count)
    #expect(Set(sample.deployments.map(\.id)).count == sample.deployments.count)
    #expect(sample.records.allSatisfy { !$0.id.isEmpty })
  }

  @Test(arguments: odd.indices)
  func refersOnlyToJobsThatExistAndBeganBefore(number: Int) throws {
    let sample = SampleTests.made[number]
    let jobs = Dictionary(uniqueKeysWithValues: sample.jobs.map { ($0.id, $0) })
    for deployment in sample.deployments {
      for reference in deployment.jobReferences {
        let job = try #require(jobs[reference.id], "\(deployment.id): \(reference.id)")
        let arrived = deployment.productionDeployedAt ?? SampleTests.odd[number].until
        #expect(try #require(job.createdAt) <= arrived)
      }
    }
  }

  @Test func givesTheSameBytesEachTime() {
    let options = SampleOptions(jobs: 1500, deployments: 300)
    #expect(bytes(options) == bytes(options))
  }

  @Test func differsBySeedAndByEnd() {
    var other = SampleOptions(jobs: 300, deployments: 60)
    let first = bytes(other)
    other.seed = 2
    #expect(bytes(other) != first)
    other.seed = 1
    other.until = other.until.adding(milliseconds: 86_400_000)
    #expect(bytes(other) != first)
  }

  @Test func stopsWhenTheReceiverThrows() {
    struct Enough: Error {}
    var count = 0
    #expect(throws: Enough.self) {
      try sample(SampleOptions()) { _ in
        count += 1
        if count == 10 { throw Enough() }
      }
    }
    #expect(count == 10)
  }

  @Test func namesManyServicesOnce() {
    let sample = Samples(SampleOptions(jobs: 0, deployments: 6_000, services: 1_000, days: 20))
    #expect(Set(sample.deployments.map(\.service)).count == 1_000)
  }

  @Test func writesMetadataThatIsCanonicalJSON() throws {
    for record in Samples.standard.records.prefix(1_000) {
      let metadata =
        switch record {
        case .job(let job): job.metadata
        case .deployment(let deployment): deployment.metadata
        case .commit(let commit): commit.metadata
        case .incident(let incident): incident.metadata
        }
      let bytes = Data(metadata.json.string.utf8)
      let object = try JSONSerialization.jsonObject(with: bytes) as? [String: Any]
      let names = try #require(object).keys.sorted()
      var place = metadata.json.string.startIndex
      for name in names {
        let next = metadata.json.string.range(
          of: "\"\(name)\":", range: place..<metadata.json.string.endIndex)
        place = try #require(next, "\(metadata.json)").upperBound
      }
    }
  }

  private func bytes(_ options: SampleOptions) -> [UInt8] {
    var all: [UInt8] = []
    sample(options) { all += $0.canonicalJSON.bytes + [0x0A] }
    return all
  }
}
