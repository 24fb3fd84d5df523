import Foundation
import Model
import Rendering
import Site
import Testing

/// Texts from records change no page's structure, whatever they are made of.
@Suite struct InjectionTests {
  private struct Pair: Sendable {
    let hostile: BuiltSite
    let harmless: BuiltSite
    /// The path in the harmless site for each page whose path has a name in it.
    let paths: [String: String]
  }

  private static let pair = Result { () throws -> Pair in
    let hostile = WordedRecords(hostile: true)
    let harmless = WordedRecords(hostile: false)
    var paths: [String: String] = [:]
    for (a, b) in zip(hostile.jobs, harmless.jobs) {
      paths[SitePaths.job(a.id)] = SitePaths.job(b.id)
      paths[SitePaths.jobType(a.type)] = SitePaths.jobType(b.type)
    }
    for (a, b) in zip(hostile.deployments, harmless.deployments) {
      paths[SitePaths.deployment(a.id)] = SitePaths.deployment(b.id)
      paths[SitePaths.environment(a.effectiveEnvironment)] =
        SitePaths.environment(b.effectiveEnvironment)
      paths[SitePaths.rollback(a.id)] = SitePaths.rollback(b.id)
      paths[SitePaths.service(a.service)] = SitePaths.service(b.service)
      // One of the services counts as the first one.
      for (from, to) in [
        (a.service, b.service), (hostile.deployments[0].service, harmless.deployments[0].service),
      ] {
        for (old, new) in zip([a.version, a.rolledBackTo], [b.version, b.rolledBackTo]) {
          guard let old, let new else { continue }
          paths[SitePaths.release(from, old)] = SitePaths.release(to, new)
        }
      }
      paths[SitePaths.releases(a.service)] = SitePaths.releases(b.service)
      paths[SitePaths.evidence(a.service)] = SitePaths.evidence(b.service)
      paths[SitePaths.jobEvidence(a.service)] = SitePaths.jobEvidence(b.service)
      if let time = a.bucketTime {
        let month = ZoneTable.utc.day(of: time).month
        paths[SitePaths.evidence(a.service, month)] = SitePaths.evidence(b.service, month)
      }
    }
    func site(_ words: WordedRecords) throws -> BuiltSite {
      try BuiltSite(
        words.records, source: words.source, defects: words.defects, jobPages: .all,
        corrections: words.corrections)
    }
    return Pair(hostile: try site(hostile), harmless: try site(harmless), paths: paths)
  }

  @Test func noTextChangesTheStructureOfAPage() throws {
    let pair = try Self.pair.get()
    let hostilePaths = pair.hostile.pagePaths
    #expect(hostilePaths.count == pair.harmless.pagePaths.count)
    #expect(hostilePaths.count > 2 * WordedRecords.count + 10)
    for path in hostilePaths {
      let a = try pair.hostile.page(path).skeleton
      let b = try pair.harmless.page(pair.paths[path] ?? path).skeleton
      let difference = zip(a, b).enumerated().first { $0.element.0 != $0.element.1 }
      #expect(
        a == b,
        """
        \(path): element \(difference?.offset ?? min(a.count, b.count)), \
        \(difference?.element.0 ?? "") instead of \(difference?.element.1 ?? "")
        """)
    }
  }

  @Test func everyAddressThatIsNotSafeStaysText() throws {
    let pair = try Self.pair.get()
    var links: Set<String> = []
    for path in pair.hostile.pagePaths {
      for element in try pair.hostile.page(path).elements {
        for (name, value) in element.attributes where ["href", "src"].contains(name) {
          let scheme = value.prefix { $0 != ":" && $0 != "/" && $0 != "#" && $0 != "?" }
          guard value.dropFirst(scheme.count).hasPrefix(":") else { continue }
          links.insert(value)
        }
      }
    }
    #expect(
      links == [
        "https://ci.example/logs/1", "https://ci.example/%22onmouseover=%22x",
        "https://ci.example/%3Cb%3E?a=1&b=2#c", "https://ci.example/x",
        "https://xn--r8jz45g.jp/%E3%83%AD%E3%82%B0",
      ])
  }

  @Test func everyTextIsShownAsItIs() throws {
    let pair = try Self.pair.get()
    let words = WordedRecords(hostile: true)
    for job in words.jobs {
      let page = try pair.hostile.page(SitePaths.job(job.id))
      try expectShown(
        [
          job.id, job.type, job.repo, job.ref, job.commitSHA, job.commitMessage, job.commitAuthor,
          job.agentID, job.errorMessage, job.sourceStatus,
        ], on: page)
    }
    for deployment in words.deployments {
      let page = try pair.hostile.page(SitePaths.deployment(deployment.id))
      try expectShown(
        [
          deployment.service, deployment.version, deployment.environment, deployment.repo,
          deployment.ref, deployment.commitSHA, deployment.commitMessage, deployment.commitAuthor,
          deployment.rollbackReason, deployment.sourceStatus, deployment.testJobID,
        ], on: page)
    }
    let list = try pair.hostile.page(SitePaths.corrections)
    for correction in words.corrections {
      let texts = [correction.note, correction.author]
      try expectShown(texts, on: list)
      switch correction.kind {
      case .deployment:
        let page = try pair.hostile.page(SitePaths.deployment(correction.subject))
        try expectShown(texts + [correction.reason], on: page)
      case .job:
        try expectShown(texts, on: try pair.hostile.page(SitePaths.job(correction.subject)))
      case .service: continue
      }
    }
    let quality = try pair.hostile.page("data-quality.html")
    try expectShown(
      words.defects.prefix(50).map { Text($0.message) } + [Text(words.source)], on: quality)
  }

  private func expectShown(_ texts: [Text?], on page: HTMLPage) throws {
    let visible = page.visibleText
    for text in texts.compactMap({ $0 }) {
      var cleaned = ByteBuffer()
      cleaned.append(cleanedPlain: text)
      #expect(visible.contains(cleaned.string), "\(cleaned.string.debugDescription.prefix(200))")
    }
  }

  @Test func twinsKeepEveryTextToTheByte() throws {
    let pair = try Self.pair.get()
    for job in WordedRecords(hostile: true).jobs {
      let bytes = try #require(pair.hostile.files[SitePaths.jobTwin(job.id)])
      let object = try JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any]
      let expected = [
        "job_id": job.id, "job_type": job.type, "commit_message": job.commitMessage,
        "error_message": job.errorMessage, "repo": job.repo, "ref": job.ref,
        "commit_author": job.commitAuthor, "agent_id": job.agentID,
      ]
      for (name, text) in expected {
        let value = (object?[name] as? String).map { Text($0) }
        #expect(value == text, "\(name) of \(job.id)")
      }
      #expect((object?["tags"] as? [String])?.map { Text($0) } == job.tags)
    }
  }

  @Test func theScriptOfTheBuildIsOneAssignmentOfJSON() throws {
    let script = try Self.pair.get().hostile.text("build.js")
    let start = "window.rollbookBuild = "
    #expect(script.hasPrefix(start) && script.hasSuffix(";\n"))
    let json = Data(script.dropFirst(start.count).dropLast(2).utf8)
    #expect(try JSONSerialization.jsonObject(with: json) is [String: Any])
  }
}
