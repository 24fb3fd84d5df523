import Foundation
import Glibc
import TestWeb
import Testing

/// The configurations that are shipped, before real web servers.
@Suite(.serialized)
struct WebServerTests {
  @Test(.enabled(if: WebServer.path(of: .nginx) != nil, "nginx is not here; CI installs it"))
  func nginxAnswersAsTheConformanceListSays() async throws {
    try await check(.nginx)
  }

  @Test(.enabled(if: WebServer.path(of: .caddy) != nil, "Caddy is not here; CI installs it"))
  func caddyAnswersAsTheConformanceListSays() async throws {
    try await check(.caddy)
  }

  private func check(_ kind: WebServer.Kind) async throws {
    let folder = try TestFolder()
    try SampleSite.write(into: folder)
    try folder.write("secret.txt", "a secret")
    symlink("..", "\(folder.path)/site/link")
    symlink("../secret.txt", "\(folder.path)/site/link.txt")
    let server = try await WebServer(kind, over: "\(folder.path)/site")
    defer { server.stop() }
    let wire = server.wire
    for each in Conformance.all
    where each.isForEveryServer && !(each.isAboutLinks && kind == .caddy) {
      try await each.check(wire)
    }
    try await checkHeaders(wire)
    try await checkTypes(wire)
    try await checkTwins(wire, folder)
  }

  private func checkTypes(_ wire: Wire) async throws {
    for (path, type) in SampleSite.types {
      let reply = try await wire.get("/\(path)")
      #expect(reply.status == 200, "\(path)")
      #expect(reply.headers["content-type"]?.lowercased() == type, "\(path)")
    }
  }

  /// A packed twin is sent as it is to whoever takes it, and to nobody else.
  private func checkTwins(_ wire: Wire, _ folder: TestFolder) async throws {
    let names = ["index.html", "table.csv", "api/dashboard/jobs.json", "feeds/deployments.atom"]
    for name in names {
      // Other bytes than the server would make: only then it is the twin.
      try folder.write("site/\(name).gz", "no gzip, but the twin")
    }
    for name in names {
      let packed = try await wire.get("/\(name)", ["Accept-Encoding": "gzip"])
      #expect(packed.headers["content-encoding"] == "gzip", "\(name)")
      #expect(String(decoding: packed.body, as: UTF8.self) == "no gzip, but the twin", "\(name)")
      #expect(packed.headers["vary"]?.lowercased().contains("accept-encoding") == true)
      let plain = try await wire.get("/\(name)")
      #expect(plain.headers["content-encoding"] == nil, "\(name)")
      #expect(Array(plain.body) == Array((SampleSite.files[name] ?? "").utf8), "\(name)")
      #expect(packed.headers["content-type"] == plain.headers["content-type"], "\(name)")
    }
  }

  private func checkHeaders(_ wire: Wire) async throws {
    let page = try await wire.get("/")
    let asset = try await wire.get("/assets/style.0123456789.css")
    #expect(page.headers["cache-control"] == "no-cache")
    #expect(asset.headers["cache-control"] == "public, max-age=31536000, immutable")
    let list = try await wire.get("/dashboard/jobs")
    for reply in [page, asset, list] {
      #expect(reply.headers["x-content-type-options"] == "nosniff")
      #expect(reply.headers["referrer-policy"] == "no-referrer")
      #expect(reply.headers["content-security-policy"] == "frame-ancestors 'none'")
    }
    let tag = try #require(list.headers["etag"])
    #expect(try await wire.get("/dashboard/jobs", ["If-None-Match": tag]).status == 304)
    let packed = try await wire.get("/dashboard/jobs/status/x", ["Accept-Encoding": "gzip"])
    #expect(packed.status == 404)
  }
}
