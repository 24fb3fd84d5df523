import Foundation
import Glibc

/// A real web server at work over a folder, with the configuration that is shipped for it.
package final class WebServer {
  package enum Kind: String, Sendable {
    case nginx, caddy

    /// The file in `Examples`.
    var example: String { self == .nginx ? "nginx.conf" : "Caddyfile" }
  }

  package let wire: Wire
  private let process = Process()
  private let work: String

  /// Answers when this returns, on a free port of the loopback address. `change` is what a user would
  /// change in the shipped configuration, beside port and folder.
  package init(
    _ kind: Kind, over site: String, change: (String) -> String = { $0 }
  ) async throws {
    wire = Wire(port: try Wire.freePort())
    work = "\(NSTemporaryDirectory())/rollbook-web-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: work, withIntermediateDirectories: true)
    let shipped = try String(contentsOf: WebServer.examples(kind.example), encoding: .utf8)
    let configuration = change(shipped).replacing("/srv/rollbook/public", with: site)
      .replacing("listen 8080;", with: "listen 127.0.0.1:\(wire.port);")
      .replacing(":8080 {", with: ":\(wire.port) {")
    process.arguments =
      switch kind {
      case .nginx: try WebServer.nginx(work, configuration)
      case .caddy: try WebServer.caddy(work, configuration)
      }
    try start(kind)
    try await waitUntilItAnswers(kind)
  }

  deinit {
    stop()
    try? FileManager.default.removeItem(atPath: work)
  }

  package func stop() {
    if process.isRunning { kill(process.processIdentifier, SIGKILL) }
  }

  private func start(_ kind: Kind) throws {
    let log = "\(work)/log"
    try Data().write(to: URL(fileURLWithPath: log))
    process.executableURL = URL(fileURLWithPath: WebServer.path(of: kind) ?? kind.rawValue)
    process.currentDirectoryURL = URL(fileURLWithPath: work)
    process.environment = ["PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "HOME": work]
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = FileHandle.nullDevice
    process.standardError = try FileHandle(forWritingTo: URL(fileURLWithPath: log))
    try process.run()
  }

  private func waitUntilItAnswers(_ kind: Kind) async throws {
    for _ in 0..<500 {
      if (try? await wire.get("/")) != nil { return }
      guard process.isRunning else {
        let log = try String(contentsOfFile: "\(work)/log", encoding: .utf8)
        throw WebProblem("\(kind) ended: \(log)")
      }
      try await Task.sleep(for: .milliseconds(20))
    }
    throw WebProblem("\(kind) does not answer")
  }

  // MARK: - What each of them wants

  private static func nginx(_ work: String, _ configuration: String) throws -> [String] {
    let temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
      .map { "\($0)_temp_path \(work)/\($0);" }.joined(separator: "\n")
    let text = """
      daemon off;
      master_process off;
      pid \(work)/pid;
      error_log stderr;
      events {}
      http {
      \(temporary)
      access_log off;
      include /etc/nginx/mime.types;
      default_type application/octet-stream;
      \(configuration)
      }
      """
    try Data(text.utf8).write(to: URL(fileURLWithPath: "\(work)/nginx.conf"))
    return ["-c", "\(work)/nginx.conf", "-p", work, "-e", "stderr"]
  }

  private static func caddy(_ work: String, _ configuration: String) throws -> [String] {
    let text = "{\n\tadmin off\n\tauto_https off\n}\n" + configuration
    try Data(text.utf8).write(to: URL(fileURLWithPath: "\(work)/Caddyfile"))
    return ["run", "--adapter", "caddyfile", "--config", "\(work)/Caddyfile"]
  }

  /// Where the program is; nil if it isn't installed.
  package static func path(of kind: Kind) -> String? {
    let path = ProcessInfo.processInfo.environment["PATH"] ?? ""
    return (path.split(separator: ":").map { String($0) } + ["/usr/sbin", "/sbin"])
      .map { "\($0)/\(kind.rawValue)" }.first { access($0, X_OK) == 0 }
  }

  private static func examples(_ name: String) -> URL {
    var top = URL(fileURLWithPath: #filePath)
    for _ in 0..<3 { top.deleteLastPathComponent() }
    return top.appendingPathComponent("Examples/\(name)")
  }
}
