import Foundation
import Model
import Sampling
import Site
import Testing

/// What the search finds, and in which files.
@Suite struct SearchTests {
  private static let records = {
    var records: [Record] = []
    sample(SampleOptions(jobs: 400, deployments: 150)) { records.append($0) }
    return records
  }()
  private static let files = Result { try SearchFiles(BuiltSite.sample.get()) }

  /// The deployments and jobs of the sample whose pages are in the site.
  private func forEachPaged(
    _ check: (String, _ id: Text, _ sha: Text?, _ version: Text?, _ path: String) throws -> Void
  ) throws {
    let site = try BuiltSite.sample.get()
    var count = 0
    for record in SearchTests.records {
      switch record {
      case .deployment(let d):
        try check("d", d.id, d.commitSHA, d.version, SitePaths.deployment(d.id))
      case .job(let job):
        let path = SitePaths.job(job.id)
        guard site.files[path] != nil else { continue }
        try check("j", job.id, job.commitSHA, nil, path)
      default: continue
      }
      count += 1
    }
    #expect(count > 200)
  }

  @Test func everyRecordWithAPageIsFoundByItsIdAndByTheEndOfIt() throws {
    let files = try SearchTests.files.get()
    try forEachPaged { kind, id, _, _, path in
      try #expect(files.paths(kind, id.string).contains(path), "\(id)")
      let end = String(id.string.lowercased().split { !($0.isLetter || $0.isNumber) }.last ?? "")
      if end.utf8.count >= 3 { try #expect(files.paths(kind, end).contains(path), "\(end)") }
      let number = String(end.drop { $0 == "0" })
      if end.utf8.count >= 3, !number.isEmpty {
        try #expect(files.paths(kind, number).contains(path), "\(number)")
      }
    }
  }

  @Test func everyRecordWithAPageIsFoundByFourCharactersOfItsCommitAndByItsVersion() throws {
    let files = try SearchTests.files.get()
    try forEachPaged { _, _, sha, version, path in
      if let sha {
        try #expect(files.paths("c", String(sha.string.prefix(4))).contains(path), "\(sha)")
        try #expect(files.paths("c", sha.string.uppercased()).contains(path), "\(sha)")
      }
      if let version {
        try #expect(files.paths("v", version.string).contains(path), "\(version)")
        let number = String(version.string.drop { !$0.isNumber })
        try #expect(files.paths("v", number).contains(path), "\(number)")
      }
    }
  }

  @Test func rollbacksAreFoundWithTheDayOnWhichTheyWere() throws {
    var first = Deployment(id: "d-1", service: "shop", version: "1.0", status: .live)
    var second = Deployment(id: "d-2", service: "shop", version: "1.1", status: .rolledBack)
    let start = Timestamp(seconds: 1_790_856_000)
    for (i, day) in [0, 2].enumerated() {
      let at = start.adding(milliseconds: Int64(day) * 86_400_000)
      if i == 0 { first.productionDeployedAt = at } else { second.productionDeployedAt = at }
    }
    (first.deployedToProduction, second.deployedToProduction) = (true, true)
    second.rolledBack = true
    second.rolledBackAt = start.adding(milliseconds: 4 * 86_400_000)
    let site = try BuiltSite([.deployment(first), .deployment(second)])
    let found = try SearchFiles(site).files.values.joined().filter { $0.kind == "r" }
    #expect(Set(found.map(\.day)) == ["2026-10-05"])
  }

  @Test func jobsWithoutAPageAreNotFound() throws {
    let site = try BuiltSite.sample.get()
    for entry in try SearchTests.files.get().files.values.joined() {
      #expect(site.files[entry.path] != nil, "\(entry)")
    }
  }

  @Test func servicesPeopleEnvironmentsTypesAgentsAndPagesAreFoundByTheirNames() throws {
    let files = try SearchTests.files.get()
    try #expect(files.paths("s", "Checkout").contains("services/checkout.html"))
    try #expect(!files.paths("e", "production").isEmpty)
    try #expect(files.paths("g", "rollbacks").contains("rollbacks.html"))
    try #expect(files.paths("g", "quality").contains("data-quality.html"))
    try #expect(files.paths("g", "october").contains("jobs/months/2026-10.html"))
    for case .job(let job) in SearchTests.records.suffix(20) {
      try #expect(!files.found(job.type.string).filter { $0.kind == "t" }.isEmpty)
      if let agent = job.agentID {
        try #expect(!files.found(agent.string).filter { $0.kind == "a" }.isEmpty)
      }
    }
    for case .deployment(let d) in SearchTests.records {
      for word in d.commitAuthor?.string.split(separator: " ") ?? [] {
        try #expect(!files.found(String(word)).filter { $0.kind == "p" }.isEmpty, "\(word)")
      }
    }
  }

  @Test func theDirectoryNamesEveryFileOnce() throws {
    let files = try SearchTests.files.get()
    let named = files.directory.values.flatMap { $0 }.count
    #expect(named == files.files.count)
    #expect(files.directory.values.allSatisfy { Set($0).count == $0.count })
    #expect(Set(files.names(for: "")) == Set(files.files.keys))
  }

  // MARK: - Files

  private func jobs(_ count: Int, sha: Bool = false) -> [Record] {
    (0..<count).map { i in
      let number = String(1_000_000 + i).dropFirst()
      var job = Job(id: Text("build-checkout-\(number)"), type: "build", status: .success)
      job.createdAt = Timestamp(seconds: 1_780_000_000 + Int64(i) * 3600)
      if sha { job.commitSHA = "0123456789abcdef0123456789abcdef01234567" }
      return .job(job)
    }
  }

  @Test func noFileIsLargerThanItsLimitHoweverAlikeTheIdsAre() throws {
    let files = try SearchFiles(BuiltSite(jobs(3000, sha: true), jobPages: .all))
    #expect(files.files.count > 5)
    for (path, bytes) in files.scripts {
      #expect(bytes.count <= SearchShelf.fileLimit, "\(path)")
    }
    for id in ["build-checkout-000000", "build-checkout-000398", "build-checkout-002999"] {
      try #expect(files.found(id).map(\.label) == [id])
    }
    try #expect(files.found("398").map(\.label).contains("build-checkout-000398"))
    // Of what one word cannot tell apart, the newest.
    let commits = try files.found("0123456789abcdef").filter { $0.kind == "c" }
    #expect(100..<3000 ~= commits.count)
    #expect(commits.contains { $0.detail.contains("build-checkout-002999") })
    #expect(!commits.contains { $0.detail.contains("build-checkout-000000") })
  }

  @Test func oneJobMoreChangesFewFiles() throws {
    let before = try SearchFiles(BuiltSite(jobs(2500), jobPages: .all))
    let after = try SearchFiles(BuiltSite(jobs(2501), jobPages: .all))
    let changed = after.scripts.filter { before.scripts[$0.key] != $0.value }.keys.sorted()
    #expect(1...6 ~= changed.count, "\(changed)")
    #expect(!changed.contains("search/index.js"))
  }

  @Test func theOrderOfTheRecordsDoesNotMatter() throws {
    let backwards = try BuiltSite(SearchTests.records.reversed(), basePath: "/reports/")
    try #expect(SearchFiles(backwards).scripts == SearchTests.files.get().scripts)
  }

  @Test func anEmptyArchiveHasPagesToFind() throws {
    let files = try SearchFiles(BuiltSite([]))
    #expect(Set(files.files.keys) == ["names/by-"])
    try #expect(files.paths("g", "rollbacks") == ["rollbacks.html"])
  }

  // MARK: - Hostile texts

  @Test func noTextEndsTheScriptOrIsLostInIt() throws {
    let words = WordedRecords(hostile: true)
    let files = try SearchFiles(BuiltSite(words.records, jobPages: .all))
    for (path, bytes) in files.scripts {
      let text = String(decoding: bytes, as: UTF8.self)
      let hidden = text.unicodeScalars.filter { scalar in
        scalar == "<" || scalar == "\u{2028}" || scalar == "\u{2029}" || scalar == "\u{202E}"
          || (scalar.value < 0x20 && scalar != "\n")
      }
      #expect(hidden.isEmpty, "\(path)")
    }
    for (kind, name) in [("j", "job"), ("d", "deployment"), ("v", "version"), ("c", "sha")] {
      for i in 0..<WordedRecords.count {
        // The first letters and the number of each text are its own.
        let word = "\(name)\(1000 + (kind == "v" ? i % 40 : i))"
        try #expect(!files.paths(kind, word).isEmpty, "\(word)")
      }
    }
    for job in words.jobs where SearchText.folded(job.id.string).allSatisfy({ $0 >= 0x20 }) {
      let isPlain = job.id.string.unicodeScalars.allSatisfy { $0.isASCII }
      guard isPlain, job.id.byteCount < 160 else { continue }
      try #expect(files.paths("j", job.id.string).contains(SitePaths.job(job.id)), "\(job.id)")
    }
  }
}
