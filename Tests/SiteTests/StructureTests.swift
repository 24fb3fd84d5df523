import Foundation
import Testing

/// What holds for every page of a site.
@Suite struct StructureTests {
  /// Runs `check` on every page and tells of each that fails it.
  private func forEachPage(_ check: (String, HTMLPage) throws -> String?) throws {
    let pages = try BuiltSite.samplePages.get()
    #expect(pages.count > 300)
    for (path, page) in pages {
      let problem = try check(path, page)
      #expect(problem == nil, "\(path): \(problem ?? "")")
    }
  }

  @Test func everyPageHasOneHeadingOneMainPartALanguageAndATitle() throws {
    try forEachPage { _, page in
      if page.all("h1").count != 1 { return "\(page.all("h1").count) h1" }
      if page.all("main").count != 1 { return "\(page.all("main").count) main" }
      if page.all("html").first?["lang"] != "en" { return "no language" }
      let titles = page.all("head").flatMap(\.elementChildren).filter { $0.name == "title" }
      guard titles.count == 1, let title = titles.first?.text else { return "no title" }
      let isGood = title.hasSuffix(" · Rollbook") && title != " · Rollbook"
      if !isGood || page.all("h1").contains(where: { $0.text.isEmpty }) { return "empty title" }
      return nil
    }
  }

  @Test func everyPageForbidsWhatItDoesNotNeedBeforeAllElse() throws {
    try forEachPage { _, page in
      guard let head = page.all("head").first?.elementChildren, head.count > 2 else {
        return "no head"
      }
      if head[0]["charset"] != "utf-8" { return "the charset is not first" }
      if head[1]["http-equiv"] != "Content-Security-Policy" { return "the policy is not second" }
      let policy = head[1]["content"] ?? ""
      for rule in ["default-src 'none'", "base-uri 'none'", "form-action 'none'"]
      where !policy.contains(rule) {
        return "no \(rule)"
      }
      return policy.contains("unsafe") ? "an unsafe policy" : nil
    }
  }

  @Test func noPageCarriesStyleOrScript() throws {
    try forEachPage { _, page in
      for element in page.elements {
        if element.name == "style" { return "a <style>" }
        if element.name == "script", element["src"] == nil { return "an inline script" }
        for (name, _) in element.attributes where name == "style" || name.hasPrefix("on") {
          return "<\(element.name) \(name)>"
        }
      }
      return nil
    }
  }

  @Test func idsAreUniqueAndReferencesToThemResolve() throws {
    try forEachPage { _, page in
      let ids = page.elements.compactMap { $0["id"] }
      if Set(ids).count != ids.count { return "an id stands twice" }
      for element in page.elements {
        for name in ["aria-labelledby", "aria-describedby", "for"] {
          for id in (element[name] ?? "").split(separator: " ") where !ids.contains(String(id)) {
            return "\(name) names '\(id)'"
          }
        }
      }
      return nil
    }
  }

  @Test func everyLinkLeadsToAFileOfTheSiteAndToAnIdOnIt() throws {
    let site = try BuiltSite.sample.get()
    var ids: [String: Set<String>] = [:]
    for (path, page) in try BuiltSite.samplePages.get() {
      ids[path] = Set(page.elements.compactMap { $0["id"] })
    }
    var internalLinks = 0
    try forEachPage { path, page in
      for element in page.elements {
        for name in ["href", "src", "xlink:href"] {
          guard let link = element[name] else { continue }
          if link.hasPrefix("https://") || link.hasPrefix("http://") {
            if element["rel"]?.contains("noopener") != true { return "\(link) without rel" }
            continue
          }
          internalLinks += 1
          guard let (target, fragment) = resolve(link, on: path) else { return "odd: \(link)" }
          if site.files[target] == nil { return "dead: \(link)" }
          if let fragment, ids[target]?.contains(fragment) != true { return "no id: \(link)" }
        }
      }
      return nil
    }
    #expect(internalLinks > 5000)
  }

