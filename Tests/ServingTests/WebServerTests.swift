import Foundation
import Glibc
import Testing

/// The configurations that are shipped, before real web servers.
@Suite(.serialized)
struct WebServerTests {
  @Test(.enabled(if: Program.path(of: "nginx") != nil, "nginx is not here; CI installs it"))
  func nginxAnswersAsTheConformanceListSays() async throws {
    try await check("nginx.conf", "nginx") { folder, configuration in
      let temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
        .map { "\($0)_temp_path \(folder.path)/work/\($0);" }.joined(separator: "\n")
      try folder.write(
        "nginx.conf",
        """
        daemon off;
        master_process off;
        pid \(folder.path)/work/pid;
        error_log stderr;
        events {}
        http {
        \(temporary)
        access_log off;
        include /etc/nginx/mime.types;
        default_type application/octet-stream;
        \(configuration)
        }
        """)
      return ["-c", "\(folder.path)/nginx.conf", "-p", folder.path, "-e", "stderr"]
    }
  }

  @Test(.enabled(if: Program.path(of: "caddy") != nil, "Caddy is not here; CI installs it"))
  func caddyAnswersAsTheConformanceListSays() async throws {
    try await check("Caddyfile", "caddy") { folder, configuration in
      try folder.write("Caddyfile", "{\n\tadmin off\n\tauto_https off\n}\n" + configuration)
      return ["run", "--adapter", "caddyfile", "--config", "\(folder.path)/Caddyfile"]
    }
  }

  /// Runs the server over the sample with its shipped configuration, at another port and folder.
  private func check(
    _ example: String, _ name: String, _ arguments: (TestFolder, String) throws -> [String]
  ) async throws {
    let folder = try TestFolder()
    try SampleSite.write(into: folder)
    try folder.write("secret.txt", "a secret")
    symlink("..", "\(folder.path)/site/link")
    symlink("../secret.txt", "\(folder.path)/site/link.txt")
    try folder.write("work/empty", "")
    let port = try Wire.freePort()
    let top = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    let shipped = try String(
      contentsOf: top.appendingPathComponent("Examples/\(example)"), encoding: .utf8)
    let configuration = shipped.replacing("/srv/rollbook/public", with: "\(folder.path)/site")
      .replacing("listen 8080;", with: "listen 127.0.0.1:\(port);")
      .replacing(":8080 {", with: ":\(port) {")
    let program = try Program(
      Program.path(of: name) ?? name, arguments(folder, configuration), in: folder)
    defer { program.stop() }
    let wire = Wire(port: port)
    for _ in 0..<250 where (try? await wire.get("/")) == nil {
      guard program.isRunning else { throw Problem("\(name) ended: \(program.errors)") }
      try await Task.sleep(for: .milliseconds(20))
    }
    for each in Conformance.all
    where each.isForEveryServer && !(each.isAboutLinks && name == "caddy") {
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

/// A program at work beside a test.
final class Program {
  private let process = Process()
  private let log: String

  init(_ program: String, _ arguments: [String], in folder: TestFolder) throws {
    log = "\(folder.path)/log"
    try folder.write("log", "")
    process.executableURL = URL(fileURLWithPath: program)
    process.arguments = arguments
    process.currentDirectoryURL = URL(fileURLWithPath: folder.path)
    process.environment = ["PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "HOME": folder.path]
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = FileHandle.nullDevice
    process.standardError = try FileHandle(forWritingTo: URL(fileURLWithPath: log))
    try process.run()
  }

  var isRunning: Bool { process.isRunning }

  var errors: String { (try? String(contentsOfFile: log, encoding: .utf8)) ?? "" }

  func stop() {
    if process.isRunning { kill(process.processIdentifier, SIGKILL) }
  }

  /// Where a program is.
  static func path(of name: String) -> String? {
    let path = ProcessInfo.processInfo.environment["PATH"] ?? ""
    return (path.split(separator: ":").map { String($0) } + ["/usr/sbin", "/sbin"])
      .map { "\($0)/\(name)" }.first { access($0, X_OK) == 0 }
  }
}
