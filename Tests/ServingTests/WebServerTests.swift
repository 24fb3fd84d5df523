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
