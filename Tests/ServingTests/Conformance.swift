import Foundation
import TestWeb
import Testing

/// One request and what any server of the sample site answers to it.
struct Conformance: Sendable, CustomStringConvertible {
  enum Body: Sendable {
    case file(String)
    /// `{"detail": ...}` with these words in it.
    case detail(String)
    case anything
  }

  let method: String
  let target: String
  /// Those that are right: a web server may refuse an address where ours finds nothing.
  let statuses: [Int]
  let body: Body
  /// Whether a web server that only finds files answers the same.
  let isForEveryServer: Bool
  /// Whether it is about a link out of the site, which Caddy can't be told not to follow.
  let isAboutLinks: Bool

  var description: String { "\(method) \(target)" }

  /// Asks a server of the sample site, beside which is a file that is none of its business.
  func check(_ wire: Wire) async throws {
    let reply = try await wire.ask(method, target)
    #expect(statuses.contains(reply.status), "\(self): \(reply.status)")
    #expect(!reply.text.contains("a secret"), "\(self)")
    #expect(reply.status != 405 || reply.headers["allow"] == "GET, HEAD", "\(self)")
    switch body {
    case .file(let path): #expect(reply.text == SampleSite.files[path], "\(self)")
    case .detail(let words):
      #expect(reply.headers["content-type"]?.hasPrefix("application/json") == true, "\(self)")
      let object = try? JSONSerialization.jsonObject(with: Data(reply.body)) as? [String: String]
      let detail = try #require(object?["detail"], "\(self): \(reply.text)")
      #expect(words.isEmpty || detail.contains(words), "\(self): \(detail)")
    case .anything: break
    }
  }

  private init(
    _ method: String, _ target: String, _ statuses: [Int], _ body: Body, everywhere: Bool = true,
    follows: Bool = false
  ) {
    self.method = method
    self.target = target
    self.statuses = statuses
    self.body = body
    isForEveryServer = everywhere
    isAboutLinks = follows
  }

  private static func found(_ target: String, _ file: String) -> Conformance {
    Conformance("GET", target, [200], .file(file))
  }

  static let all: [Conformance] =
    pages + api + lists + missing + writes + traversals
    + ["failed", "skipped"].map {
      found("/dashboard/jobs?status=\($0)", "api/dashboard/jobs/status/\($0).json")
    }

  private static let pages = [
    found("/", "index.html"), found("/index.html", "index.html"),
    found("/services/checkout.html", "services/checkout.html"),
    found("/assets/style.0123456789.css", "assets/style.0123456789.css"),
    found("/build.json", "build.json"), found("/%62uild.json", "build.json"),
    found("/services//checkout.html?x=1", "services/checkout.html"),
    Conformance("GET", "/nothing.html", [404], .file("404.html")),
    Conformance("GET", "/services/", [404], .file("404.html")),
  ]

  private static let api =
    [
      ("summary", "summary.json"), ("jobs", "jobs.json"), ("jobs/running", "jobs/running.json"),
      ("jobs?status=", nil), ("jobs/agent/runner-1", "jobs/agent/runner-1.json"),
      ("jobs/build-17", "jobs/id/17/build-17.json"), ("jobs/a1", "jobs/id/a1/a1.json"),
      ("deployments", "deployments.json"),
      ("deployments/service/checkout", "deployments/service/checkout.json"),
      ("deployments/deploy.api-9", "deployments/id/-9/deploy.api-9.json"),
    ].flatMap { (address: String, file: String?) in
      ["/dashboard/", "/api/dashboard/"].compactMap { prefix in
        file.map { found(prefix + address, "api/dashboard/\($0)") }
      }
    } + [
      found("/api/dashboard/jobs.json", "api/dashboard/jobs.json"),
      found("/api/dashboard/jobs/id/17/build-17.json", "api/dashboard/jobs/id/17/build-17.json"),
    ]

  private static let lists = [
    found("/dashboard/jobs?limit=100", "api/dashboard/jobs.json"),
    found("/dashboard/deployments?limit=2&x=y", "api/dashboard/deployments.json"),
    Conformance("GET", "/dashboard/jobs?limit=0", [422], .detail("1 to 100"), everywhere: false),
    Conformance("GET", "/dashboard/jobs?limit=101", [422], .detail("1 to 100"), everywhere: false),
    Conformance("GET", "/dashboard/jobs?limit=ten", [422], .detail("1 to 100"), everywhere: false),
    Conformance("GET", "/dashboard/jobs?limit=-1", [422], .detail("1 to 100"), everywhere: false),
    Conformance(
      "GET", "/dashboard/deployments/service/checkout?limit=51", [422], .detail("1 to 50"),
      everywhere: false),
    Conformance("GET", "/dashboard/jobs?status=broken", [422], .detail("'status'")),
    Conformance("GET", "/dashboard/jobs?status=../../../build", [422], .detail("'status'")),
  ]

  private static let missing = [
    "/dashboard/jobs/nothing", "/dashboard/jobs/Build-17", "/dashboard/jobs/agent/nobody",
    "/dashboard/deployments/nothing", "/dashboard/deployments/service/nothing", "/dashboard",
    "/dashboard/jobs/a1/complete", "/dashboard/nothing", "/api/nothing.json", "/api/", "/health",
    "/api/dashboard/jobs/id/17/nothing.json", "/dashboard/jobs/%E2%82%AC",
  ].map { Conformance("GET", $0, [404], .detail("")) }

  private static let writes = [
    ("POST", "/dashboard/jobs", "record job create"),
    ("PATCH", "/dashboard/jobs/a1/complete", "record job complete"),
    ("POST", "/dashboard/deployments", "record deployment create"),
    ("POST", "/dashboard/deployments/d1/staging", "record deployment staging"),
    ("POST", "/dashboard/deployments/d1/production", "record deployment production"),
    ("POST", "/api/dashboard/deployments/d1/rollback", "record deployment rollback"),
    ("DELETE", "/dashboard/jobs/a1", "record"), ("QUERY", "/dashboard/summary", "record"),
  ].flatMap { (method: String, target: String, words: String) in
    [
      Conformance(method, target, [405], .detail(words), everywhere: false),
      Conformance(method, target, [405], .detail("rollbook record")),
    ]
  }

  private static let traversals =
    [
      "/../secret.txt", "/services/../../secret.txt", "/%2e%2e/secret.txt", "/..%2fsecret.txt",
      "/%252e%252e/secret.txt", "/services/%2e%2e/%2e%2e/secret.txt", "/..%5csecret.txt",
      "/secret.txt%00.html", "//../secret.txt", "/./../secret.txt",
      "/services/checkout.html/../../../secret.txt", "/api/dashboard/jobs/agent/..%2f..%2fsecret",
      "/dashboard/jobs/..%2f..%2f..%2f..%2f..%2fsecret.txt", "/dashboard/jobs/%2e%2e",
      "/dashboard/jobs/agent/%2e%2e%2f%2e%2e%2f%2e%2e%2f%2e%2e%2f%2e%2e%2fsecret", "/%", "/%zz",
    ].map { Conformance("GET", $0, [400, 403, 404, 500], .anything) }
    + [
      "/link/secret.txt", "/link.txt",
    ].map { Conformance("GET", $0, [403, 404], .anything, follows: true) }
}
