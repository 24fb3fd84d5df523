import Model

/// The services of the sample: the first twelve each show something, more follow as asked.
enum ServiceCatalog {
  static func services(_ count: Int, seed: UInt64) -> [ServiceTraits] {
    Array(cast.prefix(count))
      + (cast.count..<max(cast.count, count)).map { ordinary($0, seed: seed) }
  }

  private static let cast: [ServiceTraits] = [
    // Very healthy, many deployments a day; one under way as the history ends.
    ServiceTraits(name: "checkout", weight: 300) {
      $0.rolledBackInPlace = 6
      $0.rolledBackByRedeploy = 4
      $0.failsInProduction = 3
      $0.neverArrives = 4
      $0.failsTwice = 0
      $0.brokenJobs = 25
      $0.ending = .underWay(.staged)
      $0.latency = 84
    },
    // A weekly train on Tuesdays.
    ServiceTraits(name: "mobile-bff", weight: 45) {
      $0.pattern = .train(weekday: 1)
      $0.versions = .calendar
      $0.ids = .github
    },
    // Flaky tests.
    ServiceTraits(name: "search", weight: 90) {
      $0.flakyTests = 330
      $0.brokenJobs = 70
      $0.versions = .number(from: 1_204)
      $0.ids = .github
      $0.namesServiceInJobs = false
      $0.latency = 210
      $0.buildSeconds = 420
    },
    // Frequent rollbacks of both kinds.
    ServiceTraits(name: "recommendations", weight: 80) {
      $0.rolledBackInPlace = 110
      $0.rolledBackByRedeploy = 110
      $0.failsInProduction = 40
      $0.failsTwice = 70
      $0.route = .production
      $0.latency = 320
    },
    // Its feed stopped three weeks before the end.
    ServiceTraits(name: "legacy-invoicing", weight: 40) {
      $0.pattern = .stops(daysBefore: 21)
      $0.versions = .semantic(prefix: "v")
      $0.route = .production
      $0.isMeasured = false
      $0.namesEnvironment = false
      $0.brokenJobs = 90
    },
    // Brand new.
    ServiceTraits(name: "returns-portal", weight: 0) {
      $0.fixedCount = 4
      $0.pattern = .begins(daysBefore: 12)
      $0.rolledBackInPlace = 0
    },
    // Never goes to production.
    ServiceTraits(name: "design-preview", weight: 50) {
      $0.route = .stagingOnly
      $0.ending = .underWay(.staging)
      $0.versions = .commit
      $0.namesEnvironment = false
    },
    // Two production environments.
    ServiceTraits(name: "payments-api", weight: 100) {
      $0.route = .twoRegions
      $0.ids = .uuid
      $0.rolledBackInPlace = 35
      $0.latency = 145
    },
    // Attempts that never arrive.
    ServiceTraits(name: "warehouse-sync", weight: 60) {
      $0.neverArrives = 190
      $0.brokenJobs = 110
      $0.ids = .gitlab
      $0.versions = .semantic(prefix: "v")
    },
    // Broken in production now.
    ServiceTraits(name: "ledger", weight: 55) {
      $0.ending = .openFailure
      $0.failsInProduction = 45
      $0.latency = 60
    },
    // A name that is no file name; ids with slashes, capitals and spaces.
    ServiceTraits(name: "data-platform/ETL", weight: 40) {
      $0.slug = "data-platform-etl"
      $0.repo = "acme/platform"
      $0.ids = .path
      $0.route = .production
      $0.versions = .calendar
      $0.namesServiceInJobs = false
      $0.ending = .underWay(.pending)
      $0.redeploys = 90
      $0.latency = 900
    },
    // Redeployed for its configuration; from the same repository as the one before.
    ServiceTraits(name: "notifications", weight: 40) {
      $0.repo = "acme/platform"
      $0.redeploys = 180
      $0.ids = .unicode
      $0.ending = .underWay(.production)
    },
  ]

  private static let domains = [
    "catalog", "pricing", "cart", "inventory", "shipping", "billing", "reporting", "identity",
    "storefront", "fraud", "loyalty", "tax", "subscriptions", "media", "support", "webhooks",
    "partner", "scheduler", "audit", "geo", "feature-flags", "gift-cards", "email", "reviews",
  ]
  private static let parts = ["service", "api", "worker", "gateway", "sync", "ui", "jobs", "cache"]

  private static func ordinary(_ number: Int, seed: UInt64) -> ServiceTraits {
    var random = SplitMix64(seed: seed, stream: 1_000_000 + number)
    let place = number - cast.count
    let round = place / (domains.count * parts.count)
    let part = parts[(place / domains.count + place) % parts.count]
    let name = "\(domains[place % domains.count])-\(part)" + (round == 0 ? "" : "-\(round + 1)")
    return ServiceTraits(name: name, weight: random.int(15...110)) {
      $0.rolledBackInPlace = random.int(0...50)
      $0.rolledBackByRedeploy = random.int(0...40)
      $0.failsInProduction = random.int(0...30)
      $0.neverArrives = random.int(0...50)
      $0.flakyTests = random.int(0...80)
      $0.brokenJobs = random.int(20...90)
      $0.route = random.chance(500) ? .production : .stagingThenProduction
      $0.versions = random.pick([.semantic(prefix: ""), .semantic(prefix: "v"), .calendar])
      $0.ids = random.pick([.plain, .plain, .github, .uuid])
      $0.namesServiceInJobs = random.chance(600)
      $0.latency = Double(random.int(30...400))
      $0.buildSeconds = Double(random.int(60...420))
    }
  }
}
