import Model
import Serving
import TestWeb

/// A small site with everything that the old API's addresses lead to.
enum SampleSite {
  static let page = "<!doctype html>\n<html><body><p>Home</p></body></html>\n"
  static let lost = "<!doctype html>\n<html><body><p>Lost</p></body></html>\n"
  static let statuses = JobStatus.allCases.map(\.word)

  static func list(_ name: String, _ ids: [String]) -> String {
    let items = ids.map { "{\"id\":\"\($0)\",\"n\":1.10,\"t\":\"],}\\\"\"}" }
    return
      "{\"schema_version\":1,\"count\":\(ids.count),\"\(name)\":[\(items.joined(separator: ","))]}"
  }

  static let files: [String: String] = {
    var files = [
      "index.html": page, "404.html": lost, "services/checkout.html": page + page,
      "build.json": "{\"version\":\"1\"}", "assets/style.0123456789.css": "p { margin: 0 }\n",
      "api/dashboard/summary.json": "{\"jobs_running\":1}",
      "api/dashboard/jobs.json": list("jobs", ["a1", "b2", "c3"]),
      "api/dashboard/jobs/running.json": list("jobs", ["c3"]),
      "api/dashboard/jobs/agent/runner-1.json": list("jobs", ["a1"]),
      "api/dashboard/jobs/id/17/build-17.json": "{\"job_id\":\"build-17\"}",
      "api/dashboard/jobs/id/a1/a1.json": "{\"job_id\":\"a1\"}",
      "api/dashboard/deployments.json": list("deployments", ["d1", "d2"]),
      "api/dashboard/deployments/service/checkout.json": list("deployments", ["d1", "d2"]),
      "api/dashboard/deployments/id/-9/deploy.api-9.json": "{\"deployment_id\":\"deploy.api-9\"}",
    ]
    for path in types.keys { files[path] = "<x>of the type of \(path)</x>\n" }
    for status in statuses {
      files["api/dashboard/jobs/status/\(status).json"] = list("jobs", [status])
    }
    return files
  }()

  /// What web servers are to say of files beside HTML and JSON.
  static let types = [
    "table.csv": "text/csv; charset=utf-8", "feeds/deployments.atom": "application/atom+xml",
    "sitemap.xml": "text/xml; charset=utf-8", "badges/a1/version.svg": "image/svg+xml",
    "rows.ndjson": "application/x-ndjson",
  ]

  static func write(into folder: TestFolder, _ name: String = "site") throws {
    for (path, text) in files { try folder.write("\(name)/\(path)", text) }
  }

  /// A file name for any id, in the manner of the site's own: the id itself if it is plain, else its
  /// bytes in hexadecimal behind a `~`.
  @Sendable static func stem(_ id: Text) -> String {
    let bytes = Array(id.string.utf8)
    let isPlain =
      2...100 ~= bytes.count && id.string.wholeMatch(of: /[a-z0-9][a-z0-9._-]*/) != nil
      && !bytes.suffix(2).contains(0x2E)
    if isPlain { return id.string }
    var hex = ByteBuffer()
    for byte in bytes.prefix(100) { hex.append(hex: byte) }
    return "id~\(hex.string)"
  }
}

/// A server over a folder, stopped at the end of `body`.
func serving<R>(
  _ root: String, basePath: String = "/", watch: WatchState? = nil,
  _ body: (Wire) async throws -> R
) async throws -> R {
  let responder = Responder(
    site: StaticSite(root: root), basePath: basePath, watch: watch, stems: { [SampleSite.stem($0)] }
  )
  let server = LocalServer(responder, now: { 784_111_777 })
  let port = try await server.start(.from(Wire.freePort()))
  do {
    let result = try await body(Wire(port: port))
    await server.stop()
    return result
  } catch {
    await server.stop()
    throw error
  }
}