  /// The file a link on a page leads to, from the site's root, and its fragment.
  private func resolve(_ link: String, on page: String) -> (target: String, fragment: String?)? {
    let parts = link.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false)
    let fragment = parts.count > 1 ? String(parts[1]) : nil
    guard let path = parts[0].removingPercentEncoding else { return nil }
    if path.isEmpty { return (page, fragment) }
    // The page for unknown addresses is shown at any of them, so its links begin at the root.
    if page == "404.html" {
      let base = "/reports/"
      return path.hasPrefix(base) ? (String(path.dropFirst(base.count)), fragment) : nil
    }
    var folders = page.split(separator: "/").dropLast().map(String.init)
    for step in path.split(separator: "/", omittingEmptySubsequences: false) {
      switch step {
      case "..": if folders.popLast() == nil { return nil }
      case "", ".": return nil
      default: folders.append(String(step))
      }
    }
    return (folders.joined(separator: "/"), fragment)
  }

  /// What has no page of its own.
  private func isListOrSchema(_ path: String) -> Bool {
    let lists = ["summary.json", "jobs.json", "jobs/running.json", "deployments.json"]
    let folders = ["jobs/status/", "jobs/agent/", "deployments/service/"]
    return path.hasPrefix("api/schema/")
      || lists.contains { path == "api/dashboard/\($0)" }
      || folders.contains { path.hasPrefix("api/dashboard/\($0)") }
  }

  @Test func everyTwinIsJSONAndNamedByItsPage() throws {
    let site = try BuiltSite.sample.get()
    var twins: Set<String> = []
    try forEachPage { path, page in
      let links = page.all("footer").flatMap(\.descendants).compactMap { $0["href"] }
        .filter { $0.hasSuffix(".json") }
      if path == "404.html" { return links.isEmpty ? nil : "a twin" }
      guard links.count == 1, let twin = resolve(links[0], on: path)?.target else {
        return "\(links.count) twins"
      }
      return twins.insert(twin).inserted ? nil : "shares its twin"
    }
    let json = site.files.keys.filter { $0.hasPrefix("api/") }
    #expect(twins.isSubset(of: json))
    #expect(Set(json).subtracting(twins).filter { !isListOrSchema($0) } == [])
    for path in json.sorted() {
      let bytes = site.files[path] ?? []
      let object = try? JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any]
      #expect(object?.isEmpty == false, "\(path) is no JSON object")
    }
  }

  @Test func everyKindOfPageIsAmongThem() throws {
    let paths = Set(try BuiltSite.sample.get().pagePaths)
    for path in [
      "index.html", "services.html", "deployments.html", "rollbacks.html", "failures.html",
      "jobs.html", "data-quality.html", "build.html", "404.html", "services/checkout.html",
      "evidence/checkout.html", "evidence/checkout/2026-10.html", "evidence/checkout/jobs.html",
      "conventions.html", "restatements.html", "corrections.html", "feeds.html", "search.html",
      "archive.html", "environments.html", "environments/production.html", "agents.html",
      "releases.html", "services/checkout/releases.html", "jobs/types.html",
      "deployments/months/2026-10.html", "jobs/months/2026-10.html",
    ] {
      #expect(paths.contains(path), "\(path)")
    }
    #expect(paths.contains { $0.wholeMatch(of: /deployments\/[^\/]{2}\/[^\/]+\.html/) != nil })
    #expect(paths.contains { $0.wholeMatch(of: /releases\/checkout\/[^\/]+\.html/) != nil })
    #expect(paths.contains { $0.hasPrefix("rollbacks/months/2026-") })
    #expect(paths.contains { $0.wholeMatch(of: /rollbacks\/[^\/]+\.html/) != nil })
    #expect(paths.contains { $0.wholeMatch(of: /jobs\/types\/[^\/]+\.html/) != nil })
    #expect(paths.contains { $0.wholeMatch(of: /jobs\/[^\/]{2}\/[^\/]+\.html/) != nil })
  }
}
